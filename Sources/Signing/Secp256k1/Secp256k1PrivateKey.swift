public import EthereumPrimitives

/// A secp256k1 private key: a wallet's, or a session key's.
///
/// The 32 bytes live in memory of their own that is wiped when the last copy of this value goes. They never appear in
/// a description, a mirror or an error, and keys are compared in constant time.
public struct Secp256k1PrivateKey: Sendable {
  private let secret: SecretBytes
  /// The public key.
  public let publicKey: PublicKey

  /// Creates a key with the system's generator.
  public init() {
    while true {
      let secret = SecretBytes { fillWithRandomBytes(&$0) }
      // All but one in 2¹²⁸ strings of 32 bytes are keys.
      if let key = Secp256k1PrivateKey(secret) {
        self = key
        return
      }
    }
  }

  /// Takes 32 bytes, big-endian, from 1 to the order of the curve minus 1.
  ///
  /// The caller's copy is the caller's to wipe; see ``init(wiping:)`` for one that does it.
  public init(bytes: [UInt8]) throws(PrivateKeyError) {
    guard bytes.count == SecretBytes.count else {
      throw .wrongLength(expectedBytes: SecretBytes.count, actualBytes: bytes.count)
    }
    let secret = SecretBytes { memory in
      for index in bytes.indices { memory[index] = bytes[index] }
    }
    guard let key = Secp256k1PrivateKey(secret) else { throw .outOfRange }
    self = key
  }

  /// Takes 32 bytes and overwrites the caller's array with zeros, also when they are refused.
  public init(wiping bytes: inout [UInt8]) throws(PrivateKeyError) {
    defer { wipe(&bytes) }
    try self.init(bytes: bytes)
  }

  /// Takes memory that the caller watches; for the test that proves the wiping.
  init?(_ secret: SecretBytes) {
    guard let publicKey = Secp256k1.shared.publicKey(of: secret) else { return nil }
    self.secret = secret
    self.publicKey = publicKey
  }

  /// The address of the public key.
  public var address: Address { publicKey.address }

  /// Lends the 32 bytes for the time of a call, for whoever must store them. They must not be copied out of it.
  public func withSecretBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
    try secret.withBytes(body)
  }

  /// Signs a digest: deterministic (RFC 6979), with the low `s`.
  ///
  /// Not public: whoever holds a key can sign messages of this exchange, not arbitrary digests.
  func sign(_ digest: Bytes32) throws(SigningError) -> RecoverableSignature {
    guard let signature = Secp256k1.shared.sign(digest, with: secret) else { throw .signingFailed }
    return signature
  }
}

extension Secp256k1PrivateKey: Equatable {
  /// Compares in constant time.
  public static func == (left: Self, right: Self) -> Bool { left.secret == right.secret }
}

extension Secp256k1PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The address; nothing of the secret.
  public var description: String { "private key of \(address)" }
  /// The address; nothing of the secret.
  public var debugDescription: String { description }
  /// The address; nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: ["address": address.description]) }
}

/// Why bytes are not a private key. Never carries the bytes.
public enum PrivateKeyError: Error, Hashable, Sendable {
  /// Another number of bytes.
  case wrongLength(expectedBytes: Int, actualBytes: Int)
  /// Zero, or not below the order of the curve.
  case outOfRange
}

extension PrivateKeyError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .wrongLength(let expected, let actual): "a private key has \(expected) bytes, not \(actual)"
    case .outOfRange: "a private key is over zero and below the order of its curve"
    }
  }
}

/// Why nothing was signed.
public enum SigningError: Error, Hashable, Sendable {
  /// The message names another session key, or the wallet, as its signer.
  case namesAnotherKey
  /// The document is for another domain than the one to sign in.
  case anotherDomain
  /// The cryptographic library made no signature.
  case signingFailed
}

extension SigningError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .namesAnotherKey: "the message names another signer than this session key: put the key's address in it"
    case .anotherDomain: "the document is for another domain: have it made for this exchange"
    case .signingFailed: "the cryptographic library made no signature"
    }
  }
}
