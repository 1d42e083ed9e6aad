internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys
internal import TypedData

/// What a session needs beside its key: where it was started, for whom, within which bounds, and the credentials that
/// read its wallet's data.
struct SessionDocument: Hashable, Sendable {
  /// The exchange's address, as `--url` gives it.
  let server: ServerURL
  /// What the key signs for; the exchange must still be the one that answers so.
  let chainID: UInt64
  /// The exchange's contract.
  let contract: Address
  /// Whether the exchange is a sandbox.
  let isSandbox: Bool
  /// Whose session it is.
  let wallet: Address
  /// The key that signs.
  let sessionKey: Address
  /// What its owner calls it.
  let name: SessionKeyName?
  /// What the key may do.
  let scope: SessionKeyScope
  /// The time in the authorisation's nonce.
  let authorizedAt: Timestamp
  /// The first millisecond at which the key may do nothing any more.
  let expiresAt: Timestamp
  /// What reads the wallet's data; ends with the key.
  let credentials: StoredCredentials

  /// What the key signs for.
  var domain: Domain {
    .katanaPerps(isSandbox ? .sandbox : .production, chainID: chainID, contract: contract)
  }

  /// Whether the key's time is over.
  func isExpired(at now: Timestamp) -> Bool { now >= expiresAt }
}

/// A pair that reads private data, as texts on their way to a file or out of it. The secret is never shown.
struct StoredCredentials: Hashable, Sendable {
  let key: String
  let secret: String
}

extension StoredCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The key; nothing of the secret.
  var description: String { "API credentials \(key)" }
  /// The key; nothing of the secret.
  var debugDescription: String { description }
  /// The key; nothing of the secret.
  var customMirror: Mirror { Mirror(self, children: ["key": key]) }
}
