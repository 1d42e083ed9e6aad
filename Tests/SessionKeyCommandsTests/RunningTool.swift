import ExchangeAPI
import Foundation
import Testing
import TypedData

@testable import SessionKeyCommands

/// The executable as a server on a port of its own, ended with the test.
struct RunningTool {
  /// Where it listens.
  let url: String
  private let process: Process

  /// Serves a sandbox from a directory for as long as the body takes.
  static func serving<Result>(_ directory: String, _ body: (RunningTool) throws -> Result) throws -> Result {
    let server = try RunningTool(["serve", "--sandbox", "--json", "--port", "0", "--data", directory])
    defer { _ = server.end(SIGKILL) }
    return try body(server)
  }

  private init(_ arguments: [String]) throws {
    process = Process()
    let output = Pipe()
    process.executableURL = try Tool().executable
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // One line, once requests are taken; nothing where it has ended.
    let announcement = try StrictJSON.tree([UInt8](output.fileHandleForReading.availableData))
    url = try #require(announcement.member("url")).text
  }

  /// Sends a signal, and waits for the end.
  ///
  /// - Returns: the exit status.
  func end(_ signal: Int32) -> Int32 {
    if process.isRunning { kill(process.processIdentifier, signal) }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
