import EthereumPrimitives
import Foundation
import PerpsProtocol
import SessionKeys
import Signing
import TypedData

/// Whoever signs, with keys that are the same each time.
final class Cast {
  static let domain = Domain.katanaPerps(.sandbox, chainID: 747_474, contract: .zero)

  /// States the index prices.
  let publisher = Wallet(seed: 250)
  /// Trade. The first has a secp256k1 key, the second one of P-256.
  let traders = [Wallet(seed: 1), Wallet(seed: 2)]
  let now = Timestamp(milliseconds: 1_800_000_000_000) ?? .maximum

  private var nonceCount: UInt64 = 0
  private var keys: [Address: TemporaryKey] = [:]
  private var keyCount: UInt64 = 0

  /// The session keys of the traders, in their order, and then the one that is authorised next.
  private(set) var standing: [TemporaryKey] = []

  init() { standing = [addKey(isP256: false), addKey(isP256: true), addKey(isP256: false)] }

  /// A nonce that no other is, later than all before it.
  func nonce() -> Nonce {
    nonceCount += 1
    let time = NonceTime(now)
    return Nonce(time: NonceTime(ticks: time.ticks + nonceCount) ?? time, clockSequence: 0, node: nonceCount)
  }

  /// Makes another key the one that is authorised next: of secp256k1 and P-256 by turns.
  func renewNextKey() { standing[2] = addKey(isP256: keyCount % 2 == 1) }

  /// Gives a trader another key of the same kind.
  func renewKey(ofTrader index: Int) { standing[index] = addKey(isP256: index == 1) }

  func wallet(_ address: Address) -> Wallet? { ([publisher] + traders).first { $0.address == address } }

  func key(_ address: Address) -> TemporaryKey? { keys[address] }

  /// The first trader's session key as a thief would use it: to sign anything.
  var stolen: LocalWallet { standing[0].stolen ?? traders[0].signer }

  private func addKey(isP256: Bool) -> TemporaryKey {
    let key = TemporaryKey(number: keyCount, isP256: isP256)
    keyCount += 1
    keys[key.address] = key
    return key
  }
}

/// A wallet whose key is derived from a number.
struct Wallet {
  let signer: LocalWallet
  var address: Address { signer.address }

  init(seed: UInt8) { signer = LocalWallet(expected { try Secp256k1PrivateKey(bytes: Keccak256.hash([seed]).bytes) }) }
}

/// A session key that is derived from a number.
struct TemporaryKey {
  let key: SessionKey
  /// What signs anything with the key; none for P-256, which no wallet has.
  let stolen: LocalWallet?
  var address: Address { key.address }

  init(number: UInt64, isP256: Bool) {
    let secret = Keccak256.hash(Array("session key \(number)".utf8)).bytes
    if isP256 {
      (key, stolen) = (SessionKey(expected { try P256PrivateKey(bytes: secret) }), nil)
    } else {
      let key = expected { try Secp256k1PrivateKey(bytes: secret) }
      (self.key, stolen) = (SessionKey(key), LocalWallet(key))
    }
  }
}

/// What cannot fail here.
func expected<Value>(_ value: () throws -> Value) -> Value {
  do { return try value() } catch { fatalError("this cannot fail, and has: \(error)") }
}
