/// Where views are shown.
protocol WatchOutput: Sendable {
  /// Whether a view that is not up to date can say so, and the next one be waited for.
  var goesOnAfterErrors: Bool { get }
  /// Shows a view in place of the last, or after it.
  func show(_ view: MarketView) throws(CommandFailure)
  /// Leaves everything as it was found.
  func end()
}

extension WatchOutput {
  var goesOnAfterErrors: Bool { false }
  func end() {}
}

/// Views below one another, for files and pipes.
struct WatchLines: WatchOutput {
  func show(_ view: MarketView) throws(CommandFailure) { try Report.result(text: view.text + "\n") }
}

/// Views as lines of JSON, for programs.
struct WatchJSON: WatchOutput {
  func show(_ view: MarketView) throws(CommandFailure) { try Report.result(view) }
}
