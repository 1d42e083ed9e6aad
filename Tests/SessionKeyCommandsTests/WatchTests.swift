import Testing

@testable import SessionKeyCommands

@Suite("Live views")
struct WatchTests {
  @Test("a view is drawn over the last one, line by line, and never over the terminal's edge")
  func drawing() {
    let text = (1...5).map { "line \($0) and more" }.joined(separator: "\n")
    #expect(
      LiveScreen.drawing(of: text, rows: 4, columns: 6)
        == "\u{1b}[Hline 1\u{1b}[K\r\nline 2\u{1b}[K\r\nline 3\u{1b}[K\u{1b}[J")
    #expect(LiveScreen.drawing(of: "a", rows: 1, columns: 80) == "\u{1b}[Ha\u{1b}[K\u{1b}[J")
  }

  @Test("the progress bar runs from empty to full")
  func progress() {
    #expect(ProgressBar.text(0, of: 4).hasPrefix("░"))
    #expect(ProgressBar.text(0, of: 4).hasSuffix("   0%  0 of 4"))
    #expect(ProgressBar.text(2, of: 4).count { $0 == "█" } == 20)
    #expect(ProgressBar.text(4, of: 4).hasSuffix("█ 100%  4 of 4"))
    #expect(ProgressBar.text(9, of: 4).contains(" 100%"))
  }
}

@Suite("The demonstration's figures")
struct DemoResultTests {
  private func result(_ steps: [DemoStep]) -> DemoResult {
    var run = OrderRun.Result()
    (run.placed, run.cancelled) = (100, 100)
    (run.placing, run.cancelling) = (.milliseconds(50), .milliseconds(100))
    run.latencies = (1...100).reversed().map { .milliseconds($0) }
    return DemoResult(steps: steps, run: run, walletSignatures: 4, connections: 16)
  }

  private let whole = DemoStep.Name.allCases.map { DemoStep(name: $0, asTold: true, words: "") }

  @Test("rates are by the time of their own phase, and percentiles are values that were measured")
  func figures() {
    let result = result(whole)
    #expect(result.ordersPerSecond == 2_000)
    #expect(result.cancellationsPerSecond == 1_000)
    #expect(result.medianMilliseconds == 50)
    #expect(result.percentile99Milliseconds == 99)
    #expect(result.keySignatures == 203)
    #expect(result.text.contains("\nOrders placed             100, 2000 a second\n"))
  }

  @Test("a story goes as told only to its end, and without a step that went otherwise")
  func asTold() {
    #expect(result(whole).asTold)
    #expect(!result(Array(whole.dropLast())).asTold)
    #expect(!result(whole.dropLast() + [DemoStep(name: .orderAfterRevocation, asTold: false, words: "")]).asTold)
  }

  @Test("percentiles of few values are the nearest that is not under them")
  func percentiles() {
    #expect(DemoResult.percentile(99, of: [.milliseconds(1)]) == 1)
    #expect(DemoResult.percentile(50, of: [.milliseconds(1), .milliseconds(2)]) == 1)
    #expect(DemoResult.percentile(99, of: [.milliseconds(1), .milliseconds(2)]) == 2)
    #expect(DemoResult.percentile(50, of: []) == nil)
  }
}
