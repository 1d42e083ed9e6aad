import EthereumPrimitives
import ExchangeAPI
import Testing
import TypedData

@Suite("A message declared in Swift and the same message as a document")
struct StaticAndDynamicTests {
  private static let domain = Domain(
    name: "KatanaPerps", version: "2.0.0-sandbox", chainID: .max,
    verifyingContract: Address(lastBytesOf: Keccak256.hash(utf8: "contract")))

  @Test("every kind of member hashes the same in both forms", arguments: Everything.samples)
  func everything(message: Everything) throws { try check(message) }

  @Test("a message like an order hashes the same in both forms")
  func order() throws {
    try check(Trade(nonce: 0x876f_893f_5d17_11f1_962a_41f3_6f1f_b0d6, market: "ETH-USD", side: 1, reduceOnly: true))
  }

  @Test("a message like a cancellation hashes the same in both forms", arguments: [0, 1, 1_000])
  func cancellation(orders: Int) throws { try check(Cancellation(orders: (0..<orders).map { "client:\($0)" })) }

  @Test("a message without members hashes the same in both forms")
  func nothing() throws { try check(Nothing()) }

  private func check(_ message: some TypedDataMessage) throws {
    let dynamic = try hashed(message.json(in: Self.domain))
    #expect(dynamic.primaryType == type(of: message).primaryType)
    #expect(dynamic.encodedType == type(of: message).encodedType)
    #expect(dynamic.domainSeparator == Self.domain.separator)
    #expect(dynamic.structHash == message.structHash)
    #expect(dynamic.digest == message.digest(in: Self.domain))
  }
}

/// A message with a member of every kind.
struct Everything: TypedDataMessage {
  var flag = false
  var small: UInt8 = 0
  var medium: UInt64 = 0
  var large: UInt128 = 0
  var address = Address.zero
  var bytes: [UInt8] = []
  var text = ""
  var texts: [String] = []

  static let schema = TypedDataSchema<Self>(
    "Everything",
    .bool("flag") { $0.flag },
    .uint8("small") { $0.small },
    .uint64("medium") { $0.medium },
    .uint128("large") { $0.large },
    .address("address") { $0.address },
    .bytes("bytes") { $0.bytes },
    .string("text") { TypedDataText($0.text) },
    .strings("texts") { $0.texts })

  static let samples = [
    Everything(),
    Everything(
      flag: true, small: .max, medium: .max, large: .max, address: Address(lastBytesOf: Keccak256.hash(utf8: "a")),
      bytes: Array(0...255), text: "\"\\\n\u{0}\u{1f600}e\u{301}", texts: ["", "\u{212a}", "/"]),
    Everything(medium: 1 << 53 + 1, large: 1 << 64, bytes: [0], text: " ", texts: [""]),
  ]
}

private struct Trade: TypedDataMessage {
  let nonce: UInt128
  let market: String
  let side: UInt8
  let reduceOnly: Bool

  static let schema = TypedDataSchema<Self>(
    "Order",
    .uint128("nonce") { $0.nonce },
    .string("marketSymbol") { TypedDataText($0.market) },
    .uint8("orderSide") { $0.side },
    .bool("isReduceOnly") { $0.reduceOnly })
}

private struct Cancellation: TypedDataMessage {
  let orders: [String]

  static let schema = TypedDataSchema<Self>("OrderCancellationByOrderId", .strings("orderIds") { $0.orders })
}

private struct Nothing: TypedDataMessage {
  static let schema = TypedDataSchema<Self>("Nothing")
}
