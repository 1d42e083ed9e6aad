internal import EthereumPrimitives
internal import ExchangeAPI
internal import ExchangeClient
internal import KeyVault
internal import Signing
internal import TypedData

/// Why a command did not do what it was asked for. Never carries a key or a text that was read.
enum CommandFailure: Error {
  /// A file or standard input could not be read.
  case input(InputError)
  /// A key file was refused.
  case keyFile(KeyFileError)
  /// A passphrase could not be read or is not taken.
  case passphrase(PassphraseInputError)
  /// The store of encrypted keys did not do what it was asked for.
  case keyStore(KeyStoreError)
  /// No directory was named, and the environment does not say where the user's is.
  case noHome(option: String)
  /// The environment names a server that is none.
  case serverURL(ServerURLError)
  /// The exchange refused, or did not answer.
  case exchange(ExchangeError)
  /// The file of an API key is not one.
  case credentials(CredentialsFileError)
  /// A ledger could not be audited, for this reason.
  case ledger(path: String, String)
  /// So many things are wrong with a ledger; they have been shown.
  case auditFailed(count: UInt64)
  /// No market of the exchange has an index price.
  case noQuotedMarket
  /// A step of the demonstration went otherwise; it has been shown.
  case storyWentOtherwise
  /// A server did not start, or ended.
  case server(ServerFailure)
  /// There is no wallet to sign with.
  case wallet(WalletFailure)
  /// There is no session to use.
  case session(SessionFailure)
  /// A body or its parameters are not what the call takes.
  case body(RequestBodyError)
  /// A typed-data document is not JSON.
  case document(StrictJSONError)
  /// A typed-data document is JSON and wrong.
  case typedData(DynamicTypedDataError)
  /// The parameters have a number, at this place, that cannot be passed on exactly.
  case inexactNumber(path: String)
  /// A P-256 session key was to sign what only a wallet may: it has no signature that the exchange could check.
  case walletNeeded(primaryType: String)
  /// The consent key is not the session key that is being authorised.
  case consentByAnotherKey(sessionKey: Address)
  /// A P-256 key consents, and the parameters do not have its public key.
  case publicKeyNeeded(PublicKey)
  /// The parameters have another public key than the one that consents.
  case anotherPublicKey(PublicKey)
  /// Nothing was signed.
  case signing(SigningError)
  /// A result could not be written as JSON.
  case encoding
  /// Standard output does not take what is written.
  case output
}

extension CommandFailure {
  /// A fixed name for programs; the exchange's own where the exchange has one.
  var code: String {
    switch self {
    case .input(let error): error.code
    case .keyFile(.input(let error)): error.code
    case .keyFile: "INVALID_KEY_FILE"
    case .passphrase(let error): error.code
    case .keyStore(let error): error.code
    case .noHome: "INPUT_NOT_FOUND"
    case .serverURL: "INVALID_URL"
    case .exchange(let error): error.codeText
    case .credentials(let error): error.code
    case .ledger: "LEDGER_NOT_READABLE"
    case .auditFailed: "AUDIT_FAILED"
    case .noQuotedMarket: "INDEX_PRICE_UNAVAILABLE"
    case .storyWentOtherwise: "STORY_WENT_OTHERWISE"
    case .server(let error): error.code
    case .wallet(let error): error.code
    case .session(let error): error.code
    case .body(let error): error.code
    case .document(let error): RequestBodyError.document(error).code
    case .typedData: "INVALID_TYPED_DATA"
    case .inexactNumber: "INVALID_PARAMETER"
    case .walletNeeded, .consentByAnotherKey: "WRONG_KEY"
    case .publicKeyNeeded: "REQUIRED_PARAMETER"
    case .anotherPublicKey: "INVALID_PARAMETER"
    case .signing, .encoding: "INTERNAL_ERROR"
    case .output: "OUTPUT_FAILED"
    }
  }

  /// The status with which the process ends.
  var exitStatus: ExitStatus {
    switch self {
    case .input(let error), .keyFile(.input(let error)): error.exitStatus
    case .passphrase(let error): error.exitStatus
    case .keyStore(let error): error.exitStatus
    case .noHome: .noInput
    case .serverURL: .usage
    case .exchange(let error): error.exitStatus
    case .credentials(let error): error.exitStatus
    case .ledger: .badInput
    case .auditFailed: .checkFailed
    case .noQuotedMarket: .tryLater
    case .storyWentOtherwise: .checkFailed
    case .server(let error): error.exitStatus
    case .wallet(let error): error.exitStatus
    case .session(let error): error.exitStatus
    case .keyFile, .body, .document, .typedData, .inexactNumber, .walletNeeded, .consentByAnotherKey, .publicKeyNeeded,
      .anotherPublicKey:
      .badInput
    case .signing, .encoding: .internalError
    case .output: .outputFailed
    }
  }
}

extension CommandFailure: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .input(let error): error.description
    case .keyFile(let error): error.description
    case .passphrase(let error): error.description
    case .keyStore(let error): SecretText.redact(error.description)
    case .noHome(let option): "there is no home directory: name a directory with \(option)"
    case .serverURL(let error): "\(ServerOptions.environmentVariable): \(error)"
    case .exchange(let error): error.words
    case .credentials(let error): error.description
    case .ledger(let path, let reason): "\(path): \(reason)"
    case .auditFailed(let count): "the ledger does not hold: \(count) findings"
    case .noQuotedMarket: "no market of the exchange has an index price: was the server started with --sandbox?"
    case .storyWentOtherwise: "a step went otherwise than told: it is marked with ✗"
    case .server(let error): error.description
    case .wallet(let error): error.description
    case .session(let error): error.description
    case .body(let error): error.description
    case .document(let error): error.description
    case .typedData(let error): error.description
    case .inexactNumber(let path): "\(path) is a number that is not an integer of up to 64 bits: write it as a text"
    case .walletNeeded(let primaryType):
      "only the wallet may sign \(primaryType), and the key is the P-256 session key that the parameters name"
    case .consentByAnotherKey(let key):
      "the consent key is not the session key \(key) that the parameters name, neither on secp256k1 nor on P-256"
    case .publicKeyNeeded(let key):
      "a P-256 key consents: add its public key to the parameters, as \"publicKey\": \"\(Hex.encode(key.raw))\""
    case .anotherPublicKey(let key): "publicKey must be that of the consent key: \(Hex.encode(key.raw))"
    case .signing(let error): error.description
    case .encoding: "the result could not be written as JSON"
    case .output: "the output could not be written: is the disk full, or the reader gone?"
    }
  }
}
