internal import Foundation
internal import Synchronization

/// A line on standard error that says how far something has come; nothing where that is no terminal.
final class ProgressBar: Sendable {
  private let isShown: Bool
  private let lastPermille = Mutex<UInt64?>(nil)

  private static let width = 40

  init(isTerminal: Bool = isatty(STDERR_FILENO) == 1) { isShown = isTerminal }

  /// Draws the bar, if it has moved.
  func show(_ done: UInt64, of total: UInt64) {
    guard isShown, total > 0 else { return }
    let permille = min(done, total) * 1_000 / total
    let isNew = lastPermille.withLock { last in
      defer { last = permille }
      return last != permille
    }
    if isNew { Report.terminal("\r\u{1b}[K" + Self.text(done, of: total)) }
  }

  /// Takes the bar away.
  func clear() {
    let wasShown = lastPermille.withLock { $0 != nil }
    if wasShown { Report.terminal("\r\u{1b}[K") }
  }

  /// The bar without anything that a terminal obeys.
  static func text(_ done: UInt64, of total: UInt64) -> String {
    let filled = total == 0 ? width : Int(min(done, total) * UInt64(width) / total)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let percent = total == 0 ? 100 : min(done, total) * 100 / total
    return bar + "\(percent)%".padded(from: 5) + "  \(done) of \(total)"
  }
}
