internal import Foundation

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
