import Testing

@testable import ExchangeServer

@Suite("Metrics are written as Prometheus reads them")
struct MetricsTextTests {
  @Test("a histogram's buckets count everything up to their end, which is inside")
  func bucketsAreCumulative() {
    var histogram = Histogram()
    for seconds in [0.0005, 0.0006, 3, 100] { histogram.record(seconds: seconds) }
    var metrics = MetricsText()
    metrics.histogram("x", [("route", "a")], histogram)
    let lines = metrics.text.split(separator: "\n").map(String.init)
    #expect(lines.first == #"x_bucket{route="a",le="0.0005"} 1"#)
    #expect(lines.contains(#"x_bucket{route="a",le="0.001"} 2"#))
    #expect(lines.contains(#"x_bucket{route="a",le="5.0"} 3"#))
    #expect(lines.contains(#"x_bucket{route="a",le="+Inf"} 4"#))
    #expect(lines.suffix(2) == [#"x_sum{route="a"} 103.0011"#, #"x_count{route="a"} 4"#])
  }

  @Test("what would end a label or a line is escaped")
  func labelsAreEscaped() {
    var metrics = MetricsText()
    metrics.line("x", [("a", "\"\\\n")], 1)
    #expect(metrics.text == #"x{a="\"\\\n"} 1"# + "\n")
  }
}
