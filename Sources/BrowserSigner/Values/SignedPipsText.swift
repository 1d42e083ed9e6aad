internal import EthereumPrimitives
internal import PerpsProtocol

extension SignedPips {
  /// The digits after the point.
  static let fractionDigits = 8

  /// Reads a number as the exchange writes it; zero has no sign. Gives a reason where it cannot.
  @inline(never)
  static func read(_ text: String) -> Result<SignedPips, ReadingError> {
    let bytes = text.utf8Bytes
    let isNegative = bytes.first == UInt8(ascii: "-")
    do throws(PipsError) {
      let magnitude = try Pips(String(utf8: isNegative ? Array(bytes[1...]) : bytes))
      guard !isNegative || magnitude != .zero else { return .failure(.negativeZero) }
      return .success(SignedPips(isNegative: isNegative, magnitude: magnitude))
    } catch { return .failure(.pips(error)) }
  }

  /// Reads what a person typed: digits, and perhaps a point and up to eight digits after it, a hyphen in front.
  @inline(never)
  static func read(typed text: String) -> Result<SignedPips, ReadingError> {
    let bytes = text.utf8Bytes
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative ? Array(bytes[1...]) : bytes
    let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.count
    let fraction = Array(digits[min(point + 1, digits.count)...])
    guard point > 0, (digits + [UInt8(ascii: "0")]).allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }),
      fraction.allSatisfy(isDigit), point == digits.count || !fraction.isEmpty
    else { return .failure(.notTyped) }
    guard fraction.count <= fractionDigits else { return .failure(.tooPrecise) }
    var whole = Array(digits[..<point])
    while whole.count > 1, whole[0] == UInt8(ascii: "0") { whole.removeFirst() }
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: fractionDigits - fraction.count)
    do throws(PipsError) {
      let text = String(utf8: whole + [UInt8(ascii: ".")] + fraction + zeros)
      return .success(SignedPips(isNegative: isNegative, magnitude: try Pips(text)))
    } catch { return .failure(.pips(error)) }
  }

  /// Why a text is not a number.
  enum ReadingError: Error {
    case pips(PipsError)
    case negativeZero
    case notTyped
    case tooPrecise

    var description: String {
      switch self {
      case .pips(let error): error.description
      case .negativeZero: "zero has no sign: write 0.00000000"
      case .notTyped: "must be a number: write digits, and a point where there is a fraction, as in 0.5"
      case .tooPrecise: "has at most eight digits after the point: leave the others out"
      }
    }
  }

  /// The number without superfluous zeros, with at least so many digits after the point.
  @inline(never)
  func shortest(minimumDigits: Int) -> String {
    var text = description.utf8Bytes
    var digits = Self.fractionDigits
    while digits > minimumDigits, text.last == UInt8(ascii: "0") {
      text.removeLast()
      digits -= 1
    }
    if digits == 0 { text.removeLast() }
    return String(utf8: text)
  }

  /// The number with so many digits after the point, rounded half away from zero.
  @inline(never)
  func fixed(digits: Int) -> String {
    var unit: UInt64 = 1
    for _ in digits..<Self.fractionDigits { unit *= 10 }
    let units = (magnitude.count + unit / 2) / unit
    var rest = units
    var text: [UInt8] = []
    while rest > 0 || text.count <= digits {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      if text.count == digits { text.append(UInt8(ascii: ".")) }
    }
    if digits > 0, text.last == UInt8(ascii: ".") { text.append(UInt8(ascii: "0")) }
    if isNegative, units > 0 { text.append(UInt8(ascii: "-")) }
    return String(utf8: [UInt8](text.reversed()))
  }

  @inline(never)
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
