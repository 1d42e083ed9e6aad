internal import PerpsProtocol

extension Pips {
  /// Reads a number as people type it: a plain decimal with up to eight digits after the point, such as `0.5` or `2000`.
  ///
  /// This is the tool's own input, which is why missing zeros are added; what is signed and sent always has eight
  /// digits. Signs, exponents, commas and superfluous zeros in front are refused, not understood somehow.
  init(typed text: String) throws(TypedNumberError) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1].count : 0
    guard let whole = parts.first, !whole.isEmpty, parts.count == 1 || fraction > 0 else { throw .notADecimal }
    guard fraction <= Self.typedFractionDigitsMaximum else { throw .tooManyFractionDigits }
    let zeros = String(repeating: "0", count: Self.typedFractionDigitsMaximum - fraction)
    do {
      try self.init(text + (parts.count == 1 ? "." : "") + zeros)
    } catch {
      throw error == .tooLarge ? .tooLarge : .notADecimal
    }
  }

  /// Reads a fraction of one: `5%`, or `0.05`.
  ///
  /// A number over 1 without a percent sign is refused: whoever types 5 hardly means 500 %.
  init(typedFraction text: String) throws(TypedNumberError) {
    if text.utf8.last == UInt8(ascii: "%") {
      let percent = try Self(typed: String(text.dropLast()))
      guard percent.count.isMultiple(of: 100), let fraction = Pips(count: percent.count / 100) else {
        throw .tooManyFractionDigits
      }
      self = fraction
    } else {
      try self.init(typed: text)
      guard self <= .one else { throw .fractionOverOne }
    }
  }

  private static let typedFractionDigitsMaximum = 8
}

/// Why a text that somebody typed is not the number that was asked for.
enum TypedNumberError: Error, Hashable {
  /// Not digits with at most one point between them.
  case notADecimal
  /// More digits after the point than the exchange keeps.
  case tooManyFractionDigits
  /// Over what the exchange can count.
  case tooLarge
  /// A fraction over 1 without a percent sign.
  case fractionOverOne
  /// Not a whole number with one of the units behind it.
  case notADuration
  /// A duration of zero.
  case noTime
  /// Longer than anything here may last.
  case tooLong(maximumDays: UInt64)
}

extension TypedNumberError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .notADecimal: "write a plain decimal, as in 0.5 or 2000: no sign, comma, exponent or needless zero in front"
    case .tooManyFractionDigits: "the exchange keeps eight digits after the point: write no more"
    case .tooLarge: "the number is over 92233720368.54775807, the most that the exchange counts to"
    case .fractionOverOne: "write a percentage, as in 5%, or a fraction of at most 1, as in 0.05"
    case .notADuration: "write a whole number and a unit, as in 30d, 12h, 45m or 90s"
    case .noTime: "the time must be longer than nothing"
    case .tooLong(let days): "the time may be at most \(days) days"
    }
  }
}
