/// Titled sections of lines with two columns, in plain text.
struct TextTable {
  private(set) var text = ""

  /// Adds a title and lines of which the second column is aligned.
  mutating func section(_ title: String, _ rows: [(name: String, value: String)]) {
    if !text.isEmpty { text += "\n" }
    text += title + "\n"
    add(rows, indentation: "  ")
  }

  /// Adds lines of which the second column is aligned.
  mutating func add(_ rows: [(name: String, value: String)], indentation: String = "") {
    let width = (rows.map(\.name.utf8.count).max() ?? 0) + 2
    for row in rows { text += indentation + row.name.padded(to: width) + row.value + "\n" }
  }
}

extension String {
  /// The text with spaces behind it, up to a width in ASCII characters.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - utf8.count)) }
}
