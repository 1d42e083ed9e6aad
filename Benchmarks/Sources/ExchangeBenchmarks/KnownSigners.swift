import EthereumPrimitives
import SessionKeys

/// Signers whose signatures say who they are and are no signatures: a ledger of a million entries is written in seconds,
/// and what is measured never looks at a signature.
struct KnownSigners: SignatureVerifier {
  private let keys: [PublicKey]
  /// The address of each signer.
  let addresses: [Address]

  init(count: Int) {
    keys = (0..<count).map { index in
      PublicKey(curve: .secp256k1, x: Self.word(index + 1), y: Self.word(index + 2))
    }
    addresses = keys.map(\.address)
  }

  /// What a signer puts in the place of a signature.
  static func signature(of signer: Int) throws -> KeySignature {
    .secp256k1(try RecoverableSignature(r: word(signer + 1), s: word(1), recoveryID: 0))
  }

  func recoverPublicKey(from signature: RecoverableSignature, over digest: Bytes32) -> PublicKey? {
    let signer = signature.bytes[24..<32].reduce(0) { $0 << 8 | Int($1) } - 1
    return keys.indices.contains(signer) ? keys[signer] : nil
  }

  func isValid(_ signature: ECDSASignature, over digest: Bytes32, by publicKey: PublicKey) -> Bool { false }

  private static func word(_ number: Int) -> Bytes32 { Bytes32(bigEndian: 0, 0, 0, UInt64(number)) }
}
