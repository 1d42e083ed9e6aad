internal import EthereumPrimitives
internal import PerpsProtocol
internal import Signing
internal import Synchronization
internal import TypedData

/// A wallet that counts how often it was asked to sign.
final class CountingWallet: WalletSigner {
  private let wallet: LocalWallet
  private let signatures = Mutex(0)

  init(_ wallet: LocalWallet) { self.wallet = wallet }

  var address: Address { wallet.address }

  /// How many signatures it has given.
  var count: Int { signatures.withLock { $0 } }

  func sign<Message: PerpsMessage>(
    _ message: Message, in domain: Domain
  ) throws(SigningError) -> RecoverableSignature {
    signatures.withLock { $0 += 1 }
    return try wallet.sign(message, in: domain)
  }
}
