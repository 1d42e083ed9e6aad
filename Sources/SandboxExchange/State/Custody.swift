internal import EthereumPrimitives
internal import PerpsProtocol

extension SandboxExchange {
  /// Creates the account of a wallet where there is none.
  private mutating func account(making wallet: Address) -> Int? {
    guard let index = accounts.index(making: wallet) else { return nil }
    if histories.count == index { histories.append(History()) }
    return index
  }

  /// Associates a wallet, and lets an account of the API read it where the server has put one beside the request.
  ///
  /// - Parameter apiAccount: the id of the account's key. It is not signed: the server knows the account from the
  ///   credentials that came with the request, and never from its body.
  mutating func associate(_ association: WalletAssociation, apiAccount: String?) -> Answer {
    guard let account = account(making: association.wallet) else { return .refused(.tooManyWallets) }
    if let apiAccount, !accounts.list[account].isRead(by: apiAccount) {
      guard accounts.list[account].apiAccounts.count < ExchangeLimits.apiAccountsPerWalletMaximum else {
        return .refused(.tooManyAccountsOfWallet)
      }
      accounts.associate(account, with: apiAccount)
    }
    accounts.list[account].isAssociated = true
    return .walletAssociated(association.wallet)
  }

  mutating func deposit(_ deposit: Deposit) -> Answer {
    guard deposit.quantity > .zero else { return .refused(.zeroQuantity) }
    guard let account = account(making: deposit.wallet) else { return .refused(.tooManyWallets) }
    accounts.list[account].balance += Int128(deposit.quantity.count)
    deposited += Int128(deposit.quantity.count)
    let movement = movement(of: account, quantity: deposit.quantity, destination: deposit.wallet)
    histories[account].deposits.append(movement)
    events.append(.deposit(movement))
    return .deposit(movement)
  }

  /// Takes out what is neither needed as initial margin nor only profit on paper. Gas costs nothing here.
  mutating func withdraw(_ withdrawal: Withdrawal) -> Answer {
    let minimum = max(configuration.withdrawalMinimum, Pips(clamping: Int64(1)))
    guard withdrawal.quantity >= minimum else { return .refused(.withdrawalUnderMinimum(minimum)) }
    guard let account = accounts.indices[withdrawal.wallet], canPay(withdrawal.quantity, from: account) else {
      return .refused(.insufficientFunds)
    }
    accounts.list[account].balance -= Int128(withdrawal.quantity.count)
    forgetBands(of: account)
    withdrawn += Int128(withdrawal.quantity.count)
    let movement = movement(of: account, quantity: withdrawal.quantity, destination: withdrawal.bridgeAdapter)
    histories[account].withdrawals.append(movement)
    events.append(.withdrawal(movement))
    return .withdrawal(movement)
  }

  /// Moves what could be withdrawn to another wallet, whose account is made where there is none.
  mutating func transfer(_ transfer: Transfer) -> Answer {
    guard transfer.quantity > .zero else { return .refused(.zeroQuantity) }
    guard transfer.destinationWallet != .zero, transfer.destinationWallet != transfer.sourceWallet else {
      return .refused(.transferDestinationNotAllowed)
    }
    guard let source = accounts.indices[transfer.sourceWallet], canPay(transfer.quantity, from: source) else {
      return .refused(.insufficientFunds)
    }
    guard let destination = account(making: transfer.destinationWallet) else { return .refused(.tooManyWallets) }
    accounts.list[source].balance -= Int128(transfer.quantity.count)
    forgetBands(of: source)
    accounts.list[destination].balance += Int128(transfer.quantity.count)
    let movement = movement(of: source, quantity: transfer.quantity, destination: transfer.destinationWallet)
    events.append(.transfer(movement))
    return .transfer(movement)
  }

  private func canPay(_ quantity: Pips, from account: Int) -> Bool {
    Int128(quantity.count) <= withdrawable(account)
  }

  /// The most that an account can withdraw or transfer: its balance, and not more than its available collateral.
  func withdrawable(_ account: Int) -> Int128 {
    max(0, min(accounts.list[account].balance, accounts.list[account].available(under: terms)))
  }

  private func movement(of account: Int, quantity: Pips, destination: Address) -> FundMovement {
    FundMovement(
      sequence: sequence, wallet: accounts.list[account].wallet, destination: destination, quantity: quantity,
      quoteBalance: Amount(pips: accounts.list[account].balance), time: time)
  }
}
