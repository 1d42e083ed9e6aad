internal import EthereumPrimitives

/// What a wallet has: its balance and its stakes, one for each market in the configuration's order.
struct Account: Sendable {
  let wallet: Address
  var balance: Int128 = 0
  var positions: [PositionState]
  var isAssociated = false
  /// The accounts of the API that may read it, by the ids of their keys, in the order in which they came.
  var apiAccounts: [String] = []
  /// The transaction of ``AccountStore`` that has last touched it.
  var transaction: UInt64 = 0

  init(wallet: Address, markets: Int) {
    self.wallet = wallet
    positions = Array(repeating: PositionState(), count: markets)
  }

  /// Whether an account of the API may read it.
  func isRead(by apiAccount: String) -> Bool {
    apiAccounts.contains { $0.utf8.elementsEqual(apiAccount.utf8) }
  }

  /// The margin over all markets.
  func margin(under terms: [MarginTerms]) -> Margin {
    var sum = Margin()
    for index in positions.indices where index < terms.count { sum.add(positions[index].margin(under: terms[index])) }
    return sum
  }

  /// Balance and unrealised profit and loss, less all initial margin.
  func available(under terms: [MarginTerms]) -> Int128 { balance + margin(under: terms).availability }

  /// Whether there is too little to keep the positions. A wallet that has exactly enough keeps them.
  func isUnderMaintenance(_ terms: [MarginTerms]) -> Bool {
    let margin = margin(under: terms)
    return balance + margin.unrealized < margin.maintenance
  }
}
