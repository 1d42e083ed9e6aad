public import EthereumPrimitives
internal import PerpsProtocol

extension SandboxExchange {
  /// A wallet's deposits that are remembered, oldest first.
  public func deposits(of wallet: Address, page: HistoryPage<UInt64>) -> [FundMovement] {
    accounts.indices[wallet].map { histories[$0].deposits.movements(page) } ?? []
  }

  /// One deposit of a wallet, where it is remembered.
  ///
  /// - Parameter sequence: the exchange's id: the number of the ledger entry.
  public func deposit(_ sequence: UInt64, of wallet: Address) -> FundMovement? {
    accounts.indices[wallet].flatMap { histories[$0].deposits.movement(sequence) }
  }

  /// A wallet's withdrawals that are remembered, oldest first.
  public func withdrawals(of wallet: Address, page: HistoryPage<UInt64>) -> [FundMovement] {
    accounts.indices[wallet].map { histories[$0].withdrawals.movements(page) } ?? []
  }

  /// One withdrawal of a wallet, where it is remembered.
  ///
  /// - Parameter sequence: the exchange's id: the number of the ledger entry.
  public func withdrawal(_ sequence: UInt64, of wallet: Address) -> FundMovement? {
    accounts.indices[wallet].flatMap { histories[$0].withdrawals.movement(sequence) }
  }

  /// Whether a wallet is associated.
  public func isAssociated(_ wallet: Address) -> Bool {
    accounts.indices[wallet].map { accounts.list[$0].isAssociated } ?? false
  }

  /// Whether a wallet is associated with an account of the API, so that the account's credentials may read it.
  ///
  /// - Parameter account: the public id of the account's key.
  public func isAssociated(_ wallet: Address, withAccount account: String) -> Bool {
    accounts.indices[wallet].map { accounts.list[$0].isRead(by: account) } ?? false
  }
}

extension SandboxExchange {
  /// The wallets that are associated with an account of the API, in the order in which they came to the exchange.
  ///
  /// - Parameters:
  ///   - account: the public id of the account's key.
  ///   - limit: at most so many.
  public func wallets(ofAccount account: String, limit: Int) -> [Address] {
    accounts.places(readBy: account).prefix(max(limit, 0)).map { accounts.list[$0].wallet }
  }
}

extension Ring<FundMovement> {
  fileprivate func movements(_ page: HistoryPage<UInt64>) -> [FundMovement] {
    page.pick(from: count, key: { (self[$0].time, self[$0].sequence) }, item: { self[$0] })
  }

  fileprivate func movement(_ sequence: UInt64) -> FundMovement? {
    indices.last { self[$0].sequence == sequence }.map { self[$0] }
  }
}
