internal import KeyVault

extension KeyStoreError {
  /// A fixed name for programs.
  var code: String {
    switch self {
    case .notFound, .noSecret: "KEY_NOT_FOUND"
    case .alreadyStored: "KEY_ALREADY_STORED"
    case .notOpened: "KEY_NOT_OPENED"
    case .passphrase: "INVALID_PASSPHRASE"
    case .malformed, .openToOthers, .ownedByAnother, .notRegular: "INVALID_KEY_FILE"
    case .tooManyFiles: "TOO_MANY_FILES"
    case .system: "KEY_STORE_FAILED"
    case .cryptography: "INTERNAL_ERROR"
    }
  }

  /// The status with which the process ends.
  var exitStatus: ExitStatus {
    switch self {
    case .notFound, .noSecret: .noInput
    case .alreadyStored, .notOpened, .passphrase, .malformed, .openToOthers, .ownedByAnother, .notRegular,
      .tooManyFiles:
      .badInput
    case .system: .outputFailed
    case .cryptography: .internalError
    }
  }
}
