import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import KeyVault
import PerpsProtocol
import SessionKeys
import Testing

@testable import SessionKeyCommands

@Suite("What the exchange answers becomes a code and a status")
struct FailureTests {
  @Test("a refusal has the exchange's code; a busy exchange is for later; no answer is no answer")
  func exchange() {
    let cases: [(error: ExchangeError, code: String, status: SessionKeyCommands.ExitStatus)] = [
      (.refused(code: .refusal(.sessionKeyRevoked), message: "m", status: 403), "SESSION_KEY_REVOKED", .refused),
      (.refused(code: .exchange(.insufficientFunds), message: "m", status: 422), "INSUFFICIENT_FUNDS", .refused),
      (.refused(code: .unknown("NEW"), message: "m", status: 418), "NEW", .refused),
      (.refused(code: .exchange(.exceededRateLimit), message: "m", status: 429), "EXCEEDED_RATE_LIMIT", .tryLater),
      (.refused(code: .exchange(.serviceUnavailable), message: "m", status: 503), "SERVICE_UNAVAILABLE", .tryLater),
      (.wouldBeRefused(.sessionKeyExpired(at: .maximum)), "SESSION_KEY_EXPIRED", .refused),
      (.notReachable(reason: "r"), "NOT_REACHABLE", .unavailable),
      (.notAnswered(reason: "r"), "NOT_ANSWERED", .unavailable),
      (.unreadableAnswer(status: 200, reason: "r"), "UNREADABLE_ANSWER", .badAnswer),
      (.invalid(reason: "r"), "INVALID_PARAMETER", .badInput), (.credentialsMissing, "REQUIRED_API_KEY", .noInput),
      (.cancelled, "CANCELLED", .unavailable),
    ]
    for (error, code, status) in cases {
      let failure = CommandFailure.exchange(error)
      #expect(failure.code == code)
      #expect(failure.exitStatus == status, "\(code)")
      #expect(!failure.description.isEmpty)
    }
  }

  @Test("what is not as it should be ends with status 1")
  func checks() {
    #expect(CommandFailure.storyWentOtherwise.exitStatus == .checkFailed)
    #expect(CommandFailure.auditFailed(count: 2).exitStatus == .checkFailed)
  }
}

@Suite("Which wallet signs")
struct WalletChoiceTests {
  private func key(_ key: TestKey, _ name: String?, _ kind: KeyKind = .wallet) throws -> StoredKey {
    StoredKey(kind: kind, address: try key.address, name: try name.map { try KeyName($0) }, created: TestSession.now)
  }

  private func pick(_ text: String?, _ keys: [StoredKey]) throws(WalletFailure) -> Address {
    try WalletChoice(nameOrAddress: text).pick(from: keys)
  }

  @Test("the only one, or the one that is named by name or address")
  func pick() throws {
    let (one, two) = (try key(.wallet, "a"), try key(.stranger, "b"))
    let session = try key(.session, "s", .sessionKey(.secp256k1))
    #expect(try pick(nil, [one, session]) == one.address)
    #expect(try pick("b", [one, two]) == two.address)
    #expect(try pick(two.address.description, [one, two]) == two.address)
  }

  @Test("none, several, an unknown one, a name that two have, and a session key are refused")
  func refused() throws {
    let (one, two) = (try key(.wallet, "a"), try key(.stranger, "a"))
    let session = try key(.session, "s", .sessionKey(.secp256k1))
    #expect(throws: WalletFailure.none) { try pick(nil, [session]) }
    #expect(throws: WalletFailure.several) { try pick(nil, [one, two]) }
    #expect(throws: WalletFailure.notFound) { try pick("A", [one]) }
    #expect(throws: WalletFailure.ambiguous) { try pick("a", [one, two]) }
    #expect(throws: WalletFailure.isSessionKey) { try pick("s", [one, session]) }
  }
}
