internal import Foundation
internal import Synchronization

/// Views in their place, on the terminal's other screen; what was on the terminal before comes back at the end.
final class LiveScreen: WatchOutput {
  private let isOpen = Mutex(false)

  private static let opening = "\u{1b}[?1049h\u{1b}[?25l"
  private static let closing = "\u{1b}[?25h\u{1b}[?1049l"
  /// What a terminal has that does not say how large it is.
  private static let usual = (rows: 24, columns: 80)

  /// Whether standard output is a terminal.
  static var isPossible: Bool { isatty(STDOUT_FILENO) == 1 }

  var goesOnAfterErrors: Bool { true }

  func show(_ view: MarketView) throws(CommandFailure) {
    let isFirst = isOpen.withLock { isOpen in
      defer { isOpen = true }
      return !isOpen
    }
    let size = Self.size
    let drawing = Self.drawing(of: view.text, rows: size.rows, columns: size.columns)
    try Report.result(text: (isFirst ? Self.opening : "") + drawing)
  }

  func end() {
    let wasOpen = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    if wasOpen { try? Report.result(text: Self.closing) }
  }

  /// Writes over the last view line by line: a screen that was cleared first would flicker.
  static func drawing(of text: String, rows: Int, columns: Int) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // The last row stays empty: a line feed in it would move everything up.
    let shown = lines.prefix(max(rows - 1, 1)).map { $0.prefix(columns) + "\u{1b}[K" }
    return "\u{1b}[H" + shown.joined(separator: "\r\n") + "\u{1b}[J"
  }

  private static var size: (rows: Int, columns: Int) {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
      return usual
    }
    return (Int(size.ws_row), Int(size.ws_col))
  }
}
