import Foundation

/// The compiler, with the modules that this test was built with.
enum Compiler {
  static func typecheck(_ source: String) throws -> (status: Int32, output: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).swift")
    try Data(source.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let search = try searchPaths().flatMap { ["-I", $0] }
    process.arguments = ["swiftc", "-typecheck", "-swift-version", "6"] + search + [file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// The folder of the built modules, beside the test bundle; then the C modules that they were built on.
  private static func searchPaths() throws -> [String] {
    var folder = Bundle.module.bundleURL
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let modules = folder.appending(path: "Modules")
      guard FileManager.default.fileExists(atPath: modules.appending(path: "Signing.swiftmodule").path) else {
        continue
      }
      let scratch = folder.deletingLastPathComponent().deletingLastPathComponent()
      let crypto = scratch.appending(path: "checkouts/swift-crypto/Sources")
      let shims = ["CCryptoBoringSSL", "CCryptoBoringSSLShims", "CXKCP", "CXKCPShims"]
      let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/CSecp256k1")
      return [modules.path, sources.standardizedFileURL.path] + shims.map { crypto.path + "/\($0)/include" }
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
