/// How the process ends, in the numbers of `sysexits.h` where it has one.
enum ExitStatus: Int32, CaseIterable {
  /// The command did what it was asked for. A body by an unknown signer can be inspected, too.
  case success = 0
  /// The command ran, and what it checked is not as it should be.
  case checkFailed = 1
  /// The arguments are wrong (`EX_USAGE`).
  case usage = 64
  /// What was read is wrong (`EX_DATAERR`).
  case badInput = 65
  /// A file is not there or cannot be read (`EX_NOINPUT`).
  case noInput = 66
  /// The exchange does not answer (`EX_UNAVAILABLE`).
  case unavailable = 69
  /// Something failed that should not (`EX_SOFTWARE`).
  case internalError = 70
  /// The output could not be written (`EX_IOERR`).
  case outputFailed = 74
  /// The exchange is busy, or asked too often (`EX_TEMPFAIL`).
  case tryLater = 75
  /// The exchange answered what this tool does not understand, or is another one (`EX_PROTOCOL`).
  case badAnswer = 76
  /// The exchange refused (`EX_NOPERM`).
  case refused = 77

  private var meaning: String {
    switch self {
    case .success: "done; for inspect, whoever has signed"
    case .checkFailed: "demo: a step went otherwise; audit: something did not hold"
    case .usage: "wrong arguments"
    case .badInput: "the input is wrong"
    case .noInput: "a file is not there or cannot be read"
    case .unavailable: "the exchange does not answer"
    case .internalError: "internal error"
    case .outputFailed: "the output could not be written"
    case .tryLater: "the exchange is busy, or asked too often: try again later"
    case .badAnswer: "the exchange's answer is not understood, or it is another one"
    case .refused: "the exchange refused; its code and reason are shown"
    }
  }

  /// All statuses, for the help.
  static var help: String {
    "Exit status:\n" + allCases.map { "  \($0.rawValue)".padded(to: 6) + $0.meaning }.joined(separator: "\n")
  }
}
