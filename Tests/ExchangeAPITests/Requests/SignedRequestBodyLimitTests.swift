import EthereumPrimitives
import ExchangeAPI
import SessionKeys
import Testing

@Suite("The ends of what a body may have are inside")
struct SignedRequestBodyLimitTests {
  /// A body at a limit; one step further stands in the table of refusals.
  struct Edge: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let draft: BodyDraft

    init(_ name: String, _ endpoint: SignedEndpoint, _ parameter: String, _ json: String) {
      testDescription = name
      draft = BodyDraft(endpoint).with(parameter, json)
    }
  }

  static let edges: [Edge] = [
    Edge("the largest decimal", .placeOrder, "price", #""92233720368.54775807""#),
    Edge("the smallest decimal", .placeOrder, "price", #""0.00000001""#),
    Edge("a decimal of zero", .placeOrder, "price", #""0.00000000""#),
    Edge(
      "a client order id of 40 bytes", .placeOrder, "clientOrderId", quoted(String(repeating: "\u{e9}", count: 20))),
    Edge("one order", .cancelOrders, "orderIds", BadBodies.texts(1, prefix: "o")),
    Edge("1,000 orders", .cancelOrders, "orderIds", BadBodies.texts(1_000, prefix: "o")),
    Edge("an order id of 64 bytes", .cancelOrders, "orderIds", "[\"\(String(repeating: "a", count: 64))\"]"),
    Edge(
      "an order by a client order id of 40 bytes", .cancelOrders, "orderIds",
      "[\"client:\(String(repeating: "\u{e9}", count: 20))\"]"),
    Edge("no market", .authorizeSessionKey, "markets", "[]"),
    Edge("64 markets", .authorizeSessionKey, "markets", BadBodies.texts(64, prefix: "M")),
    Edge("a market of 32 bytes", .placeOrder, "market", quoted(String(repeating: "M", count: 32))),
    Edge("a name of 64 characters", .authorizeSessionKey, "name", quoted(String(repeating: "n", count: 64))),
    Edge("a name of 256 bytes", .authorizeDelegatedKey, "name", quoted(String(repeating: "\u{1f511}", count: 64))),
    Edge("no name", .authorizeDelegatedKey, "name", #""""#),
    Edge(
      "an expiry one millisecond after the nonce", .authorizeSessionKey, "expiresAt",
      "\(BodyDraft.nonceMilliseconds + 1)"),
    Edge(
      "an expiry exactly 30 days after the nonce", .authorizeSessionKey, "expiresAt",
      "\(BodyDraft.nonceMilliseconds + 2_592_000_000)"),
    Edge(
      "a payload of 4,096 bytes", .withdraw, "bridgeAdapterPayload",
      quoted("0x" + String(repeating: "00", count: 4_096))),
    Edge("an empty payload", .withdraw, "bridgeAdapterPayload", #""0x""#),
    Edge("a nonce without hyphens", .placeOrder, "nonce", #""2c57e000156611f18007000000000001""#),
    Edge("a nonce in upper case", .placeOrder, "nonce", #""2C57E000-1566-11F1-8007-000000000001""#),
    Edge("an address in lower case", .placeOrder, "wallet", BodyDraft.wallet.lowercased()),
    Edge(
      "an address in upper case", .placeOrder, "wallet", #""0x1A642F0E3C3AF545E7ACBD38B07251B3990914F1""#),
  ]

  @Test("the end itself is taken", arguments: edges)
  func edgeIsTaken(edge: Edge) throws {
    _ = try SignedRequestBody(edge.draft.bytes, of: edge.draft.endpoint).request()
  }

  @Test("spellings of one nonce and one address are the same request")
  func spellingsAreEqual() throws {
    let plain = try SignedRequestBody(BodyDraft(.placeOrder).bytes, of: .placeOrder).request()
    for edge in Self.edges.suffix(4) {
      #expect(try SignedRequestBody(edge.draft.bytes, of: .placeOrder).request() == plain)
    }
  }

  @Test("65,536 bytes are taken")
  func longestBody() throws {
    let bytes = BodyDraft(.placeOrder).bytes
    let longest = bytes + BadBodies.spaces(SignedRequestBody.bytesMaximum - bytes.count)
    #expect(longest.count == 65_536)
    _ = try SignedRequestBody(longest, of: .placeOrder).request()
  }

  @Test("64 bytes are a P-256 signature, 65 a secp256k1 signature")
  func signatureLengths() throws {
    let short = BodyDraft(.placeOrder).withMember("signature", quoted("0x" + String(repeating: "11", count: 64)))
    #expect(try SignedRequestBody(short.bytes, of: .placeOrder).request().signature.curve == .p256)
    let long = BodyDraft(.placeOrder)
    #expect(try SignedRequestBody(long.bytes, of: .placeOrder).request().signature.curve == .secp256k1)
  }

  @Test("a call is found by its method and path, byte for byte")
  func endpoints() {
    for endpoint in SignedEndpoint.allCases { #expect(SignedEndpoint(methodAndPath: endpoint.rawValue) == endpoint) }
    for text in ["", "post /v1/orders", "POST /v1/orders/", "PUT /v1/orders", "POST  /v1/orders"] {
      #expect(SignedEndpoint(methodAndPath: text) == nil)
    }
  }
}
