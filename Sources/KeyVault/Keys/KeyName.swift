/// What the owner of a key calls it: 1 to 64 bytes of UTF-8 without control characters.
public struct KeyName: Sendable {
  /// The longest name, in bytes of UTF-8.
  public static let bytesMaximum = 64

  /// The name.
  public let text: String

  /// Takes a name.
  public init(_ text: String) throws(KeyNameError) {
    guard !text.isEmpty else { throw .empty }
    guard text.utf8.count <= Self.bytesMaximum else {
      throw .tooLong(bytesMaximum: Self.bytesMaximum, actualBytes: text.utf8.count)
    }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw .controlCharacter
    }
    self.text = text
  }
}

extension KeyName: Hashable {
  /// Compares byte for byte.
  public static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

/// Why a text is not the name of a key. Never carries the text: somebody may have written a secret in its place.
public enum KeyNameError: Error, Hashable, Sendable {
  /// There is nothing in it.
  case empty
  /// It is longer than names are.
  case tooLong(bytesMaximum: Int, actualBytes: Int)
  /// It has a control character, a line feed for example.
  case controlCharacter
}

extension KeyNameError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .empty: "the name of a key is empty: leave it out, or write one"
    case .tooLong(let maximum, let actual): "the name of a key has \(actual) bytes: write at most \(maximum)"
    case .controlCharacter: "the name of a key has a control character: leave it out"
    }
  }
}
