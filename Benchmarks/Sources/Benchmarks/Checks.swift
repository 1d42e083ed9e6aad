import EthereumPrimitives
import Figures
import Foundation
import PerpsProtocol
import ReferenceSecp256k1
import SessionKeys
import Signing
import TypedData

/// What must come out right before anything is measured: speed of a wrong result is worth nothing.
enum Checks {
  /// Checks the last order of `katana-typed-data.json`: its digest and its signature, byte for byte.
  static func knownOrder(vectors path: String) throws {
    let file = try JSONDecoder().decode(VectorFile.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    guard let vector = file.vectors.last(where: { $0.kind == "order" && $0.parameters.type == "limit" }) else {
      throw BenchmarkError("no limit order in \(path)")
    }
    let order = try vector.order()
    let domain = Domain(
      name: vector.domain.name, version: vector.domain.version, chainID: vector.domain.chainId,
      verifyingContract: try Address(vector.domain.verifyingContract))
    var secret = try Hex.decode(vector.privateKey, byteCount: 32)
    let wallet = LocalWallet(try Secp256k1PrivateKey(wiping: &secret))
    try expect(order.digest(in: domain).description, vector.digest, "the known order's digest")
    try expect(wallet.sign(order, in: domain).description, vector.signature, "the known order's signature")
  }

  /// Checks that both sides do the same work, and that a request with another order's signature is refused.
  static func desk(_ desk: OrderDesk, _ reference: ReferenceSecp256k1, _ ethAccount: EthAccount, _ order: Order) throws
  {
    let digest = order.digest(in: desk.domain)
    let signature = try desk.key.sign(.order(order), in: desk.domain)
    try expect(Hex.encode(reference.signatureBytes(over: digest)), signature.description, "libsecp256k1's signature")
    try expect(ethAccount.digest, digest.description, "eth-account's digest")
    try expect(ethAccount.signature, signature.description, "eth-account's signature")
    let (first, second) = (try desk.nextRequest(), try desk.nextRequest())
    _ = try desk.authenticate(first)
    if (try? desk.authenticate(.init(action: first.action, signature: second.signature))) != nil {
      throw BenchmarkError("an order with another order's signature is accepted")
    }
  }

  /// Checks both hashes of the empty message.
  static func hashes(_ reference: ReferenceSHA3) throws {
    try expect(
      Keccak256.hash([]).description, "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
      "Keccak-256 of nothing")
    try expect(
      Hex.encode(reference.digest(of: [])), "0xa7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
      "SHA3-256 of nothing")
  }

  private static func expect(_ actual: String, _ expected: String, _ name: String) throws {
    guard actual == expected else { throw BenchmarkError("\(name) is \(actual) instead of \(expected)") }
  }
}

private struct VectorFile: Decodable {
  let vectors: [Vector]
}

private struct Vector: Decodable {
  let kind: String
  let parameters: Parameters
  let domain: DomainFields
  let digest: String
  let privateKey: String
  let signature: String

  struct DomainFields: Decodable {
    let name: String
    let version: String
    let chainId: UInt64
    let verifyingContract: String
  }

  /// The parameters of the kinds of order that are looked for; other requests have some of them.
  struct Parameters: Decodable {
    let nonce: String
    let wallet: String?
    let market: String?
    let type: String?
    let side: String?
    let quantity: String?
    let price: String?
    let reduceOnly: Bool?
    let delegatedKey: String?
  }

  func order() throws -> Order {
    guard let wallet = parameters.wallet, let market = parameters.market, let quantity = parameters.quantity,
      let price = parameters.price, let side = parameters.side.flatMap({ OrderSide(wireName: $0) })
    else { throw BenchmarkError("the known order lacks a member") }
    return try Order(
      nonce: Nonce(parameters.nonce), wallet: Address(wallet),
      sessionKey: parameters.delegatedKey.map { try Address($0) }, market: MarketSymbol(market), side: side,
      quantity: Pips(quantity), terms: .limit(price: Pips(price)), isReduceOnly: parameters.reduceOnly ?? false)
  }
}
