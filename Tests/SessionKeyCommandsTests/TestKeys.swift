import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import Signing
import TypedData

@testable import SessionKeyCommands

/// A private key that is known to the test, so that it can be looked for where it must not be.
struct TestKey: Sendable {
  /// `0x` and 64 digits, as a key file has them.
  let hex: String

  static let wallet = TestKey(byte: 0x11)
  static let session = TestKey(byte: 0x22)
  static let stranger = TestKey(byte: 0x33)

  init(hex: String) { self.hex = hex }

  private init(byte: UInt8) { hex = Hex.encode([UInt8](repeating: byte, count: 32)) }

  var key: SigningKey {
    get throws {
      var bytes = try Hex.decode(hex, byteCount: 32)
      return try SigningKey(wiping: &bytes)
    }
  }

  /// The address of the key on secp256k1.
  var address: Address {
    get throws { try key.secp256k1.address }
  }

  /// The public key on P-256.
  var p256: PublicKey {
    get throws {
      let bytes = try Hex.decode(hex, byteCount: 32)
      return try P256PrivateKey(bytes: bytes).publicKey
    }
  }
}

/// Bodies that the tests make: everything in one domain and under one nonce.
enum TestRequest {
  static let nonce = "be5feaa6-5914-11f1-8e9f-63b0b182ca6b"
  static let nonceMilliseconds: UInt64 = 1_779_808_105_337
  static let domain = Domain.katanaPerps(.sandbox, chainID: 1, contract: .zero)

  /// Parameters as JSON: a nonce, a wallet, and the members given as JSON text.
  static func parameters(_ members: String = "", wallet: Address?) -> String {
    let wallet = wallet.map { ",\"wallet\":\"\($0)\"" } ?? ""
    return "{\"nonce\":\"\(nonce)\"\(wallet)\(members.isEmpty ? "" : "," + members)}"
  }

  /// An order to buy at the market, by the wallet or by a session key.
  static func order(wallet: Address, sessionKey: Address? = nil, _ members: String = "") -> String {
    let key = sessionKey.map { #","delegatedKey":"\#($0)""# } ?? ""
    let order = #""market":"ETH-USD","type":"market","side":"buy","quantity":"1.00000000""#
    return parameters(order + key + (members.isEmpty ? "" : "," + members), wallet: wallet)
  }

  /// An authorisation of a session key for a day.
  static func authorization(wallet: Address, sessionKey: Address, publicKey: PublicKey? = nil) -> String {
    let publicKey = publicKey.map { #","publicKey":"\#(Hex.encode($0.raw))""# } ?? ""
    return parameters(
      #""sessionKey":"\#(sessionKey)","permission":"trade","expiresAt":\#(nonceMilliseconds + 86_400_000)"# + publicKey,
      wallet: wallet)
  }

  /// A body, signed as `sign` does it.
  static func body(
    _ endpoint: SignedEndpoint, _ parameters: String, signedBy key: TestKey, consentBy consentKey: TestKey? = nil
  ) throws -> [UInt8] {
    try RequestToSign(document: Array(parameters.utf8), of: endpoint, in: domain)
      .body(signedBy: key.key, consentBy: consentKey?.key)
  }

  /// What `inspect` finds in a body.
  static func inspection(_ endpoint: SignedEndpoint, _ body: [UInt8]) throws -> Inspection {
    try Inspection(SignedRequestBody(body, of: endpoint), in: domain)
  }

  /// What `inspect` finds in a body that has just been signed.
  static func inspection(
    _ endpoint: SignedEndpoint, _ parameters: String, signedBy key: TestKey, consentBy consentKey: TestKey? = nil
  ) throws -> Inspection {
    try inspection(endpoint, body(endpoint, parameters, signedBy: key, consentBy: consentKey))
  }
}
