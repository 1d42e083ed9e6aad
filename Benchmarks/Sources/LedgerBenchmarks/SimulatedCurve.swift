import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// A curve without arithmetic: a signature names its key. What is measured behind it is the ledger alone.
struct SimulatedCurve: SignatureVerifier {
  func recoverPublicKey(from signature: RecoverableSignature, over digest: Bytes32) -> PublicKey? {
    PublicKey(curve: .secp256k1, x: signature.scalars.r, y: signature.scalars.s)
  }

  func isValid(_ signature: ECDSASignature, over digest: Bytes32, by publicKey: PublicKey) -> Bool {
    publicKey == PublicKey(curve: signature.curve, x: signature.r, y: signature.s)
  }
}

/// A key on the simulated curve.
struct SimulatedKey {
  let signature: KeySignature
  let address: Address
  let publicKey: PublicKey

  enum Role: UInt64 {
    case wallet = 1
    case sessionKey = 2
  }

  init(_ role: Role, index: Int) throws {
    let (r, s) = (Bytes32(bigEndian: 0, 0, 0, UInt64(index) + 1), Bytes32(bigEndian: 0, 0, 0, role.rawValue))
    signature = .secp256k1(try RecoverableSignature(r: r, s: s, recoveryID: 0))
    publicKey = PublicKey(curve: .secp256k1, x: r, y: s)
    address = publicKey.address
  }
}

/// A wallet with one session key.
struct Party {
  let wallet: SimulatedKey
  let sessionKey: SimulatedKey

  init(index: Int) throws {
    wallet = try SimulatedKey(.wallet, index: index)
    sessionKey = try SimulatedKey(.sessionKey, index: index)
  }
}

/// The one key that a request names.
struct SingleKey: SessionKeyDirectory {
  let only: SessionKeyRecord?

  func record(of sessionKey: Address) -> SessionKeyRecord? { only?.address == sessionKey ? only : nil }
  func p256Records(of wallet: Address) -> [SessionKeyRecord] { [] }
}
