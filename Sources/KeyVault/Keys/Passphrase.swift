internal import Signing

/// What a person types to open a key: in memory that is wiped when the last reference goes, and never printed.
///
/// `@unchecked Sendable`: the bytes are written only in the initialiser and in `deinit`.
public final class Passphrase: @unchecked Sendable {
  /// The shortest passphrase that a key is encrypted with, in bytes.
  public static let bytesMinimum = 8
  /// The longest passphrase that is read, in bytes.
  public static let bytesMaximum = 1024

  private var bytes: [UInt8]

  /// Takes bytes as they were typed, and overwrites the caller's array with zeros, also when they are refused.
  ///
  /// Texts that look the same can be other bytes: nothing is normalised.
  public init(wiping bytes: inout [UInt8]) throws(PassphraseError) {
    defer { wipe(&bytes) }
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= Self.bytesMaximum else { throw .tooLong(bytesMaximum: Self.bytesMaximum) }
    // A copy of its own: assigning would share the memory that is about to be wiped.
    self.bytes = bytes.map { $0 }
  }

  deinit { wipe(&bytes) }

  /// Refuses what is too short to encrypt a key with. Opening takes any: an old file may have been less strict.
  func checkForCreating() throws(PassphraseError) {
    guard bytes.count >= Self.bytesMinimum else { throw .tooShort(bytesMinimum: Self.bytesMinimum) }
  }

  /// Lends the bytes for the time of a call; they must not be copied out of it.
  func withBytes<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result { try body(bytes) }
}

extension Passphrase: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Nothing of the secret, not even its length.
  public var description: String { "passphrase" }
  /// Nothing of the secret.
  public var debugDescription: String { description }
  /// Nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why bytes are not taken as a passphrase. Never carries them.
public enum PassphraseError: Error, Hashable, Sendable {
  /// There is nothing in it.
  case empty
  /// It has fewer bytes than a key may be encrypted with.
  case tooShort(bytesMinimum: Int)
  /// It has more bytes than are read.
  case tooLong(bytesMaximum: Int)
}

extension PassphraseError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .empty: "the passphrase is empty: give one"
    case .tooShort(let minimum): "the passphrase is too short: use at least \(minimum) bytes, better five random words"
    case .tooLong(let maximum): "the passphrase is too long: use at most \(maximum) bytes"
    }
  }
}
