internal import EthereumPrimitives
package import PerpsProtocol

// The messages that only a wallet signs, as bytes.

extension WalletAssociation: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), wallet: try reader.read())
  }
}

extension Withdrawal: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(quantity)
    writer.write(maximumGasFee)
    writer.write(bridgeAdapter)
    writer.write(counted: bridgeAdapterPayload)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard
      let withdrawal = Withdrawal(
        nonce: try reader.read(), wallet: try reader.read(), quantity: try reader.read(),
        maximumGasFee: try reader.read(), bridgeAdapter: try reader.read(), bridgeAdapterPayload: try reader.counted())
    else { throw .invalid("payload") }
    self = withdrawal
  }
}

extension Transfer: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(sourceWallet)
    writer.write(destinationWallet)
    writer.write(quantity)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(
      nonce: try reader.read(), sourceWallet: try reader.read(), destinationWallet: try reader.read(),
      quantity: try reader.read())
  }
}

extension Deposit: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(quantity)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), wallet: try reader.read(), quantity: try reader.read())
  }
}

extension IndexPrice: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(wallet)
    writer.write(market)
    writer.write(price)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self.init(nonce: try reader.read(), wallet: try reader.read(), market: try reader.read(), price: try reader.read())
  }
}
