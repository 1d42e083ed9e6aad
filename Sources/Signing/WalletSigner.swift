public import EthereumPrimitives
public import PerpsProtocol
public import TypedData

/// Whatever holds a wallet's key: a key file, a hardware wallet, WalletConnect, a browser's wallet.
///
/// Asked only to authorise and revoke session keys and for custody actions, and free to ask a person. A wallet that
/// speaks JSON-RPC takes `TypedDataMessage.json(in:)` for `eth_signTypedData_v4`.
public protocol WalletSigner: Sendable {
  /// The wallet.
  var address: Address { get }

  /// Signs a message as EIP-712 typed data.
  ///
  /// - Throws: whatever keeps the wallet from signing, a person's refusal among it.
  func sign<Message: PerpsMessage>(_ message: Message, in domain: Domain) async throws -> RecoverableSignature
}

/// A wallet whose key is in this process's memory: key files, tests, the sandbox's market maker.
public struct LocalWallet: WalletSigner {
  private let key: Secp256k1PrivateKey

  /// Takes a key.
  public init(_ key: Secp256k1PrivateKey) { self.key = key }

  /// The wallet.
  public var address: Address { key.address }

  /// Signs at once.
  public func sign<Message: PerpsMessage>(
    _ message: Message, in domain: Domain
  ) throws(SigningError) -> RecoverableSignature {
    try key.sign(message.digest(in: domain))
  }

  /// Signs a document of `eth_signTypedData_v4` that is for a domain, and no other.
  ///
  /// - Throws: ``SigningError/anotherDomain`` for one of another domain, and for one that is a domain alone.
  public func sign(_ document: DynamicTypedData, in domain: Domain) throws(SigningError) -> RecoverableSignature {
    guard document.domainSeparator == domain.separator, document.structHash != domain.separator else {
      throw .anotherDomain
    }
    return try key.sign(document.digest)
  }
}
