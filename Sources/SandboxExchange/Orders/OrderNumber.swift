public import PerpsProtocol

/// The exchange's id of an order: the sequence number of the ledger entry that placed it.
public struct OrderNumber: Hashable, Sendable, Comparable {
  /// The entry's place in the ledger.
  public let sequence: UInt64

  init(sequence: UInt64) { self.sequence = sequence }

  /// Reads an id as the exchange spells it: a decimal number without superfluous zeros. Others name no order.
  public init?(_ id: OrderID) {
    guard let sequence = UInt64(id.text), id.text.utf8.elementsEqual(String(sequence).utf8) else { return nil }
    self.sequence = sequence
  }

  /// Earlier orders are smaller.
  public static func < (left: OrderNumber, right: OrderNumber) -> Bool { left.sequence < right.sequence }
}

extension OrderNumber: CustomStringConvertible {
  /// The decimal number, which is how the id is spelled.
  public var description: String { String(sequence) }
}
