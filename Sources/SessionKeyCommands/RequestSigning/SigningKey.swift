internal import EthereumPrimitives
internal import Signing

/// A private key of which only a request can tell what kind it is: 32 bytes are a key on either curve.
struct SigningKey {
  /// The bytes as a wallet's key, or that of a secp256k1 session key.
  let secp256k1: Secp256k1PrivateKey
  private let p256: P256PrivateKey?

  /// Takes 32 bytes and overwrites the caller's array with zeros, also when they are refused.
  init(wiping bytes: inout [UInt8]) throws(PrivateKeyError) {
    p256 = try? P256PrivateKey(bytes: bytes)
    secp256k1 = try Secp256k1PrivateKey(wiping: &bytes)
  }

  /// The session key of an address, when the bytes are its private key on either curve.
  func sessionKey(_ address: Address?) -> SessionKey? {
    guard let address else { return nil }
    if secp256k1.address == address { return SessionKey(secp256k1) }
    return p256SessionKey(address)
  }

  /// The P-256 session key of an address, when the bytes are its private key.
  func p256SessionKey(_ address: Address?) -> SessionKey? {
    guard let p256, p256.address == address else { return nil }
    return SessionKey(p256)
  }
}
