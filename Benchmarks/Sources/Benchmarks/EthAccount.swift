import EthereumPrimitives
import Figures
import Foundation
import PerpsProtocol
import Signing
import TypedData

/// PyPI's eth-account with coincurve, in a Python process of its own that measures itself when it is asked to.
final class EthAccount {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var received: [UInt8] = []
  /// The digest that Python computed for the order that it was started with.
  private(set) var digest = ""
  /// Its signature.
  private(set) var signature = ""

  /// Starts Python and gives it a key and an order.
  ///
  /// - Parameter command: the interpreter and the script.
  init(command: [String], secret: [UInt8], order: Order, domain: Domain) throws {
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let lines = Hex.encode(secret) + "\n" + order.json(in: domain) + "\n"
    try input.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
    let answer = try line().split(separator: " ")
    guard answer.count == 2 else { throw BenchmarkError("eth-account does not answer") }
    (digest, signature) = (String(answer[0]), String(answer[1]))
  }

  /// Ends Python.
  func stop() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Nanoseconds of one operation, `sign` or `verify`, averaged over some.
  func round(_ operation: String, repetitions: Int) throws -> Double {
    try input.fileHandleForWriting.write(contentsOf: Data("\(operation) \(repetitions)\n".utf8))
    guard let nanoseconds = Double(try line()) else { throw BenchmarkError("eth-account does not answer") }
    return nanoseconds
  }

  private func line() throws -> String {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        defer { received.removeFirst(end + 1) }
        return String(decoding: received[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw BenchmarkError("eth-account has ended: see its error above") }
      received += more
    }
  }
}
