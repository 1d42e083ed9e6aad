import ExchangeAPI

/// Bodies that are not what a call takes, as a whole or in one of their lists, labels and signatures.
enum BadBodies {
  static let all: [BadBody] = documents + members + targets + [lists, labels, lifetimes].flatMap { $0.flatMap { $0 } }

  private static let order = BodyDraft(.placeOrder)

  static let documents: [BadBody] = [
    BadBody(
      "nothing", .placeOrder, [], "BAD_REQUEST",
      "the document is not JSON at byte 0: write it as RFC 8259 says"),
    BadBody(
      "null", .placeOrder, Array("null".utf8), "INVALID_PARAMETER",
      "document must not be null: give it a value, or leave it out if it is optional"),
    BadBody(
      "an array", .placeOrder, Array("[]".utf8), "INVALID_PARAMETER",
      "document has the wrong JSON type"),
    BadBody("a text", .placeOrder, Array(#""order""#.utf8), "INVALID_PARAMETER", "document has the wrong JSON type"),
    BadBody("an empty object", .placeOrder, Array("{}".utf8), "REQUIRED_PARAMETER", "parameters is missing: add it"),
    BadBody(
      "a trailing byte", .placeOrder, order.bytes + Array("x".utf8), "BAD_REQUEST",
      "the document is not JSON at byte 419: write it as RFC 8259 says"),
    BadBody(
      "a second document", .placeOrder, order.bytes + order.bytes, "BAD_REQUEST",
      "the document is not JSON at byte 837: write it as RFC 8259 says"),
    BadBody(
      "a trailing zero", .placeOrder, order.bytes + [0], "BAD_REQUEST",
      "the document is not JSON at byte 419: write it as RFC 8259 says"),
    BadBody(
      "a missing brace", .placeOrder, order.bytes.dropLast(), "BAD_REQUEST",
      "the document is not JSON at byte 418: write it as RFC 8259 says"),
    BadBody(
      "a trailing comma", .placeOrder, order.bytes.dropLast() + Array(",}".utf8), "BAD_REQUEST",
      "the document is not JSON at byte 419: write it as RFC 8259 says"),
    BadBody(
      "a byte order mark", .placeOrder, [0xef, 0xbb, 0xbf] + order.bytes, "BAD_REQUEST",
      "the document is not UTF-8: send JSON as UTF-8 without a byte order mark"),
    BadBody(
      "UTF-16", .placeOrder, order.bytes.flatMap { [$0, 0] }, "BAD_REQUEST",
      "the document is not UTF-8: send JSON as UTF-8 without a byte order mark"),
    BadBody(
      "wrong UTF-8", order.with("market", "\"ETH\u{fffd}\"").replacing(0xbd, by: 0xff), "BAD_REQUEST",
      "the document is not UTF-8: send JSON as UTF-8 without a byte order mark"),
    BadBody(
      "half of a surrogate pair", order.with("market", #""\ud83d""#), "BAD_REQUEST",
      "the text at byte 125 has a control character, a wrong escape or half of a surrogate pair: escape it"),
    BadBody(
      "a line break in a text", order.with("market", "\"ETH\n-USD\""), "BAD_REQUEST",
      "the text at byte 125 has a control character, a wrong escape or half of a surrogate pair: escape it"),
    BadBody(
      "65,537 bytes", .placeOrder, order.bytes + spaces(65_537 - order.bytes.count), "BAD_REQUEST",
      "the document has 65537 bytes: send at most 65536"),
    BadBody(
      "33 levels", order.with("market", nested(31)), "BAD_REQUEST",
      "nesting at byte 155 is deeper than the maximum of 32"),
    BadBody(
      "60,000 brackets", order.with("market", nested(30_000)), "BAD_REQUEST",
      "nesting at byte 155 is deeper than the maximum of 32"),
    BadBody(
      "60,000 open brackets", .placeOrder, [UInt8](repeating: UInt8(ascii: "["), count: 60_000), "BAD_REQUEST",
      "nesting at byte 32 is deeper than the maximum of 32"),
    BadBody(
      "a comment", .placeOrder, Array("/* */".utf8) + order.bytes, "BAD_REQUEST",
      "the document is not JSON at byte 0: write it as RFC 8259 says"),
  ]

  static let members: [BadBody] = [
    BadBody(
      "an unknown member", order.addingMember("note", "1"), "INVALID_PARAMETER",
      "document has no member note: leave it out or correct its name"),
    BadBody(
      "a consent that it does not take", order.addingMember("consent", BodyDraft.signature), "INVALID_PARAMETER",
      "document has no member consent: leave it out or correct its name"),
    BadBody(
      "an unknown parameter", order.adding("leverage", "20"), "INVALID_PARAMETER",
      "parameters has no member leverage: leave it out or correct its name"),
    BadBody(
      "a parameter in other letters", order.adding("Price", #""1.00000000""#), "INVALID_PARAMETER",
      "parameters has no member Price: leave it out or correct its name"),
    BadBody(
      "a Cyrillic letter in a parameter's name", order.adding("pric\u{435}", #""1.00000000""#), "BAD_REQUEST",
      "the member name at byte 271 must be up to 128 printable ASCII characters without escapes"),
    BadBody(
      "an escape in a parameter's name", order.adding(#"pr\u0069ce"#, #""1.00000000""#), "BAD_REQUEST",
      "the member name at byte 271 must be up to 128 printable ASCII characters without escapes"),
    BadBody(
      "a parameter twice", order.adding("price", #""1.00000000""#), "BAD_REQUEST",
      "the member price at byte 271 is named twice: leave one out"),
    BadBody(
      "a signature twice", order.addingMember("signature", BodyDraft.signature), "BAD_REQUEST",
      "the member signature at byte 419 is named twice: leave one out"),
    BadBody(
      "no parameters", .placeOrder, Array(#"{"signature":"0x"}"#.utf8), "REQUIRED_PARAMETER",
      "parameters is missing: add it"),
    BadBody(
      "parameters in an array", .placeOrder, Array(#"{"parameters":[],"signature":"0x"}"#.utf8), "INVALID_PARAMETER",
      "parameters has the wrong JSON type"),
    BadBody(
      "parameters of null", .placeOrder, Array(#"{"parameters":null,"signature":"0x"}"#.utf8), "INVALID_PARAMETER",
      "parameters must not be null: give it a value, or leave it out if it is optional"),
    BadBody("no signature", order.withoutMember("signature"), "REQUIRED_PARAMETER", "signature is missing: add it"),
    BadBody(
      "a signature of null", order.withMember("signature", "null"), "INVALID_PARAMETER",
      "signature must not be null: give it a value, or leave it out if it is optional"),
    BadBody(
      "a signature that is a number", order.withMember("signature", "27"), "INVALID_PARAMETER",
      "signature has the wrong JSON type"),
    BadBody.missing("nonce", in: order),
    BadBody.missing("wallet", in: order),
    BadBody.missing("market", in: order),
    BadBody.missing("type", in: order),
    BadBody.missing("quantity", in: order),
    BadBody.missing("wallet", in: BodyDraft(.authorizeDelegatedKey)),
    BadBody.missing("wallet", in: BodyDraft(.removeDelegatedKey)),
    BadBody.missing("wallet", in: BodyDraft(.removeDelegatedKey).with("openOrders", #""keep""#)),
    BadBody.missing("bridgeAdapterPayload", in: BodyDraft(.withdraw)),
    BadBody.missing("openOrders", in: BodyDraft(.revokeSessionKeys)),
    BadBody(
      "a name", BodyDraft(.removeDelegatedKey).with("name", #""phone""#), "INVALID_PARAMETER",
      "parameters has no member name: leave it out or correct its name"),
    BadBody(
      "a wallet", BodyDraft(.transfer).with("wallet", BodyDraft.wallet), "INVALID_PARAMETER",
      "parameters has no member wallet: leave it out or correct its name"),
  ]

  private static let oneTarget = "market: name at most one of orderIds, orderDelegatedKey and market"

  static let targets: [BadBody] = [
    BadBody(
      "orderIds and market", BodyDraft(.cancelOrders).with("orderIds", #"["a"]"#).with("market", #""ETH-USD""#),
      "INVALID_PARAMETER", oneTarget),
    BadBody(
      "orderDelegatedKey and market",
      BodyDraft(.cancelOrders).with("orderDelegatedKey", BodyDraft.key).with("market", #""ETH-USD""#),
      "INVALID_PARAMETER", oneTarget),
    BadBody(
      "orderIds of null and market", BodyDraft(.cancelOrders).with("orderIds", "null").with("market", #""ETH-USD""#),
      "INVALID_PARAMETER", oneTarget),
  ]

  static let lists: [[BadBody]] = [
    [
      BadBody(
        "orderIds []", BodyDraft(.cancelOrders).with("orderIds", "[]"), "BAD_REQUEST",
        "orderIds names no order: name at least one, or leave it out to cancel all")
    ],
    BadBody.values(
      .cancelOrders, "orderIds", [texts(1_001, prefix: "o")],
      "parameters.orderIds has too many elements: send at most 1000"),
    BadBody.values(.cancelOrders, "orderIds", [#""client:a""#], "parameters.orderIds has the wrong JSON type"),
    BadBody.values(.cancelOrders, "orderIds", ["[1]"], "parameters.orderIds[0] has the wrong JSON type"),
    BadBody.values(
      .cancelOrders, "orderIds", [#"["a", null]"#],
      "parameters.orderIds[1] must not be null: give it a value, or leave it out if it is optional"),
    BadBody.values(.cancelOrders, "orderIds", [#"[""]"#, #"["client:"]"#], "orderIds: an order id is empty"),
    BadBody.values(
      .cancelOrders, "orderIds", [#"["Client:a"]"#, #"["a b"]"#],
      "orderIds: an order id has only printable ASCII characters; a client order id begins with client:"),
    BadBody.values(
      .cancelOrders, "orderIds", ["[\"client:\(String(repeating: "\u{e9}", count: 20))a\"]"],
      "orderIds: a client order id has at most 40 bytes of UTF-8, not 41"),
    BadBody.values(
      .cancelOrders, "orderIds", ["[\"\(String(repeating: "a", count: 65))\"]"],
      "orderIds: an order id has at most 64 characters"),
    BadBody.values(
      .cancelOrders, "market", ["null"],
      "parameters.market must not be null: give it a value, or leave it out if it is optional"),
    BadBody.values(
      .cancelOrders, "orderDelegatedKey", [#""all""#],
      "orderDelegatedKey: an address is 0x and 40 hexadecimal digits: hexadecimal text must begin with 0x"),
    BadBody.values(
      .authorizeSessionKey, "markets", [texts(65, prefix: "M")],
      "parameters.markets has too many elements: send at most 64"),
    BadBody.values(
      .authorizeSessionKey, "markets", [#"["ETH-USD", "BTC-USD", "ETH-USD"]"#], "markets: a market is named twice"),
    BadBody.values(
      .authorizeSessionKey, "markets", [#"["ETH USD"]"#],
      "markets: a market's name has only ASCII letters, digits and hyphens, as in ETH-USD"),
    BadBody.values(.authorizeSessionKey, "markets", [#""ETH-USD""#], "parameters.markets has the wrong JSON type"),
    BadBody.values(
      .withdraw, "bridgeAdapterPayload", [quoted("0x" + String(repeating: "00", count: 4_097))],
      "bridgeAdapterPayload: hexadecimal text of 4097 bytes is over the maximum of 4096"),
    BadBody.values(
      .withdraw, "bridgeAdapterPayload", [#""0x0""#],
      "bridgeAdapterPayload: hexadecimal text must have an even number of digits"),
    BadBody.values(
      .withdraw, "bridgeAdapterPayload", [#""""#], "bridgeAdapterPayload: hexadecimal text must begin with 0x"),
  ]

  static let labels: [[BadBody]] = [
    BadBody.values(
      .placeOrder, "clientOrderId", [quoted(String(repeating: "\u{e9}", count: 20) + "a")],
      "clientOrderId: a client order id has at most 40 bytes of UTF-8, not 41"),
    BadBody.values(
      .placeOrder, "clientOrderId", [quoted(String(repeating: "\u{6ce8}", count: 14))],
      "clientOrderId: a client order id has at most 40 bytes of UTF-8, not 42"),
    BadBody.values(.placeOrder, "clientOrderId", ["7"], "parameters.clientOrderId has the wrong JSON type"),
    BadBody.values(
      .authorizeDelegatedKey, "name",
      [
        quoted(String(repeating: "n", count: 65)), quoted(String(repeating: "e\u{301}", count: 33)), #""a\u0007""#,
        #""a\u007f""#, #""a\u202eb""#, #""a\u2066b""#, #""a\u200bb""#, #""a\u2028b""#,
      ], "name: must have at most 64 characters, without control or formatting characters"),
    BadBody.values(
      .authorizeSessionKey, "name", [#""a\nb""#],
      "name: must have at most 64 characters, without control or formatting characters"),
    BadBody.values(
      .authorizeSessionKey, "publicKey", [quoted("0x" + String(repeating: "11", count: 63))],
      "publicKey: expected 64 bytes in hexadecimal, found 63"),
    BadBody.values(
      .authorizeSessionKey, "publicKey", [quoted("0x04" + String(repeating: "11", count: 64))],
      "publicKey: expected 64 bytes in hexadecimal, found 65"),
  ]

  static let lifetimes: [[BadBody]] = [
    BadBody.values(
      .authorizeSessionKey, "expiresAt", ["\(BodyDraft.nonceMilliseconds)", "0"],
      "expiresAt: expiresAt must be later than the time in the authorisation's nonce"),
    BadBody.values(
      .authorizeSessionKey, "expiresAt", ["\(BodyDraft.nonceMilliseconds + 2_592_000_001)"],
      "expiresAt: expiresAt may be at most 30 days after the time in the authorisation's nonce"),
    BadBody.values(
      .authorizeSessionKey, "expiresAt", ["253402300800000", "18446744073709551616", "-1", "1772366400000.5"],
      "expiresAt: must be milliseconds since 1970 before the year 10000"),
    BadBody.values(
      .authorizeSessionKey, "expiresAt", [#""1772366400001""#], "parameters.expiresAt has the wrong JSON type"),
    BadBody.values(
      .authorizeSessionKey, "expiresAt", ["null"],
      "parameters.expiresAt must not be null: give it a value, or leave it out if it is optional"),
  ]

  /// So many different texts.
  static func texts(_ count: Int, prefix: String) -> String {
    "[" + (0..<count).map { quoted("\(prefix)\($0)") }.joined(separator: ",") + "]"
  }

  static func spaces(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: " "), count: count) }

  private static func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
}

extension BadBody {
  /// A body with one byte replaced after it was written.
  fileprivate init(_ name: String, _ bytes: [UInt8], _ code: String, _ message: String) {
    self.init(name, .placeOrder, bytes, code, message)
  }
}

extension BodyDraft {
  fileprivate func replacing(_ byte: UInt8, by other: UInt8) -> [UInt8] { bytes.map { $0 == byte ? other : $0 } }
}
