/// Text from strangers, made harmless for a terminal and for the eye.
enum TerminalText {
  /// Replaces everything that a terminal could obey, or that could show text in another order than it stands, by its
  /// code point, as in `\u{1b}`; a backslash is doubled, so that nobody can fake that.
  static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\\" {
        escaped.append(contentsOf: #"\\"#.unicodeScalars)
      } else if isShown(scalar) {
        escaped.append(scalar)
      } else {
        escaped.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      }
    }
    return String(escaped)
  }

  /// The text in quotation marks: where it begins and ends cannot be faked.
  static func quote(_ text: String) -> String {
    let parts = escape(text).split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: #"\""#) + "\""
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }
}
