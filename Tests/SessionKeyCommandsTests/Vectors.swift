import ExchangeAPI
import Foundation
import PerpsProtocol
import Testing
import TypedData

@testable import EthereumPrimitives
@testable import SessionKeyCommands

/// One signed request that the exchange's own SDK has made; the file says how.
struct Vector: Sendable, CustomTestStringConvertible {
  let number: Int
  let document: JSONValue

  /// All vectors of `Tests/SigningTests/Vectors/katana-typed-data.json`; a test asserts that there are 36.
  static let all: [Vector] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "SigningTests/Vectors/katana-typed-data.json")
    guard let bytes = try? Data(contentsOf: file), let tree = try? StrictJSON.tree(Array(bytes)),
      case .array(let documents)? = tree.member("vectors")
    else { return [] }
    return documents.enumerated().map { Vector(number: $0.offset, document: $0.element) }
  }()

  var testDescription: String { "\(number) \((try? text("kind")) ?? "")" }

  func value(_ name: String) throws -> JSONValue { try #require(document.member(name)) }

  func text(_ name: String) throws -> String { try value(name).text }

  /// The call whose body has these parameters.
  var endpoint: SignedEndpoint {
    get throws {
      let endpoints: [String: SignedEndpoint] = [
        "authorize": .authorizeDelegatedKey, "associate": .associateWallet, "order": .placeOrder,
        "cancel": .cancelOrders, "withdraw": .withdraw, "margin": .setInitialMarginFractionOverride,
      ]
      return try #require(endpoints[text("kind")])
    }
  }

  var domain: Domain {
    get throws {
      let domain = try value("domain")
      guard case .number(let chainID)? = domain.member("chainId") else { throw VectorError.wrongType }
      return .katanaPerps(
        try isSandbox ? .sandbox : .production, chainID: try #require(UInt64(chainID)),
        contract: try Address(try #require(domain.member("verifyingContract")).text))
    }
  }

  var isSandbox: Bool {
    get throws { try #require(value("domain").member("version")).text == "2.0.0-sandbox" }
  }

  var parameters: [UInt8] {
    get throws { try JSON.encode(try value("parameters")) }
  }

  /// The body as it is sent.
  var body: [UInt8] {
    get throws {
      try JSON.encode(
        JSONValue.object([
          JSONMember(name: "parameters", value: try value("parameters")),
          JSONMember(name: "signature", value: try value("signature")),
        ]))
    }
  }

  /// The document that a wallet is given.
  var typedData: [UInt8] {
    get throws {
      try JSON.encode(
        JSONValue.object(
          try ["types", "primaryType", "domain", "message"].map { JSONMember(name: $0, value: try value($0)) }))
    }
  }
}

enum VectorError: Error {
  case wrongType
}

extension JSONValue {
  /// A text's content.
  var text: String {
    get throws {
      guard case .string(let text) = self else { throw VectorError.wrongType }
      return text
    }
  }
}
