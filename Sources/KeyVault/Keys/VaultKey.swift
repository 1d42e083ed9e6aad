internal import EthereumPrimitives
public import Signing

/// A private key on its way into a store or out of it, with what it is for.
public enum VaultKey: Sendable {
  /// A wallet's key.
  case wallet(Secp256k1PrivateKey)
  /// A session key that the exchange's contracts can check.
  case sessionKey(Secp256k1PrivateKey)
  /// A session key of the kind that browsers and Secure Enclaves have.
  case p256SessionKey(P256PrivateKey)

  /// The wallet, or `nil` when this is a session key.
  public var wallet: LocalWallet? {
    if case .wallet(let key) = self { LocalWallet(key) } else { nil }
  }

  /// The session key, or `nil` when this is a wallet's key.
  public var sessionKey: SessionKey? {
    switch self {
    case .wallet: nil
    case .sessionKey(let key): SessionKey(key)
    case .p256SessionKey(let key): SessionKey(key)
    }
  }

  /// What the key is for, and on which curve.
  public var kind: KeyKind {
    switch self {
    case .wallet: .wallet
    case .sessionKey: .sessionKey(.secp256k1)
    case .p256SessionKey: .sessionKey(.p256)
    }
  }
}

extension VaultKey {
  /// The length of a private key on either curve.
  static let secretByteCount = 32

  /// Makes a new key with the system's generator.
  init(newOf kind: KeyKind) throws(SigningError) {
    switch kind {
    case .wallet: self = .wallet(Secp256k1PrivateKey())
    case .sessionKey(.secp256k1): self = .sessionKey(Secp256k1PrivateKey())
    case .sessionKey(.p256): self = .p256SessionKey(try P256PrivateKey())
    }
  }

  /// Takes 32 bytes and overwrites the caller's array with zeros, also when they are refused.
  init(_ kind: KeyKind, wiping bytes: inout [UInt8]) throws(PrivateKeyError) {
    defer { wipe(&bytes) }
    switch kind {
    case .wallet: self = .wallet(try Secp256k1PrivateKey(wiping: &bytes))
    case .sessionKey(.secp256k1): self = .sessionKey(try Secp256k1PrivateKey(wiping: &bytes))
    case .sessionKey(.p256): self = .p256SessionKey(try P256PrivateKey(bytes: bytes))
    }
  }

  /// The address of the public key.
  var address: Address {
    switch self {
    case .wallet(let key), .sessionKey(let key): key.address
    case .p256SessionKey(let key): key.address
    }
  }

  /// Lends the 32 bytes for the time of a call; they must not be copied out of it.
  func withSecretBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
    switch self {
    case .wallet(let key), .sessionKey(let key): try key.withSecretBytes(body)
    case .p256SessionKey(let key): try key.withSecretBytes(body)
    }
  }
}
