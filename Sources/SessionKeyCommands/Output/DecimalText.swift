internal import PerpsProtocol

/// Numbers for people: without the zeros at the end that the exchange always writes.
enum DecimalText {
  /// A quantity, price or rate: `0.5`, `2000`.
  static func short(_ pips: Pips) -> String { short(pips.description) }

  /// A sum, which can be negative: `-12.5`.
  static func short(_ amount: Amount) -> String { short(amount.description) }

  /// A fraction of one as a percentage: `5%`.
  static func percent(_ fraction: Pips) -> String { percent(Amount(fraction)) }

  /// A fraction of one as a percentage, which can be negative.
  static func percent(_ fraction: Amount) -> String { short(Amount(pips: fraction.pips * 100)) + "%" }

  /// What the exchange has written, without the zeros at the end.
  private static func short(_ decimal: String) -> String {
    var text = decimal[...]
    while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
    if text.utf8.last == UInt8(ascii: ".") { text.removeLast() }
    return String(text)
  }
}
