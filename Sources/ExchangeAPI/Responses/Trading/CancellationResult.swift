public import PerpsProtocol

/// What became of one order: element of the answer of `DELETE /v1/orders`.
public struct CancellationResult: Codable, Hashable, Sendable {
  /// The exchange's id, where the order is known or was named by it.
  public let orderID: OrderID?
  /// The trader's own name, where it has one or was named by it.
  public let clientOrderID: ClientOrderID?
  /// `OrderStatus.canceled`, or `OrderStatus.notFound` where there was no such open order.
  public let status: OrderStatus

  /// Puts together the answer.
  public init(orderID: OrderID? = nil, clientOrderID: ClientOrderID? = nil, status: OrderStatus) {
    self.orderID = orderID
    self.clientOrderID = clientOrderID
    self.status = status
  }

  private enum CodingKeys: String, CodingKey {
    case status
    case orderID = "orderId"
    case clientOrderID = "clientOrderId"
  }
}
