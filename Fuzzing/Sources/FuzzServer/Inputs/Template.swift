import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import Signing

/// An input with places that are filled in when it is sent, so that mutations get past nonces, lengths and signatures.
///
/// | place | what stands there |
/// |---|---|
/// | `@n` | a nonce that is new |
/// | `@w`, `@v`, `@i` | the wallet of the first trader, of the second, and the one that states index prices |
/// | `@k`, `@j` | the session key of the first trader, and of the second |
/// | `@f`, `@p` | the session key that may be authorised next, and its public key |
/// | `@e` | a time in a day, in milliseconds |
/// | `@t`, `@u` | a token for subscriptions of the account, and of the first trader's session key |
/// | `@{A…@}` | the body of a signed call, A being the first, with these parameters; its session key or wallet signs it |
/// | `@<A…@}` | the same, signed by the first trader's session key, whatever it is |
/// | `@?…@}` | a query, the version, and the headers that prove that the account asks |
/// | `@l` | the number of bytes of the next body in braces |
///
/// Everything else stands for itself.
struct Template {
  let cast: Cast
  let credentials: APICredentials
  let tokens: [String]

  func filled(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var parts: [Part] = []
    var rest = bytes
    while let part = nextPart(&rest) { parts.append(part) }
    return parts.indices.flatMap { index in
      guard case .length = parts[index] else { return parts[index].bytes }
      let body = parts[index...].first { $0.isBody }
      return Array(String(body?.bytes.count ?? 0).utf8)
    }
  }

  private enum Part {
    case plain([UInt8])
    case body([UInt8])
    case length

    var bytes: [UInt8] {
      switch self {
      case .plain(let bytes), .body(let bytes): bytes
      case .length: []
      }
    }

    var isBody: Bool { if case .body = self { true } else { false } }
  }

  private static let mark = UInt8(ascii: "@")

  private func nextPart(_ rest: inout ArraySlice<UInt8>) -> Part? {
    guard !rest.isEmpty else { return nil }
    guard rest.first == Self.mark, let letter = rest.dropFirst().first else {
      let plain = rest.dropFirst().prefix { $0 != Self.mark }
      let part = Part.plain([rest[rest.startIndex]] + plain)
      rest = rest.dropFirst(1 + plain.count)
      return part
    }
    rest = rest.dropFirst(2)
    switch letter {
    case UInt8(ascii: "l"): return .length
    case UInt8(ascii: "{"): return .body(body(&rest, by: .honest))
    case UInt8(ascii: "<"): return .body(body(&rest, by: .thief))
    case UInt8(ascii: "?"): return .plain(query(filled(inside(&rest))))
    default: return .plain(value(letter).map { Array($0.utf8) } ?? [Self.mark, letter])
    }
  }

  /// What stands up to the end of a bracket; nothing in it is a bracket itself.
  private func inside(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = rest.indices.first { rest[$0] == Self.mark && rest[($0 + 1)...].first == UInt8(ascii: "}") }
    let inside = rest[..<(end ?? rest.endIndex)]
    rest = rest[(end.map { $0 + 2 } ?? rest.endIndex)...]
    return inside
  }

  private func body(_ rest: inout ArraySlice<UInt8>, by signatory: Signatory) -> [UInt8] {
    let inside = inside(&rest)
    return cast.body(
      filled(inside.dropFirst()), of: .chosen(by: inside.first ?? UInt8(ascii: "A")), by: signatory)
  }

  private func query(_ query: [UInt8]) -> [UInt8] {
    let headers = [
      "\(APICredentials.keyHeader): \(credentials.key)",
      "\(APICredentials.signatureHeader): \(credentials.signature(over: query))",
    ]
    return Array("?".utf8) + query + Array((" HTTP/1.1\r\n" + headers.joined(separator: "\r\n")).utf8)
  }

  private func value(_ letter: UInt8) -> String? {
    switch letter {
    case UInt8(ascii: "n"): "\(cast.nonce())"
    case UInt8(ascii: "w"): "\(cast.traders[0].address)"
    case UInt8(ascii: "v"): "\(cast.traders[1].address)"
    case UInt8(ascii: "i"): "\(cast.publisher.address)"
    case UInt8(ascii: "k"): "\(cast.standing[0].address)"
    case UInt8(ascii: "j"): "\(cast.standing[1].address)"
    case UInt8(ascii: "f"): "\(cast.standing[2].address)"
    case UInt8(ascii: "p"): Hex.encode(cast.standing[2].key.publicKey.raw)
    case UInt8(ascii: "e"): "\(cast.now.milliseconds + 86_400_000)"
    case UInt8(ascii: "t"): tokens.first
    case UInt8(ascii: "u"): tokens.last
    default: nil
    }
  }
}

extension SignedEndpoint {
  /// The call of a letter, A being the first; of any other byte, too.
  static func chosen(by letter: UInt8) -> SignedEndpoint {
    allCases[Int(letter &- UInt8(ascii: "A")) % allCases.count]
  }
}
