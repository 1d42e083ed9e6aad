import SessionKeys
import Testing

/// Programs decide by these codes: one that is changed breaks them all.
@Suite("The codes of refusals are stable")
struct RefusalCodeTests {
  static let golden = [
    "INVALID_PARAMETER",
    "INVALID_WALLET_SIGNATURE",
    "SESSION_KEY_NOT_PERMITTED",
    "SESSION_KEY_UNKNOWN",
    "SESSION_KEY_OF_ANOTHER_WALLET",
    "SESSION_KEY_CONSENT_MISSING",
    "SESSION_KEY_PUBLIC_KEY_MISMATCH",
    "SESSION_KEY_PUBLIC_KEY_MISSING",
    "SESSION_KEY_CONSENT_INVALID",
    "SESSION_KEY_REVOKED",
    "SESSION_KEY_NOT_YET_VALID",
    "SESSION_KEY_EXPIRED",
    "NONCE_PREDATES_AUTHORIZATION",
    "NONCE_OUTSIDE_WINDOW",
    "NONCE_ALREADY_USED",
    "NONCE_INVALIDATED",
    "SESSION_KEY_NOT_ALLOWED",
    "SESSION_KEY_ALREADY_AUTHORIZED",
    "AUTHORIZATION_REVOKED_IN_ADVANCE",
    "SESSION_KEY_MARKET_NOT_PERMITTED",
    "INDEX_PRICE_UNAVAILABLE",
    "SESSION_KEY_ORDER_VALUE_EXCEEDED",
    "SESSION_KEY_PRICE_DEVIATION_EXCEEDED",
    "SESSION_KEY_DAILY_VALUE_EXCEEDED",
  ]

  @Test("the list of codes is the golden one")
  func codesAreGolden() { #expect(RefusalCode.allCases.map(\.rawValue) == Self.golden) }

  @Test("a code is unique")
  func codesAreUnique() { #expect(Set(Self.golden).count == Self.golden.count) }

  @Test("a code is upper snake case", arguments: RefusalCode.allCases)
  func codeIsUpperSnakeCase(code: RefusalCode) {
    #expect(code.rawValue.wholeMatch(of: /[A-Z]+(_[A-Z]+)*/) != nil)
  }

  /// The codes that stand for two refusals, and no others do.
  static let shared: [RefusalKind: String] = [
    .custodyNotPermitted: "SESSION_KEY_NOT_PERMITTED",
    .permissionExceeded: "SESSION_KEY_NOT_PERMITTED",
    .sessionKeyExpired: "SESSION_KEY_EXPIRED",
    .nonceAfterExpiry: "SESSION_KEY_EXPIRED",
    .nonceTooOld: "NONCE_OUTSIDE_WINDOW",
    .nonceAhead: "NONCE_OUTSIDE_WINDOW",
  ]

  @Test("every code is some refusal's, and only three are shared")
  func codesOfRefusals() throws {
    let refusals = try RefusalTests.table.compactMap { try $0.run().answered }
    let codes = Dictionary(
      refusals.map { (RefusalKind($0), $0.code.rawValue) }, uniquingKeysWith: { first, _ in first })
    #expect(Set(codes.values) == Set(Self.golden))
    let repeated = Dictionary(grouping: codes, by: \.value).values.filter { $0.count > 1 }.joined()
    #expect(Dictionary(uniqueKeysWithValues: repeated.map { ($0.key, $0.value) }) == Self.shared)
  }
}
