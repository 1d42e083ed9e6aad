import Foundation
import Testing

/// The built executable, run as a process.
struct Tool {
  let executable: URL

  /// Finds the executable beside the test bundle; a test must fail when it is not there.
  init() throws {
    let start = try #require(CommandLine.arguments.first)
    var folder = URL(filePath: start).deletingLastPathComponent().standardizedFileURL
    while !Self.isExecutable(folder.appending(path: "session-keys")) {
      let parent = folder.deletingLastPathComponent().standardizedFileURL
      guard parent != folder, parent.path != folder.path else { throw ToolError.notFound(start) }
      folder = parent
    }
    executable = folder.appending(path: "session-keys")
  }

  private static func isExecutable(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    return exists && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: url.path)
  }

  struct Outcome {
    let output: String
    let error: String
    let status: Int32
  }

  /// Runs it with arguments, with a file as its standard input, and with more in its environment.
  ///
  /// - Parameter umask: the permissions, in octal digits, that its new files do not get.
  func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:], umask: String = "022"
  ) throws -> Outcome {
    let process = Process()
    let (output, error) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", #"umask "$1"; shift; exec "$0" "$@""#, executable.path, umask] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) } ?? .nullDevice
    process.standardOutput = output
    process.standardError = error
    try process.run()
    // Both fit into their pipes: neither waits for the other to be read.
    let outputBytes = try output.fileHandleForReading.readToEnd() ?? Data()
    let errorBytes = try error.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      output: String(decoding: outputBytes, as: UTF8.self), error: String(decoding: errorBytes, as: UTF8.self),
      status: process.terminationStatus)
  }
}

enum ToolError: Error {
  case notFound(String)
}
