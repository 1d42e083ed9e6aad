import EthereumPrimitives
import ExchangeAPI
import FuzzHarness
import SessionKeys
import TypedData

extension FuzzTarget {
  static let strictJSON = FuzzTarget(name: "strict-json") { bytes in
    let tree = try? StrictJSON.tree(bytes)
    let isTaken = (try? StrictJSON.decode(Unread.self, from: bytes)) != nil
    require((tree != nil) == isTaken, "a reader of everything and a reader of nothing take the same documents")
    guard let tree else { return }
    let written = tree.spelled
    require((try? StrictJSON.tree(written).spelled) == written, "what is written is read as the same document")
  }

  static let typedData = FuzzTarget(name: "typed-data") { bytes in
    guard let tree = try? StrictJSON.tree(bytes), let typedData = try? DynamicTypedData(tree) else { return }
    let again = (try? StrictJSON.tree(tree.spelled)).flatMap { try? DynamicTypedData($0) }
    require(again?.digest == typedData.digest, "another spelling of the document has the same digest")
    require(again?.encodedType == typedData.encodedType, "another spelling of the document has the same type")
  }

  /// The first byte chooses the call, A being the first.
  static let requestBody = FuzzTarget(name: "request-body") { bytes in
    guard let first = bytes.first else { return }
    let endpoint = SignedEndpoint.allCases[Int(first &- UInt8(ascii: "A")) % SignedEndpoint.allCases.count]
    guard let body = try? SignedRequestBody(Array(bytes.dropFirst()), of: endpoint) else { return }
    require(!body.requests.isEmpty, "a body stands for a request")
    for request in body.requests {
      let document = Array(request.action.message.json(in: domain).utf8)
      let shown = (try? StrictJSON.tree(document)).flatMap { try? DynamicTypedData($0) }
      require(shown?.digest == request.action.digest(in: domain), "what a wallet is shown is what is signed")
    }
  }

  private static let domain = Domain(
    name: "KatanaPerps", version: "2.0.0-sandbox", chainID: 737_373, verifyingContract: .zero)
}

/// Takes every document and looks at none of it.
private struct Unread: Decodable {
  init(from decoder: any Decoder) {}
}

extension JSONValue {
  /// The document without spaces, every text escaped as far as JSON allows. Names of members are plain ASCII already.
  fileprivate var spelled: [UInt8] { Array(text.utf8) }

  private var text: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let lexeme): lexeme
    case .string(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\"" + $0.name + "\":" + $0.value.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let units = text.utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "\"" + units.joined() + "\""
  }
}
