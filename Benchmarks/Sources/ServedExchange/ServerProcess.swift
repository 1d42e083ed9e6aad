internal import Figures
public import Foundation
internal import Signing

/// `session-keys serve` on a directory of its own, without a market maker: its index prices are this program's.
public final class ServerProcess {
  /// Where it listens, on loopback.
  public let port: Int
  private let process: Process
  private let directory: URL

  /// Starts it, and waits until it takes requests.
  ///
  /// - Parameters:
  ///   - database: where the ledger is kept that it shares, or `nil` for a file.
  ///   - first: the server that it shares the ledger with, and so the secrets.
  public init(tool: String, directory: URL, database: String? = nil, with first: ServerProcess? = nil) throws {
    self.directory = directory
    try? FileManager.default.removeItem(at: directory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let configuration = directory.appending(path: "configuration.json")
    let text =
      #"{"indexPricePublisher":"\#(try Publisher.wallet().address)","#
      + #""limits":{"connectionsMaximum":15000,"requestsPerAddressPerSecond":1000000,"#
      + #""requestsPerWalletPerSecond":1000000}}"#
    try Data(text.utf8).write(to: configuration)
    let data = directory.appending(path: "data")
    if let first {
      let attributes = [FileAttributeKey.posixPermissions: 0o700]
      try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true, attributes: attributes)
      for secret in ["server.key", "market-maker.key", "index-price-publisher.key"] {
        let source = first.directory.appending(path: "data/\(secret)")
        try FileManager.default.copyItem(at: source, to: data.appending(path: secret))
      }
    }
    process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments =
      ["serve", "--sandbox", "--json", "--port", "0", "--data", data.path, "--config", configuration.path]
      + (database.map { ["--database", $0] } ?? [])
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    guard
      let greeting = try JSONSerialization.jsonObject(with: output.fileHandleForReading.availableData)
        as? [String: Any], let port = greeting["port"] as? Int
    else { throw BenchmarkError("the server did not start") }
    self.port = port
  }

  /// Ends it, and removes its directory.
  public func stop() {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  /// The processor time that it has used, in seconds.
  public func processorSeconds() throws -> Double { try ProcessorTime.used(by: process.processIdentifier) }

  /// What the server has in memory, in bytes.
  public func residentBytes() throws -> Int {
    let path = "/proc/\(process.processIdentifier)/statm"
    let fields = try String(contentsOfFile: path, encoding: .utf8).split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { throw BenchmarkError("the system tells no memory") }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
