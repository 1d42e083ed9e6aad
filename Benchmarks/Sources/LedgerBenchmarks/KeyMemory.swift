import EthereumPrimitives
import Figures
import Foundation
import Ledger
import SessionKeys

/// What an idle session key costs in memory: run in a process of its own, where nothing else takes any.
struct KeyMemory {
  let path: String
  let keyCount: Int

  /// The growth of resident memory while each key is looked up once, for each key, in bytes.
  func run() async throws -> Double {
    let ledger = try SQLiteLedger(path: path, configuration: LoadedLedger.configuration(SimulatedTime()))
    let keys = ledger.sessionKeys
    try lookUp(0, in: keys)
    let before = try Self.residentBytes()
    for index in 0..<keyCount { try lookUp(index, in: keys) }
    let after = try Self.residentBytes()
    try await ledger.close()
    return Double(after - before) / Double(keyCount)
  }

  private func lookUp(_ index: Int, in keys: any SessionKeyDirectory & Sendable) throws {
    guard keys.record(of: try SimulatedKey(.sessionKey, index: index).address) != nil else {
      throw BenchmarkError("key \(index) is not registered")
    }
  }

  private static func residentBytes() throws -> Int {
    let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { throw BenchmarkError("the system tells no memory") }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Runs ``run()`` in a process of its own.
  static func measure(path: String, keyCount: Int) throws -> Double {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["memory", path, "\(keyCount)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let bytes = Double(text) else { throw BenchmarkError("the memory was not measured") }
    return bytes
  }
}
