/// A signature by a key of either kind, told apart by its length on the wire.
public enum KeySignature: Hashable, Sendable {
  /// 65 bytes `r ‖ s ‖ v` over the EIP-712 digest: a wallet, or a secp256k1 session key.
  case secp256k1(RecoverableSignature)
  /// 64 bytes `r ‖ s` over SHA-256 of the EIP-712 digest: a P-256 session key.
  case p256(ECDSASignature)

  /// Reads 65 or 64 bytes.
  public init(_ bytes: [UInt8]) throws(SignatureError) {
    self =
      bytes.count == 64
      ? .p256(try ECDSASignature(curve: .p256, raw: bytes)) : .secp256k1(try RecoverableSignature(bytes))
  }

  /// The bytes as they stand on the wire.
  public var bytes: [UInt8] {
    switch self {
    case .secp256k1(let signature): signature.bytes
    case .p256(let signature): signature.raw
    }
  }

  /// The curve of the key that can have made it.
  public var curve: Curve {
    switch self {
    case .secp256k1: .secp256k1
    case .p256: .p256
    }
  }
}

extension KeySignature: CustomStringConvertible {
  /// The bytes in hexadecimal.
  public var description: String { Hex.encode(bytes) }
}
