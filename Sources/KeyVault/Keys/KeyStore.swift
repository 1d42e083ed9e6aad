public import EthereumPrimitives
public import PerpsProtocol

/// Where keys lie between one use and the next: files, a Keychain, whatever else a system has.
///
/// What every implementation must do:
///
/// - At rest, key bytes are encrypted or in hardware, and only their owner's processes reach them. They are never
///   synchronised to other devices unless the owner has chosen that.
/// - What ``list()`` answers is bound to the key bytes: a store whose kind, address or name was changed behind its
///   back refuses to open the key.
/// - An address is stored once. ``create(_:name:now:credential:)`` and ``store(_:name:now:credential:)`` never replace
///   a key, and after a crash there is a whole key or none.
/// - The bytes exist in this process only between opening and the end of the ``VaultKey``, in memory that is wiped.
/// - Errors and descriptions carry nothing secret, and do not say why a credential did not open a key.
///
/// A Keychain stores the bytes as a generic password, for this device only and when it is unlocked, behind an access
/// control; its ``Credential`` is the authentication context. A Secure Enclave has P-256 keys that never leave it, and
/// no secp256k1: an implementation keeps these bytes encrypted to such a key and has the enclave decrypt them.
public protocol KeyStore: Sendable {
  /// What opens a key: a passphrase, an authentication by the system, or nothing (`Void`).
  associatedtype Credential: Sendable

  /// All keys, the oldest first; needs no credential.
  func list() throws(KeyStoreError) -> [StoredKey]

  /// Makes a key with the system's generator and stores it.
  func create(
    _ kind: KeyKind, name: KeyName?, now: Timestamp, credential: Credential
  ) throws(KeyStoreError) -> StoredKey

  /// Imports a key that was made elsewhere.
  func store(
    _ key: VaultKey, name: KeyName?, now: Timestamp, credential: Credential
  ) throws(KeyStoreError) -> StoredKey

  /// Takes a key out for use; it stays in the store.
  func open(_ address: Address, credential: Credential) throws(KeyStoreError) -> VaultKey

  /// Removes a key for ever; whoever has no copy cannot sign with it again. Needs no credential: whoever can reach
  /// the store can destroy it.
  func remove(_ address: Address) throws(KeyStoreError)
}
