/// Text in which a private key may have got by mistake.
enum SecretText {
  /// Whether a text is a key as key files have it, with or without `0x`.
  static func isKey(_ text: String) -> Bool { text.wholeMatch(of: /(?:0[xX])?[0-9A-Fa-f]{64}/) != nil }

  /// Replaces every run of 64 hexadecimal digits: somebody may have written a key where a file's name belongs.
  static func redact(_ text: String) -> String {
    text.replacing(/[0-9A-Fa-f]{64}/, with: "[64 hexadecimal digits]")
  }
}
