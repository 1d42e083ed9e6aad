import EthereumPrimitives
import ExchangeAPI
import Signing
import Testing

@testable import SessionKeyCommands

@Suite("The consent of a secp256k1 session key")
struct ConsentTests {
  let wallet: Address
  let sessionKey: Address

  init() throws {
    wallet = try TestKey.wallet.address
    sessionKey = try TestKey.session.address
  }

  private func notes(_ inspection: Inspection) -> String { inspection.notes.map(\.description).joined(separator: "\n") }

  @Test("a consent by the key is valid")
  func consentIsValid() throws {
    let inspection = try TestRequest.inspection(
      .authorizeSessionKey, TestRequest.authorization(wallet: wallet, sessionKey: sessionKey), signedBy: .wallet,
      consentBy: .session)
    let consent = try #require(inspection.consent)
    #expect(consent.signer == sessionKey)
    #expect(consent.isValid)
    #expect(inspection.signedBy == .wallet)
    #expect(notes(inspection) == "")
  }

  @Test("without a consent its digest is shown, and a note")
  func consentIsMissing() throws {
    let inspection = try TestRequest.inspection(
      .authorizeSessionKey, TestRequest.authorization(wallet: wallet, sessionKey: sessionKey), signedBy: .wallet)
    let consent = try #require(inspection.consent)
    #expect(consent.signer == nil)
    #expect(!consent.isValid)
    #expect(notes(inspection).contains("has not consented"))
    let json = String(decoding: try JSON.encode(inspection), as: UTF8.self)
    #expect(json.contains(#""consent":{"digest":"\#(consent.digest)","signer":null,"valid":false}"#))
  }

  @Test("a consent by another key than the authorised one is not valid, and its signer is shown")
  func consentByAnotherKey() throws {
    let good = try TestRequest.body(
      .authorizeSessionKey, TestRequest.authorization(wallet: wallet, sessionKey: sessionKey), signedBy: .wallet,
      consentBy: .session)
    let tree = try StrictJSON.tree(good)
    let (signature, consent) = (try #require(tree.member("signature")).text, try #require(tree.member("consent")).text)
    let swapped = String(decoding: good, as: UTF8.self).replacing(consent, with: signature)
    let inspection = try TestRequest.inspection(.authorizeSessionKey, Array(swapped.utf8))
    #expect(inspection.consent?.isValid == false)
    #expect(inspection.consent?.signer != nil)
    #expect(notes(inspection).contains("the consent is not by the session key"))
  }

  @Test("a public key of another address is noticed although the consent is good")
  func publicKeyMismatch() throws {
    let other = try TestKey.stranger.key.secp256k1.publicKey
    let good = try TestRequest.body(
      .authorizeSessionKey, TestRequest.authorization(wallet: wallet, sessionKey: sessionKey), signedBy: .wallet,
      consentBy: .session)
    let changed = String(decoding: good, as: UTF8.self)
      .replacing(#""permission":"#, with: #""publicKey":"\#(Hex.encode(other.raw))","permission":"#)
    let inspection = try TestRequest.inspection(.authorizeSessionKey, Array(changed.utf8))
    #expect(inspection.consent?.signer == sessionKey)
    #expect(inspection.consent?.isValid == false)
    #expect(notes(inspection).contains("publicKey is not the public key"))
  }

  @Test("sign makes no consent with another key than the authorised one")
  func signRefusesAnotherKey() throws {
    let failure = try #require(throws: CommandFailure.self) {
      try TestRequest.body(
        .authorizeSessionKey, TestRequest.authorization(wallet: wallet, sessionKey: sessionKey), signedBy: .wallet,
        consentBy: .stranger)
    }
    #expect(failure.code == "WRONG_KEY")
  }

  @Test("sign makes no consent beside another public key")
  func signRefusesAnotherPublicKey() throws {
    let other = try TestKey.stranger.key.secp256k1.publicKey
    let failure = try #require(throws: CommandFailure.self) {
      try TestRequest.body(
        .authorizeSessionKey, TestRequest.authorization(wallet: wallet, sessionKey: sessionKey, publicKey: other),
        signedBy: .wallet, consentBy: .session)
    }
    #expect(failure.code == "INVALID_PARAMETER")
  }
}
