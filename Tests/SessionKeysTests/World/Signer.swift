import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import TypedData

@testable import Signing

/// Somebody with a private key, made from one repeated byte.
///
/// Signs the way that the library offers where it offers one; otherwise as a thief would who has the bare key.
struct Signer {
  let publicKey: PublicKey
  private let sessionKey: SessionKey
  private let signMessage: (any PerpsMessage, Domain) throws -> KeySignature

  var address: Address { publicKey.address }

  init(secp256k1 byte: UInt8) throws {
    let key = try Secp256k1PrivateKey(bytes: [UInt8](repeating: byte, count: 32))
    let wallet = LocalWallet(key)
    publicKey = key.publicKey
    sessionKey = SessionKey(key)
    signMessage = { message, domain in .secp256k1(try wallet.sign(message, in: domain)) }
  }

  init(p256 byte: UInt8) throws {
    let key = try P256PrivateKey(bytes: [UInt8](repeating: byte, count: 32))
    publicKey = key.publicKey
    sessionKey = SessionKey(key)
    signMessage = { message, domain in .p256(try key.sign(message.digest(in: domain))) }
  }

  func sign(_ action: RequestedAction, in domain: Domain) throws -> KeySignature {
    switch action {
    case .trade(let action) where action.sessionKey == address: try sessionKey.sign(action, in: domain)
    case .revokeSessionKey(let revocation) where revocation.sessionKey == address:
      try sessionKey.sign(revocation, in: domain)
    default: try sign(action.message, in: domain)
    }
  }

  func sign(_ message: any PerpsMessage, in domain: Domain) throws -> KeySignature { try signMessage(message, domain) }

  func consent(to authorization: SessionKeyAuthorization, in domain: Domain) throws -> KeySignature {
    guard authorization.sessionKey == address else { return try sign(SessionKeyConsent(to: authorization), in: domain) }
    return try sessionKey.consent(to: authorization, in: domain)
  }
}
