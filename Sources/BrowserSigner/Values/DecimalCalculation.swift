internal import PerpsProtocol

/// Calculates with numbers of the exchange, exactly: the page has no arithmetic of its own.
enum DecimalCalculation {
  private enum Operation: WireName {
    case typed, shortest, fixed, add, subtract, compare, multiply, multiplyUp, divide, roundDown, roundUp

    var wireName: StaticString {
      switch self {
      case .typed: "typed"
      case .shortest: "shortest"
      case .fixed: "fixed"
      case .add: "add"
      case .subtract: "subtract"
      case .compare: "compare"
      case .multiply: "multiply"
      case .multiplyUp: "multiplyUp"
      case .divide: "divide"
      case .roundDown: "roundDown"
      case .roundUp: "roundUp"
      }
    }

    /// The fields that it takes.
    var fields: StaticString {
      switch self {
      case .typed: "operation a"
      case .shortest, .fixed: "operation a digits"
      default: "operation a b"
      }
    }
  }

  /// Answers `result` for an `operation` and its operands.
  @inline(never)
  static func answer(_ record: Record) throws(SignerRefusal) -> Record {
    try Fields.refuse([.domain, .parameters], of: record)
    let operation: Operation = try Fields(record, .function, allowing: "operation a b digits")
      .choice("operation")
    let fields = try Fields(record, .function, allowing: operation.fields)
    var answer = Record()
    answer.append("result", try result(operation, fields))
    return answer
  }

  @inline(never)
  private static func result(_ operation: Operation, _ fields: Fields) throws(SignerRefusal) -> String {
    switch operation {
    case .typed: try number("a", fields, { SignedPips.read(typed: $0) }).description
    case .shortest: try number("a", fields).shortest(minimumDigits: digits(fields))
    case .fixed: try number("a", fields).fixed(digits: digits(fields))
    case .compare: try number("a", fields).compared(to: number("b", fields))
    default: try calculated(operation, number("a", fields), number("b", fields), fields).description
    }
  }

  @inline(never)
  private static func calculated(
    _ operation: Operation, _ a: SignedPips, _ b: SignedPips, _ fields: Fields
  ) throws(SignerRefusal) -> SignedPips {
    let result: SignedPips?
    switch operation {
    case .subtract: result = a.adding(b.negated)
    case .multiply: result = a.combined(b, a.magnitude.multipliedRoundingDown(by: b.magnitude))
    case .multiplyUp: result = a.combined(b, a.magnitude.multipliedRoundingUp(by: b.magnitude))
    case .divide:
      guard b.magnitude != .zero else { throw fields.refusal("b", "must not be zero: nothing is divided by it") }
      result = a.combined(b, a.magnitude.dividedRoundingDown(by: b.magnitude))
    case .roundDown, .roundUp:
      guard !b.isNegative, b.magnitude != .zero else { throw fields.refusal("b", "a step must be over zero") }
      result = a.rounded(to: b.magnitude, away: operation == .roundUp)
    default: result = a.adding(b)
    }
    guard let result else {
      throw SignerRefusal(.invalidParameter, "the result is over 92233720368.54775807: use smaller numbers")
    }
    return result
  }

  @inline(never)
  private static func number(
    _ name: StaticString, _ fields: Fields,
    _ read: (String) -> Result<SignedPips, SignedPips.ReadingError> = { SignedPips.read($0) }
  ) throws(SignerRefusal) -> SignedPips {
    switch read(try fields.text(name)) {
    case .success(let number): return number
    case .failure(let error): throw fields.refusal(name, error.description)
    }
  }

  @inline(never)
  private static func digits(_ fields: Fields) throws(SignerRefusal) -> Int {
    Int(try fields.number("digits", maximum: UInt64(SignedPips.fractionDigits)))
  }
}
