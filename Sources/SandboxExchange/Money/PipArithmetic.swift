internal import PerpsProtocol

/// Products and quotients of pips. Each rounding is stated; none is done twice for the two sides of one payment.
enum PipArithmetic {
  /// 1.00000000 in pips.
  static let one: Int128 = 100_000_000

  /// What a quantity is worth at a price, rounded down to a whole pip.
  ///
  /// Both come as magnitudes of an `Int64`, so the product has at most 126 bits.
  static func value(of quantity: UInt64, at price: Int64) -> Int128 {
    let (high, low) = quantity.multipliedFullWidth(by: price.magnitude)
    guard high > 0 else { return Int128(low / 100_000_000) }
    return (Int128(high) << 64 | Int128(low)) / one
  }

  /// Whether ``value(of:at:)`` needs no rounding.
  static func isWhole(_ quantity: UInt64, at price: Int64) -> Bool {
    let (high, low) = quantity.multipliedFullWidth(by: price.magnitude)
    return UInt64(100_000_000).dividingFullWidth((high % 100_000_000, low)).remainder == 0
  }

  /// A part of an amount that is not negative, rounded up to a whole pip.
  static func part(_ fraction: Int128, of amount: Int128) -> Int128 { (amount * fraction + one - 1) / one }

  /// `amount × part ÷ whole`, rounded towards zero; `part` is at most `whole`, `whole` is over zero.
  static func share(of amount: Int128, _ part: UInt64, of whole: UInt64) -> Int128 {
    if part == whole { return amount }
    let (product, overflow) = amount.multipliedReportingOverflow(by: Int128(part))
    guard overflow else { return product / Int128(whole) }
    let full = amount.magnitude.multipliedFullWidth(by: UInt128(part))
    let quotient = UInt128(whole).dividingFullWidth(full).quotient
    return amount < 0 ? -Int128(quotient) : Int128(quotient)
  }

  /// `numerator ÷ denominator` in pips for whoever asks, rounded towards zero; `nil` when it is not a number or too
  /// large to be told.
  static func ratio(_ numerator: Int128, to denominator: Int128) -> Amount? {
    guard denominator != 0 else { return nil }
    let (product, overflow) = numerator.multipliedReportingOverflow(by: one)
    return overflow ? nil : Amount(pips: product / denominator)
  }
}

extension Pips {
  /// The number as it is calculated with; it always fits.
  var signed: Int64 { Int64(truncatingIfNeeded: count) }

  /// The nearest number of pips that there is.
  init(clamping pips: Int128) { self = Pips(count: UInt64(clamping: max(pips, 0))) ?? .maximum }

  /// The nearest number of pips that there is.
  init(clamping pips: Int64) { self = Pips(count: UInt64(clamping: pips)) ?? .maximum }
}
