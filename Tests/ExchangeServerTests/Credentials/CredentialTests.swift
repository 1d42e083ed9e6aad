import EthereumPrimitives
import PerpsProtocol
import Signing
import Testing
import TypedData

@testable import ExchangeServer

@Suite("Pairs and tokens are recognised without having been stored")
struct CredentialTests {
  private let domain = Domain.katanaPerps(.sandbox, chainID: 747_474, contract: .zero)
  private let address = Address(lastBytesOf: Bytes32(bigEndian: 0, 0, 7, 9))
  private let now = Timestamp(milliseconds: 1_750_000_000_000) ?? .maximum

  private func issuer(_ byte: UInt8 = 1, _ domain: Domain? = nil) throws -> CredentialIssuer {
    CredentialIssuer(serverKey: try key(byte), domain: domain ?? self.domain)
  }

  private func key(_ byte: UInt8) throws -> ServerKey {
    try #require(ServerKey(bytes: [UInt8](repeating: byte, count: 32)))
  }

  @Test("a session key's pair is told apart from every other, and says whose it is")
  func sessionPairIsRecognised() throws {
    let pair = try issuer().pair(ofSessionKey: address)
    #expect(try issuer().reader(ofKey: pair.key) == .sessionKey(address))
    #expect(pair.secret.utf8.count == 64)
    #expect(try issuer().pair(ofSessionKey: .zero).secret != pair.secret)
  }

  @Test("an account's pair says which account it is")
  func accountPairIsRecognised() throws {
    let account = try #require(AccountID("00112233445566778899aabbccddeeff"))
    let pair = try issuer().pair(ofAccount: account)
    #expect(try issuer().reader(ofKey: pair.key) == .account(account))
  }

  @Test("another server key and another domain make other secrets of the same key")
  func secretsDependOnKeyAndDomain() throws {
    let other = Domain.katanaPerps(.sandbox, chainID: 1, contract: .zero)
    let secrets = try [issuer(), issuer(2), issuer(1, other)].map { $0.pair(ofSessionKey: address).secret }
    #expect(Set(secrets).count == 3)
  }

  @Test(
    "a text that is no key of ours is nobody's",
    arguments: [
      "", "session-", "session-00", "account-", "account-00112233445566778899AABBCCDDEEFF",
      "session-00000000000000000000000000000000000000AB", "Session-0000000000000000000000000000000000000000",
      "other-00112233445566778899aabbccddeeff", "account-00112233445566778899aabbccddeeff0",
    ])
  func strangeKeyIsNobodys(key: String) throws {
    #expect(try issuer().reader(ofKey: key) == nil)
  }

  @Test("a token says who reads what until its time is over")
  func tokenIsRecognised() throws {
    let tokens = TokenIssuer(serverKey: try key(1), issuer: try issuer(), domain: domain)
    let token = tokens.token(for: .sessionKey(address), of: .zero, now: now)
    let claim = TokenIssuer.Claim(reader: .sessionKey(address), wallet: .zero)
    #expect(tokens.claim(in: token, now: now) == claim)
    let last = now.adding(milliseconds: TokenIssuer.lifetime - 1)
    #expect(tokens.claim(in: token, now: last) == claim)
    #expect(tokens.claim(in: token, now: last.adding(milliseconds: 1)) == nil)
  }

  @Test("a token with one other character says nothing")
  func changedTokenIsRefused() throws {
    let tokens = TokenIssuer(serverKey: try key(1), issuer: try issuer(), domain: domain)
    let token = Array(tokens.token(for: .sessionKey(address), of: .zero, now: now).utf8)
    for index in token.indices {
      var changed = token
      changed[index] = changed[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
      #expect(tokens.claim(in: String(decoding: changed, as: UTF8.self), now: now) == nil)
    }
    #expect(tokens.claim(in: "", now: now) == nil && tokens.claim(in: "...", now: now) == nil)
  }

  @Test("nothing of the server key is described")
  func serverKeyIsNotDescribed() throws {
    let key = try key(0xab)
    #expect("\(key)" == "server key" && String(reflecting: key) == "server key")
    #expect(Mirror(reflecting: key).children.isEmpty)
  }
}
