internal import EthereumPrimitives
internal import PerpsProtocol

// The messages that only a wallet signs, as bytes.

extension WalletAssociation: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), wallet: try reader.read())
  }
}

extension Withdrawal: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(quantity)
    writer.write(maximumGasFee)
    writer.write(bridgeAdapter)
    writer.write(counted: bridgeAdapterPayload)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard
      let withdrawal = Withdrawal(
        nonce: try reader.read(), wallet: try reader.read(), quantity: try reader.read(),
        maximumGasFee: try reader.read(), bridgeAdapter: try reader.read(), bridgeAdapterPayload: try reader.counted())
    else { throw .invalid("payload") }
    self = withdrawal
  }
}

extension Transfer: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(sourceWallet)
    writer.write(destinationWallet)
    writer.write(quantity)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      nonce: try reader.read(), sourceWallet: try reader.read(), destinationWallet: try reader.read(),
      quantity: try reader.read())
  }
}

extension Deposit: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(quantity)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), wallet: try reader.read(), quantity: try reader.read())
  }
}

extension IndexPrice: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(market)
    writer.write(price)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), wallet: try reader.read(), market: try reader.read(), price: try reader.read())
  }
}
