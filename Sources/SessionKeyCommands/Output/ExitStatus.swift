/// How the process ends, in the numbers of `sysexits.h`.
enum ExitStatus: Int32, CaseIterable {
  /// The command did what it was asked for. A body by an unknown signer can be inspected, too.
  case success = 0
  /// The arguments are wrong (`EX_USAGE`).
  case usage = 64
  /// What was read is wrong (`EX_DATAERR`).
  case badInput = 65
  /// A file is not there or cannot be read (`EX_NOINPUT`).
  case noInput = 66
  /// Something failed that should not (`EX_SOFTWARE`).
  case internalError = 70
  /// The output could not be written (`EX_IOERR`).
  case outputFailed = 74

  private var meaning: String {
    switch self {
    case .success: "done; for inspect, whoever has signed"
    case .usage: "wrong arguments"
    case .badInput: "the input is wrong"
    case .noInput: "a file is not there or cannot be read"
    case .internalError: "internal error"
    case .outputFailed: "the output could not be written"
    }
  }

  /// All statuses, for the help.
  static var help: String {
    "Exit status:\n" + allCases.map { "  \($0.rawValue)".padded(to: 6) + $0.meaning }.joined(separator: "\n")
  }
}
