import ExchangeAPI
import Foundation
import Testing
import TypedData

@testable import EthereumPrimitives
@testable import SessionKeyCommands
@testable import Signing

@Suite("P-256 session keys")
struct P256Tests {
  let wallet: Address
  let publicKey: PublicKey

  init() throws {
    wallet = try TestKey.wallet.address
    publicKey = try TestKey.session.p256
  }

  private func notes(_ inspection: Inspection) -> String { inspection.notes.map(\.description).joined(separator: "\n") }

  private func authorization(withKey: Bool = true) -> String {
    TestRequest.authorization(
      wallet: wallet, sessionKey: publicKey.address, publicKey: withKey ? publicKey : nil)
  }

  @Test("a key file of the P-256 key that an order names signs as that key, 64 bytes")
  func orderIsSigned() throws {
    let order = TestRequest.order(wallet: wallet, sessionKey: publicKey.address)
    let request = try RequestToSign(document: Array(order.utf8), of: .placeOrder, in: TestRequest.domain)
    #expect(try request.objection(to: TestKey.session.key) == nil)
    let inspection = try TestRequest.inspection(.placeOrder, order, signedBy: .session)
    #expect(inspection.curve == .p256)
    #expect(inspection.signer == nil)
    #expect(inspection.signedBy == .unknown)
    #expect(notes(inspection).contains("a P-256 signature does not tell who made it"))
    #expect(String(decoding: try JSON.encode(inspection), as: UTF8.self).contains(#""signer":null"#))
  }

  @Test("a P-256 key ends itself with a SessionKeyRevocation")
  func revocationIsSigned() throws {
    let parameters = TestRequest.parameters(
      #""sessionKey":"\#(publicKey.address)","openOrders":"cancel""#, wallet: wallet)
    #expect(try TestRequest.inspection(.revokeSessionKeys, parameters, signedBy: .session).curve == .p256)
  }

  @Test("a P-256 revocation that could be of several forms is shown as the first, with a note")
  func readingIsNotKnown() throws {
    let whole = try TestRequest.body(
      .removeDelegatedKey,
      TestRequest.parameters(#""delegatedKey":"\#(publicKey.address)","openOrders":"keep""#, wallet: wallet),
      signedBy: .session)
    let without = String(decoding: whole, as: UTF8.self).replacing(#""openOrders":"keep","#, with: "")
    let inspection = try TestRequest.inspection(.removeDelegatedKey, Array(without.utf8))
    #expect(inspection.message.primaryType == "DelegatedKeyAuthorization")
    #expect(notes(inspection).contains("which the session key may sign"))
    #expect(!notes(inspection).contains("wallets do not sign"))
    let known = try TestRequest.inspection(.removeDelegatedKey, whole)
    #expect(known.message.primaryType == "SessionKeyRevocation")
    #expect(!notes(known).contains("which the session key may sign"))
  }

  @Test("a P-256 key does not sign what only the wallet may")
  func walletMessageIsRefused() throws {
    let parameters = TestRequest.parameters(#""delegatedKey":"\#(publicKey.address)""#, wallet: wallet)
    let failure = try #require(throws: CommandFailure.self) {
      try TestRequest.body(.authorizeDelegatedKey, parameters, signedBy: .session)
    }
    #expect(failure.code == "WRONG_KEY")
    #expect(failure.exitStatus == .badInput)
  }

  @Test("a P-256 consent is checked with the public key in the parameters")
  func consentIsValid() throws {
    let inspection = try TestRequest.inspection(
      .authorizeSessionKey, authorization(), signedBy: .wallet, consentBy: .session)
    #expect(inspection.signedBy == .wallet)
    let consent = try #require(inspection.consent)
    #expect(consent.signer == publicKey.address)
    #expect(consent.isValid)
    #expect(notes(inspection) == "")
  }

  @Test("a P-256 consent without the public key is not made, and the error has the key to add")
  func publicKeyIsNeeded() throws {
    let failure = try #require(throws: CommandFailure.self) {
      try TestRequest.body(
        .authorizeSessionKey, authorization(withKey: false), signedBy: .wallet, consentBy: .session)
    }
    #expect(failure.code == "REQUIRED_PARAMETER")
    #expect(failure.description.contains(Hex.encode(publicKey.raw)))
  }

  @Test("a P-256 consent whose public key was taken away cannot be checked")
  func publicKeyIsMissing() throws {
    let body = try TestRequest.body(
      .authorizeSessionKey, authorization(), signedBy: .wallet, consentBy: .session)
    let without = String(decoding: body, as: UTF8.self)
      .replacing(#""publicKey":"\#(Hex.encode(publicKey.raw))","#, with: "")
    #expect(without.utf8.count < body.count)
    let inspection = try TestRequest.inspection(.authorizeSessionKey, Array(without.utf8))
    #expect(inspection.consent?.signer == nil)
    #expect(inspection.consent?.isValid == false)
    #expect(notes(inspection).contains("needs its public key"))
  }

  @Test("a P-256 consent that was changed is by nobody")
  func changedConsentIsInvalid() throws {
    let body = try TestRequest.body(
      .authorizeSessionKey, authorization(), signedBy: .wallet, consentBy: .session)
    let tree = try StrictJSON.tree(body)
    let consent = try #require(tree.member("consent")).text
    let other = "0x" + (consent.dropFirst(2).first == "1" ? "2" : "1") + consent.dropFirst(3)
    let changed = String(decoding: body, as: UTF8.self).replacing(consent, with: other)
    let inspection = try TestRequest.inspection(.authorizeSessionKey, Array(changed.utf8))
    #expect(inspection.consent?.signer == nil)
    #expect(inspection.consent?.isValid == false)
    #expect(notes(inspection).contains("the consent is not by the session key"))
  }

  /// The body of an authorisation with another signature in place of the wallet's.
  private func inspection(withSignature make: (Inspection, _ consent: String) throws -> String) throws -> Inspection {
    let body = try TestRequest.body(.authorizeSessionKey, authorization(), signedBy: .wallet, consentBy: .session)
    let tree = try StrictJSON.tree(body)
    let (signature, consent) = (try #require(tree.member("signature")).text, try #require(tree.member("consent")).text)
    let other = try make(try TestRequest.inspection(.authorizeSessionKey, body), consent)
    let changed = String(decoding: body, as: UTF8.self).replacing(signature, with: other)
    return try TestRequest.inspection(.authorizeSessionKey, Array(changed.utf8))
  }

  @Test("a key that authorises itself is found out with the public key in the body, and would be refused")
  func keyAuthorizesItself() throws {
    let bytes = try Hex.decode(TestKey.session.hex, byteCount: 32)
    let key = try P256PrivateKey(bytes: bytes)
    let inspection = try inspection { good, _ in Hex.encode(try key.sign(good.digest).raw) }
    #expect(inspection.signer == publicKey.address)
    #expect(inspection.signedBy == .sessionKey)
    #expect(notes(inspection).contains("only the wallet may sign SessionKeyAuthorization"))
  }

  @Test("a P-256 signature over something else is by nobody, also with the public key in the body")
  func otherSignatureIsByNobody() throws {
    let inspection = try inspection { _, consent in consent }
    #expect(inspection.signer == nil)
    #expect(inspection.signedBy == .unknown)
    #expect(notes(inspection).contains("has not made this P-256 signature"))
    #expect(notes(inspection).contains("wallets do not sign with P-256"))
  }
}
