import EthereumPrimitives
import ExchangeAPI
import Foundation
import PerpsProtocol
import Testing
import TypedData

/// A request that the exchange's own client signed, with every intermediate hash.
struct ExchangeVector: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let endpoint: SignedEndpoint
  /// The parameters as the client sends them, and the wallet where the client leaves it out.
  let parameters: [UInt8]
  let body: [UInt8]
  let domain: Domain
  let encodeType: String
  let domainSeparator: Bytes32
  let structHash: Bytes32
  let digest: Bytes32
  let privateKey: [UInt8]
  let signer: Address
  let signature: [UInt8]
}

/// The 36 requests in `Tests/SigningTests/Vectors/katana-typed-data.json`, whose origin the file names.
enum ExchangeVectors {
  struct Malformed: Error {}

  private static let endpoints: [String: SignedEndpoint] = [
    "authorize": .authorizeDelegatedKey, "associate": .associateWallet, "order": .placeOrder, "cancel": .cancelOrders,
    "withdraw": .withdraw, "margin": .setInitialMarginFractionOverride,
  ]

  static func load(testFile: String = #filePath) throws -> [ExchangeVector] {
    let tests = URL(filePath: testFile).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appending(path: "SigningTests/Vectors/katana-typed-data.json"))
    guard let file = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      let vectors = file["vectors"] as? [[String: Any]]
    else { throw Malformed() }
    return try vectors.enumerated().map { try vector($0.element, number: $0.offset + 1) }
  }

  private static func vector(_ entry: [String: Any], number: Int) throws -> ExchangeVector {
    let kind = try text(entry, "kind")
    guard let endpoint = endpoints[kind], var parameters = entry["parameters"] as? [String: Any],
      let domain = entry["domain"] as? [String: Any], let chainID = domain["chainId"] as? Int
    else { throw Malformed() }
    let signer = try text(entry, "signer")
    if parameters["wallet"] == nil { parameters["wallet"] = signer }
    let body: [String: Any] = ["parameters": parameters, "signature": try text(entry, "signature")]
    return ExchangeVector(
      testDescription: "\(number): \(kind)", endpoint: endpoint,
      parameters: [UInt8](try JSONSerialization.data(withJSONObject: parameters)),
      body: [UInt8](try JSONSerialization.data(withJSONObject: body)),
      domain: Domain(
        name: try text(domain, "name"), version: try text(domain, "version"), chainID: UInt64(chainID),
        verifyingContract: try Address(text(domain, "verifyingContract"))),
      encodeType: try text(entry, "encodeType"), domainSeparator: try Bytes32(hex: text(entry, "domainSeparator")),
      structHash: try Bytes32(hex: text(entry, "structHash")), digest: try Bytes32(hex: text(entry, "digest")),
      privateKey: try Hex.decode(text(entry, "privateKey")), signer: try Address(signer),
      signature: try Hex.decode(text(entry, "signature")))
  }

  private static func text(_ object: [String: Any], _ name: String) throws -> String {
    guard let text = object[name] as? String else { throw Malformed() }
    return text
  }
}
