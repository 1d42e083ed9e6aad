internal import EthereumPrimitives
package import PerpsProtocol
package import SessionKeys

// The signed messages as bytes: every member that is not fixed by the message's type, in the order of the type.

extension Order: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(market)
    writer.write(type)
    writer.write(side)
    writer.write(quantity)
    writer.write(limitPrice)
    writer.write(triggerPrice)
    writer.write(triggerType)
    writer.write(callbackRate)
    writer.write(integer: conditionalOrderID)
    writer.write(byte: isReduceOnly ? 1 : 0)
    writer.write(timeInForce)
    writer.write(selfTradePrevention)
    writer.write(byte: isLiquidationAcquisitionOnly ? 1 : 0)
    writer.write(delegatedKey)
    writer.write(optional: clientOrderID)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      unchecked: try reader.read(), wallet: try reader.read(), market: try reader.read(), type: try reader.read(),
      side: try reader.read(), quantity: try reader.read(), limitPrice: try reader.read(),
      triggerPrice: try reader.read(), triggerType: try reader.read(), callbackRate: try reader.read(),
      conditionalOrderID: try reader.integer(), isReduceOnly: try reader.flag(), timeInForce: try reader.read(),
      selfTradePrevention: try reader.read(), isLiquidationAcquisitionOnly: try reader.flag(),
      delegatedKey: try reader.read(), clientOrderID: try reader.optional())
  }
}

extension OrderCancellationByOrderID: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(delegatedKey)
    writer.write(list: orderIDs)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard
      let cancellation = OrderCancellationByOrderID(
        nonce: try reader.read(), wallet: try reader.read(), sessionKey: try reader.read(Address.self),
        orderIDs: try reader.list())
    else { throw .invalid("number of order ids") }
    self = cancellation
  }
}

extension OrderCancellationByDelegatedKey: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(delegatedKey)
    writer.write(orderDelegatedKey)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      nonce: try reader.read(), wallet: try reader.read(), sessionKey: try reader.read(Address.self),
      ordersOf: try reader.read())
  }
}

extension OrderCancellationByMarketSymbol: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(delegatedKey)
    writer.write(market)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      nonce: try reader.read(), wallet: try reader.read(), sessionKey: try reader.read(Address.self),
      market: try reader.read())
  }
}

extension OrderCancellationByWallet: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(delegatedKey)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), wallet: try reader.read(), sessionKey: try reader.read(Address.self))
  }
}

extension InitialMarginFractionOverrideSettings: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(delegatedKey)
    writer.write(market)
    writer.write(optional: initialMarginFractionOverride)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      nonce: try reader.read(), wallet: try reader.read(), sessionKey: try reader.read(Address.self),
      market: try reader.read(), initialMarginFractionOverride: try reader.optional())
  }
}

// MARK: - Authority

extension DelegatedKeyAuthorization: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(delegatedKey)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), delegatedKey: try reader.read())
  }
}

extension SessionKeyEnrollment: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(authorization.nonce)
    writer.write(authorization.wallet)
    writer.write(authorization.sessionKey)
    writer.write(authorization.scope)
    writer.write(authorization.expiresAt)
    writer.write(optional: consent)
    writer.write(optional: publicKey)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let (nonce, wallet, sessionKey) = (
      try reader.read(Nonce.self), try reader.read(Address.self), try reader.read(Address.self)
    )
    let (scope, expiresAt) = (try reader.read(SessionKeyScope.self), try reader.read(Timestamp.self))
    let authorization: SessionKeyAuthorization
    do {
      authorization = try SessionKeyAuthorization(
        nonce: nonce, wallet: wallet, sessionKey: sessionKey, scope: scope, expiresAt: expiresAt)
    } catch { throw .invalid("lifetime") }
    self.init(authorization: authorization, consent: try reader.optional(), publicKey: try reader.optional())
  }
}

extension SessionKeyScope: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(permission)
    writer.write(list: markets)
    writer.write(optional: maximumOrderValue)
    writer.write(optional: maximumDailyValue)
    writer.write(optional: maximumPriceDeviation)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let (permission, markets) = (try reader.read(Permission.self), try reader.list(MarketSymbol.self))
    let (order, day, deviation) = (
      try reader.optional(Pips.self), try reader.optional(Pips.self), try reader.optional(Pips.self)
    )
    do {
      try self.init(
        permission: permission, markets: markets, maximumOrderValue: order, maximumDailyValue: day,
        maximumPriceDeviation: deviation)
    } catch { throw .invalid("scope") }
  }
}

extension SessionKeyRevocation: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(sessionKey)
    writer.write(openOrders)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      nonce: try reader.read(), wallet: try reader.read(), sessionKey: try reader.read(),
      openOrders: try reader.read())
  }
}

extension AllSessionKeysRevocation: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(openOrders)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), wallet: try reader.read(), openOrders: try reader.read())
  }
}
