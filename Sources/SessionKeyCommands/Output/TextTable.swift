/// Aligned text: titled sections of names and values, and tables with any number of columns.
struct TextTable {
  private(set) var text = ""

  /// One column of a table.
  struct Column {
    let title: String
    let isNumber: Bool

    /// A column of texts, aligned at their beginnings.
    static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }

    /// A column of numbers, aligned at their ends.
    static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
  }

  /// Adds a title and lines of which the second column is aligned.
  mutating func section(_ title: String, _ rows: [(name: String, value: String)]) {
    if !text.isEmpty { text += "\n" }
    text += title + "\n"
    add(rows, indentation: "  ")
  }

  /// Adds lines of which the second column is aligned.
  mutating func add(_ rows: [(name: String, value: String)], indentation: String = "") {
    let width = (rows.map(\.name.utf8.count).max() ?? 0) + 2
    for row in rows { text += (indentation + row.name.padded(to: width) + row.value).withoutSpacesAtEnd + "\n" }
  }

  /// Adds a line of titles in capitals and a line for each row; a row has as many cells as there are columns.
  mutating func add(_ columns: [Column], _ rows: [[String]]) {
    let lines = [columns.map { $0.title.uppercased() }] + rows
    let widths = columns.indices.map { index in lines.map { $0[index].count }.max() ?? 0 }
    for line in lines {
      let cells = columns.indices.map { index in
        columns[index].isNumber ? line[index].padded(from: widths[index]) : line[index].padded(to: widths[index])
      }
      text += cells.joined(separator: "  ").withoutSpacesAtEnd + "\n"
    }
  }

  /// Adds text that has been made into lines elsewhere.
  mutating func append(_ lines: String) { text += lines }

  /// Adds a line of words, after an empty one.
  mutating func note(_ words: String) { text += (text.isEmpty ? "" : "\n") + words + "\n" }
}

extension String {
  /// The text with spaces behind it, up to a width in characters.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// The text with spaces before it, up to a width in characters.
  func padded(from width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

  fileprivate var withoutSpacesAtEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
