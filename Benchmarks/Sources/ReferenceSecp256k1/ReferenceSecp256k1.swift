internal import CReferenceSecp256k1
public import EthereumPrimitives
internal import Figures

/// libsecp256k1 without anything of ours around it.
///
/// The context is randomised as ours is: the blinding that it turns on is part of what signing costs.
@safe public final class ReferenceSecp256k1 {
  private let context: OpaquePointer
  private var secret: [UInt8]
  private var publicKey = secp256k1_pubkey()
  private var digests: [[UInt8]] = []
  private var signatures: [secp256k1_ecdsa_signature] = []
  private var next = 0

  /// Prepares everything that can be prepared: the public key and the signatures are parsed here, once.
  public init(secret: [UInt8], digests: [Bytes32]) throws {
    guard let context = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
      throw BenchmarkError("no memory for libsecp256k1")
    }
    unsafe self.context = unsafe context
    self.secret = secret
    let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
    guard unsafe secp256k1_context_randomize(context, seed) == 1,
      unsafe secp256k1_ec_pubkey_create(context, &publicKey, secret) == 1
    else { throw BenchmarkError("libsecp256k1 does not take the key") }
    self.digests = digests.map(\.bytes)
    signatures = self.digests.map { digest in
      var recoverable = signature(over: digest)
      var plain = secp256k1_ecdsa_signature()
      _ = unsafe secp256k1_ecdsa_recoverable_signature_convert(context, &plain, &recoverable)
      return plain
    }
  }

  deinit { unsafe secp256k1_context_destroy(context) }

  /// Signs the next digest.
  public func sign() {
    advance()
    keep(signature(over: digests[next]))
  }

  /// Verifies the next signature.
  public func verify() {
    advance()
    let valid = unsafe secp256k1_ecdsa_verify(context, &signatures[next], digests[next], &publicKey)
    precondition(valid == 1, "libsecp256k1 refuses its own signature")
  }

  /// The 65 bytes `r ‖ s ‖ v` over a digest.
  public func signatureBytes(over digest: Bytes32) -> [UInt8] {
    var signature = signature(over: digest.bytes)
    var bytes = [UInt8](repeating: 0, count: 64)
    var recoveryID: Int32 = 0
    _ = unsafe secp256k1_ecdsa_recoverable_signature_serialize_compact(context, &bytes, &recoveryID, &signature)
    return bytes + [UInt8(27 + recoveryID)]
  }

  private func signature(over digest: [UInt8]) -> secp256k1_ecdsa_recoverable_signature {
    var signature = secp256k1_ecdsa_recoverable_signature()
    let signed = unsafe secp256k1_ecdsa_sign_recoverable(context, &signature, digest, secret, nil, nil)
    precondition(signed == 1, "libsecp256k1 does not sign")
    return signature
  }

  private func advance() { next = next + 1 == digests.count ? 0 : next + 1 }
}
