/// The exchange's id of a fill: the ledger entry in which it happened, and its place among that entry's fills.
///
/// The two sides of a trade share it.
public struct FillNumber: Hashable, Sendable, Comparable {
  /// The entry's place in the ledger.
  public let sequence: UInt64
  /// From 1 on.
  public let number: UInt32

  init(sequence: UInt64, number: UInt32) {
    self.sequence = sequence
    self.number = number
  }

  /// Reads an id as the exchange spells it, such as `42-1`.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let sequence = UInt64(parts[0]), let number = UInt32(parts[1]) else { return nil }
    self.init(sequence: sequence, number: number)
    guard text.utf8.elementsEqual(description.utf8) else { return nil }
  }

  /// Earlier fills are smaller.
  public static func < (left: FillNumber, right: FillNumber) -> Bool {
    (left.sequence, left.number) < (right.sequence, right.number)
  }
}

extension FillNumber: CustomStringConvertible {
  /// `42-1`: the entry's sequence number, a hyphen, the fill's number in it.
  public var description: String { "\(sequence)-\(number)" }
}
