internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol

// Accounts and positions, without what their open orders tell.

extension Account {
  func write(to writer: inout ByteWriter) {
    writer.write(wallet)
    writer.write(balance)
    writer.write(byte: isAssociated ? 1 : 0)
    writer.write(count: apiAccounts.count)
    for apiAccount in apiAccounts { writer.write(text: apiAccount) }
    for position in positions { position.write(to: &writer) }
  }

  /// Reads everything behind the wallet.
  mutating func read(from reader: inout ByteReader) throws(RequestEncodingError) {
    balance = try reader.amount()
    isAssociated = try reader.flag()
    for _ in 0..<(try reader.count(maximum: ExchangeLimits.apiAccountsPerWalletMaximum)) {
      apiAccounts.append(try reader.text())
    }
    for market in positions.indices { try positions[market].read(from: &reader) }
  }
}

extension PositionState {
  /// Whether there is nothing to tell: most wallets are in few of many markets.
  private var isUntouched: Bool { lastChange == nil && leverage == nil }

  func write(to writer: inout ByteWriter) {
    writer.write(byte: isUntouched ? 0 : 1)
    if isUntouched { return }
    writer.write(quantity)
    writer.write(basis)
    writer.write(leverage ?? 0)
    writer.write(maximumQuantity)
    for sum in [realized, closedQuote, totalOpen, totalClose] { writer.write(sum) }
    writer.write(openedBy)
    writer.write(lastFill)
    writer.write(optional: lastChange)
  }

  mutating func read(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard try reader.flag() else { return }
    quantity = try reader.signed()
    basis = try reader.amount()
    leverage = try reader.natural()
    if leverage == 0 { leverage = nil }
    maximumQuantity = try reader.signed()
    (realized, closedQuote) = (try reader.amount(), try reader.amount())
    (totalOpen, totalClose) = (try reader.amount(), try reader.amount())
    (openedBy, lastFill) = (try reader.read(), try reader.read())
    lastChange = try reader.optional()
    guard !isUntouched, quantity > .min, leverage ?? 0 <= Pips.one.signed, quantity != 0 || basis == 0 else {
      throw .invalid("position")
    }
  }
}
