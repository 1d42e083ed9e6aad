internal import CSecp256k1
internal import EthereumPrimitives

/// libsecp256k1 behind checked calls. Every precondition of its header is checked here or held by a type, because the
/// library ends the process when one is broken.
///
/// Threads may share the context: after its randomisation it is only read (secp256k1.h, "Context objects").
@safe struct Secp256k1: @unchecked Sendable {
  static let shared = Secp256k1()

  private let context: OpaquePointer

  /// Makes a context whose blinding comes from the system's generator, against timing and power analysis of signing.
  private init() {
    // The library answers no context only when memory is used up, and then has ended the process itself.
    guard let context = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
      preconditionFailure("no memory for libsecp256k1")
    }
    unsafe self.context = unsafe context
    let seed = SecretBytes { fillWithRandomBytes(&$0) }
    _ = unsafe seed.withBytePointer { unsafe secp256k1_context_randomize(context, $0) }
  }

  /// The public key of a private key, or `nil` when it is none: zero, or not below the order.
  func publicKey(of secret: SecretBytes) -> PublicKey? {
    var key = secp256k1_pubkey()
    let created = unsafe secret.withBytePointer { unsafe secp256k1_ec_pubkey_create(context, &key, $0) }
    return created == 1 ? publicKey(of: key) : nil
  }

  /// A signature with the deterministic nonce of RFC 6979 and the low `s`, or `nil` when the secret is no private key.
  func sign(_ digest: Bytes32, with secret: SecretBytes) -> RecoverableSignature? {
    var signature = secp256k1_ecdsa_recoverable_signature()
    let signed = unsafe withBytePointer(of: digest) { digest in
      unsafe secret.withBytePointer { secret in
        unsafe secp256k1_ecdsa_sign_recoverable(context, &signature, digest, secret, nil, nil)
      }
    }
    guard signed == 1 else { return nil }
    var compact = CompactSignature(r: .zero, s: .zero)
    var recoveryID: Int32 = -1
    _ = unsafe withMutableBytePointer(of: &compact) {
      unsafe secp256k1_ecdsa_recoverable_signature_serialize_compact(context, $0, &recoveryID, &signature)
    }
    guard let recoveryID = UInt8(exactly: recoveryID) else { return nil }
    return try? RecoverableSignature(r: compact.r, s: compact.s, recoveryID: recoveryID)
  }

  /// The key that made a signature, or `nil` when there is none.
  ///
  /// Version 0.2.0 of the library ends the process on a recovery id outside 0 to 3, and recovers signatures with a
  /// high `s`; a ``RecoverableSignature`` has neither.
  func recover(_ signature: RecoverableSignature, over digest: Bytes32) -> PublicKey? {
    let compact = CompactSignature(r: signature.scalars.r, s: signature.scalars.s)
    var parsed = secp256k1_ecdsa_recoverable_signature()
    let isParsed = unsafe withBytePointer(of: compact) {
      unsafe secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, $0, Int32(signature.recoveryID))
    }
    guard isParsed == 1 else { return nil }
    var key = secp256k1_pubkey()
    let recovered = unsafe withBytePointer(of: digest) {
      unsafe secp256k1_ecdsa_recover(context, &key, &parsed, $0)
    }
    return recovered == 1 ? publicKey(of: key) : nil
  }

  /// Whether a key made a signature; a key that is not on the curve made none.
  func isValid(_ signature: ECDSASignature, over digest: Bytes32, by publicKey: PublicKey) -> Bool {
    guard signature.curve == .secp256k1, var key = parsed(publicKey) else { return false }
    let compact = CompactSignature(r: signature.r, s: signature.s)
    var parsed = secp256k1_ecdsa_signature()
    let isParsed = unsafe withBytePointer(of: compact) {
      unsafe secp256k1_ecdsa_signature_parse_compact(context, &parsed, $0)
    }
    guard isParsed == 1 else { return false }
    return unsafe withBytePointer(of: digest) { unsafe secp256k1_ecdsa_verify(context, &parsed, $0, &key) } == 1
  }
}

// MARK: - Public keys

extension Secp256k1 {
  private func parsed(_ key: PublicKey) -> secp256k1_pubkey? {
    guard key.curve == .secp256k1 else { return nil }
    let serialized = UncompressedPublicKey(x: key.x, y: key.y)
    var parsed = secp256k1_pubkey()
    let isParsed = unsafe withBytePointer(of: serialized) {
      unsafe secp256k1_ec_pubkey_parse(
        context, &parsed, $0 + UncompressedPublicKey.offset, UncompressedPublicKey.byteCount)
    }
    return isParsed == 1 ? parsed : nil
  }

  private func publicKey(of key: secp256k1_pubkey) -> PublicKey? {
    var key = key
    var serialized = UncompressedPublicKey(x: .zero, y: .zero)
    var length = UncompressedPublicKey.byteCount
    let isSerialized = unsafe withMutableBytePointer(of: &serialized) {
      unsafe secp256k1_ec_pubkey_serialize(
        context, $0 + UncompressedPublicKey.offset, &length, &key, UInt32(SECP256K1_EC_UNCOMPRESSED))
    }
    guard isSerialized == 1, length == UncompressedPublicKey.byteCount else { return nil }
    return PublicKey(curve: .secp256k1, x: serialized.x, y: serialized.y)
  }
}

// MARK: - What C sees

/// `r ‖ s`, 64 bytes in a row.
private struct CompactSignature: BitwiseCopyable {
  var r: Bytes32
  var s: Bytes32
}

/// `0x04 ‖ x ‖ y`, the 65 bytes of SEC 1, section 2.3.3, at an offset that leaves the coordinates aligned.
private struct UncompressedPublicKey: BitwiseCopyable {
  static let offset = 7
  static let byteCount = 65

  private var tag = UInt64(0x04).bigEndian
  var x: Bytes32
  var y: Bytes32

  init(x: Bytes32, y: Bytes32) {
    self.x = x
    self.y = y
  }
}

private func withBytePointer<Value: BitwiseCopyable, Result>(
  of value: Value, _ body: (UnsafePointer<UInt8>) -> Result
) -> Result {
  unsafe withUnsafePointer(to: value) { unsafe body(UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self)) }
}

private func withMutableBytePointer<Value: BitwiseCopyable, Result>(
  of value: inout Value, _ body: (UnsafeMutablePointer<UInt8>) -> Result
) -> Result {
  unsafe withUnsafeMutablePointer(to: &value) {
    unsafe body(UnsafeMutableRawPointer($0).assumingMemoryBound(to: UInt8.self))
  }
}
