import ExchangeClient
import Figures
import Foundation
import NIOCore
import ServedExchange
import SessionKeys

/// Measures the server in a process of its own, the load generator beside it on the same cores, and prints a line for
/// each figure: `name value unit`. Judges nothing.
///
/// Arguments: the command-line tool that serves, the reference server, a directory for the ledger, on the disk that is
/// to be measured, and how often each rate is measured: 5 times unless said otherwise, and their median is printed; 0
/// for the stages of an order alone.
@main
struct ServerBenchmarks {
  static func main() async {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      guard 3...4 ~= arguments.count, let rounds = arguments.count < 4 ? 5 : Int(arguments[3]), rounds >= 0 else {
        throw BenchmarkError("usage: ServerBenchmarks TOOL REFERENCE-SERVER DIRECTORY [ROUNDS]")
      }
      try await Stages(directory: URL(filePath: arguments[2])).run()
      guard rounds > 0 else { return }
      let server = try ServerProcess(tool: arguments[0], directory: URL(filePath: arguments[2]))
      defer { server.stop() }
      let reference = try ReferenceProcess(program: arguments[1])
      defer { reference.stop() }
      let exchange = try await Exchange.connect(to: .url("http://127.0.0.1:\(server.port)"))
      try await Publisher.publish(on: exchange)
      let cluster = try cluster(tool: arguments[0], directory: arguments[2])
      defer { for server in cluster { server.stop() } }
      let clusterExchange = try await Exchange.connect(to: .url("http://127.0.0.1:\(cluster[0].port)"))
      try await Publisher.publish(on: clusterExchange)
      var measurement = Measurement(
        exchange: exchange, server: server, reference: reference, rounds: rounds, cluster: cluster,
        clusterExchange: clusterExchange)
      try await measurement.run()
      await clusterExchange.close()
      await exchange.close()
    } catch { Output.fail("ServerBenchmarks: \(error)") }
  }
}

extension ServerBenchmarks {
  private static let clusterCount = 3

  /// Servers over the database that libpq's variables name.
  private static func cluster(tool: String, directory: String) throws -> [ServerProcess] {
    guard ProcessInfo.processInfo.environment["PGHOST"] != nil else {
      throw BenchmarkError("there is no database: Scripts/bench-server starts one")
    }
    var servers: [ServerProcess] = []
    for index in 0..<clusterCount {
      servers.append(
        try ServerProcess(
          tool: tool, directory: URL(filePath: "\(directory)-\(index)"), database: "postgresql:///postgres",
          with: servers.first))
    }
    return servers
  }
}

/// The framework's own server, as a process.
final class ReferenceProcess {
  let port: Int
  private let process = Process()

  init(program: String) throws {
    process.executableURL = URL(filePath: program)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw BenchmarkError("the reference server did not start")
    }
    self.port = port
  }

  /// The processor time that it has used, in seconds.
  func processorSeconds() throws -> Double { try ProcessorTime.used(by: process.processIdentifier) }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}
