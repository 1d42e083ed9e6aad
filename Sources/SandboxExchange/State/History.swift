/// What is remembered of a wallet's past.
struct History: Sendable {
  var closedOrders = Ring<OrderState>(maximum: ExchangeLimits.closedOrdersPerWalletMaximum)
  var fills = Ring<Fill>(maximum: ExchangeLimits.fillsPerWalletMaximum)
  var deposits = Ring<FundMovement>(maximum: ExchangeLimits.fundMovementsPerWalletMaximum)
  var withdrawals = Ring<FundMovement>(maximum: ExchangeLimits.fundMovementsPerWalletMaximum)
}
