internal import ExchangeServer
internal import Foundation
internal import Logging

/// A server, and in a sandbox the market maker beside it.
struct RunningServer {
  private let plan: ServerPlan

  init(_ plan: ServerPlan) { self.plan = plan }

  /// Serves until the process is asked to end.
  ///
  /// - Parameter onRunning: told the port once requests are taken.
  func run(onRunning: @escaping @Sendable (Int) -> Void) async throws {
    let server = try await ExchangeServer(opening: plan.server)
    for note in server.openingNotes { plan.server.logger.warning("\(note)") }
    let (ports, running) = AsyncStream.makeStream(of: Int.self)
    async let _ = quote(at: ports)
    // What is still quoting when the server ends is cancelled.
    try await server.run { port in
      onRunning(port)
      running.yield(port)
    }
    running.finish()
  }

  /// Quotes every market of a sandbox, once the server listens.
  private func quote(at ports: AsyncStream<Int>) async {
    guard let maker = plan.marketMaker else { return }
    for await port in ports { await maker.run(at: port) }
  }
}

/// Why a server did not start or ended.
enum ServerFailure: Error {
  /// The port is taken.
  case portInUse(UInt16)
  /// What it is configured with does not fit together.
  case configuration(String)
  /// Something else, in a sentence.
  case other(String)

  init(_ error: any Error, listening: ListeningOptions) {
    let text = "\(error)"
    // NIO names the error of the system in its text alone.
    self = text.contains("errno: \(EADDRINUSE)") ? .portInUse(listening.port) : .other(text)
  }

  /// A fixed name for programs.
  var code: String {
    switch self {
    case .portInUse: "PORT_IN_USE"
    case .configuration: "INVALID_CONFIGURATION"
    case .other: "SERVER_FAILED"
    }
  }

  /// The status with which the process ends.
  var exitStatus: ExitStatus {
    switch self {
    case .portInUse: .unavailable
    case .configuration: .badInput
    case .other: .outputFailed
    }
  }
}

extension ServerFailure: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .portInUse(let port): "port \(port) is taken: is a server running already? Choose another with --port"
    case .configuration(let reason), .other(let reason): reason
    }
  }
}
