public import ExchangeAPI

/// Why what a file has is not taken as an encrypted key.
public enum KeyFileError: Error, Sendable {
  /// It is not the JSON of a key file.
  case document(StrictJSONError)
  /// It has a version that this program does not know.
  case unknownVersion
  /// A member has a text that it cannot have.
  case invalidMember(String)
  /// The work of trying a passphrase is less or more than is taken.
  case derivationOutOfLimits
  /// The file has another key's name.
  case anotherAddress
  /// The file has more bytes than a key file can have.
  case tooLarge(bytesMaximum: Int)
  /// The file of a secret has something else in it.
  case notASecret
}

extension KeyFileError {
  /// Unwraps what reading JSON has wrapped.
  init(_ error: StrictJSONError) {
    if case .refused(let reason as KeyFileError) = error { self = reason } else { self = .document(error) }
  }
}

extension KeyFileError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .document(let error): "not a key file: \(error.description)"
    case .unknownVersion: "a key file of another version: open it with a newer version of this program"
    case .invalidMember(let name): "not a key file: \(name) has a value that it cannot have"
    case .derivationOutOfLimits:
      "a key file whose scrypt parameters are out of limits: N must be a power of two from "
        + "2^\(ScryptParameters.roundsLog2Minimum) to 2^\(ScryptParameters.roundsLog2Maximum), "
        + "r \(ScryptParameters.blockSize), and p at most \(ScryptParameters.parallelismMaximum)"
    case .anotherAddress: "the key file of another address: give it its own name again"
    case .notASecret: "not a secret: it must have 64 hexadecimal digits and a line feed, and nothing else"
    case .tooLarge(let maximum): "not a key file: it has more than \(maximum) bytes"
    }
  }
}
