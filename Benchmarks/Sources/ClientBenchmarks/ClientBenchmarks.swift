import ExchangeClient
import Figures
import Foundation
import ServedExchange

/// Measures the client against a server in a process of its own, on the same machine, and prints a line for each
/// figure: `name value unit`. Judges nothing.
///
/// Arguments: the command-line tool that serves, and a directory for its ledger, on the disk that is to be measured.
@main
struct ClientBenchmarks {
  private static let ordersPerSecond = 1_000
  private static let orderCount = 10_000
  private static let subscriberCount = 10_000

  static func main() async {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      guard arguments.count == 2 else { throw BenchmarkError("usage: ClientBenchmarks TOOL DIRECTORY") }
      let server = try ServerProcess(tool: arguments[0], directory: URL(filePath: arguments[1]))
      defer { server.stop() }
      try await measure(server)
    } catch {
      Output.fail("ClientBenchmarks: \(error)")
    }
  }

  private static func measure(_ server: ServerProcess) async throws {
    let exchange = try await Exchange.connect(to: .url("http://127.0.0.1:\(server.port)"))
    try await measurePlacing("place-http", over: exchange)
    try await measurePlacing("place-websocket", over: try await exchange.overSocket())
    try await measureSubscribers(server)
    await exchange.close()
  }

  private static func measurePlacing(_ name: String, over exchange: Exchange) async throws {
    Output.note("\(name): \(orderCount) orders, \(ordersPerSecond) a second")
    let latencies = try await PlaceLatency(exchange: exchange).run(count: orderCount, perSecond: ordersPerSecond)
    for (percent, label) in [(0.5, "p50"), (0.99, "p99"), (0.999, "p999")] {
      Output.figure(
        "\(name)-\(label)", latencies[min(Int(Double(latencies.count) * percent), latencies.count - 1)] * 1e3, "ms")
    }
  }

  private static func measureSubscribers(_ server: ServerProcess) async throws {
    Output.note("\(subscriberCount) idle subscribers")
    let bytes = try await IdleSubscribers(server: server).bytesEach(count: subscriberCount)
    Output.figure("memory-idle-connection", bytes, "bytes", digits: 0)
  }
}
