public import EthereumPrimitives

/// Why a store did not do what it was asked for. Carries paths and addresses, never a secret.
public enum KeyStoreError: Error, Sendable {
  /// There is no key of this address.
  case notFound(Address)
  /// A key of this address is there already; it was not touched.
  case alreadyStored(Address)
  /// The passphrase is wrong or the file was changed; which of them cannot be told.
  case notOpened
  /// The passphrase is not taken.
  case passphrase(PassphraseError)
  /// The file is not a key file, or not one that is opened.
  case malformed(path: String, KeyFileError)
  /// Others than its owner may open the file or the directory.
  case openToOthers(path: String, isDirectory: Bool)
  /// The file or directory belongs to another user.
  case ownedByAnother(path: String)
  /// There is a symbolic link, or something else that is no file or no directory, where one must be.
  case notRegular(path: String)
  /// The directory has more files than are looked through.
  case tooManyFiles(path: String, maximum: Int)
  /// The file of a secret is missing: without this device's, no session key of the directory opens.
  case noSecret(path: String)
  /// The system refused an operation, for the reason of this `errno`.
  case system(operation: String, path: String, code: Int32)
  /// The cryptographic library made no key or did not encrypt it: most likely memory is used up.
  case cryptography
}

extension KeyStoreError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .notFound(let address): "there is no key of \(address) here: list shows those that there are"
    case .alreadyStored(let address):
      "a key of \(address) is stored already and was not touched: remove it first if it must go"
    case .notOpened: "the key was not opened: the passphrase is wrong, or the file was changed"
    case .passphrase(let error): error.description
    case .malformed(let path, let error): "\(path): \(error.description)"
    case .openToOthers(let path, let isDirectory):
      "\(path) can be opened by others than its owner: make it yours alone with chmod \(isDirectory ? 700 : 600)"
    case .ownedByAnother(let path): "\(path) belongs to another user: use one that is yours"
    case .notRegular(let path):
      "\(path) is a symbolic link, or not of the kind that it must be: name the file or directory itself"
    case .tooManyFiles(let path, let maximum):
      "\(path) has more than \(maximum) files: keep keys in a directory of their own"
    case .noSecret(let path):
      "\(path) is missing, and the session keys beside it cannot be opened without it: put it back, or start a new session"
    case .system(let operation, let path, let code): "\(path): cannot \(operation) (\(systemMessage(code)))"
    case .cryptography: "the key could not be made or encrypted: is there enough free memory?"
    }
  }
}
