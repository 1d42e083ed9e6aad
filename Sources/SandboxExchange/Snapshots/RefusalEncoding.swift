internal import Ledger
internal import PerpsProtocol

// Why a triggered order could not be placed. Numbers are those of the cases' order; the version counts their changes.

extension BusinessRefusal: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    switch self {
    case .outOfSequence(let expected):
      writer.write(byte: 1)
      writer.write(integer: expected)
    case .marketNotFound(let market): writer.write(2, market)
    case .marketNotAccepting(let status): writer.write(3, status)
    case .cancellationsNotAccepted(let status): writer.write(4, status)
    case .invalidTerms(let error): writer.write(5, error)
    case .orderNotSupported: writer.write(byte: 6)
    case .postOnlyNeedsLimit: writer.write(byte: 7)
    case .priceNotOnTick(let tick): writer.write(8, tick)
    case .quantityNotOnStep(let step): writer.write(9, step)
    case .quantityUnderMinimum(let minimum): writer.write(10, minimum)
    case .positionTooLarge(let maximum): writer.write(11, maximum)
    case .orderValueTooLarge: writer.write(byte: 12)
    case .clientOrderIDInUse: writer.write(byte: 13)
    case .tooManyOpenOrders: writer.write(byte: 14)
    case .indexPriceUnavailable(let market): writer.write(15, market)
    case .priceTooFarFromIndex(let limit): writer.write(16, limit)
    case .reduceOnlyWouldNotReduce: writer.write(byte: 17)
    case .postOnlyWouldCross: writer.write(byte: 18)
    case .insufficientFunds: writer.write(byte: 19)
    case .initialMarginFractionOutOfRange(let minimum): writer.write(20, minimum)
    case .zeroQuantity: writer.write(byte: 21)
    case .withdrawalUnderMinimum(let minimum): writer.write(22, minimum)
    case .transferDestinationNotAllowed: writer.write(byte: 23)
    case .tooManyWallets: writer.write(byte: 24)
    case .tooManyAccountsOfWallet: writer.write(byte: 25)
    case .notIndexPricePublisher: writer.write(byte: 26)
    case .indexPriceOutOfRange(let maximum): writer.write(27, maximum)
    }
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    switch try reader.byte() {
    case 1: self = .outOfSequence(expected: try reader.integer())
    case 2: self = .marketNotFound(try reader.read())
    case 3: self = .marketNotAccepting(try reader.read())
    case 4: self = .cancellationsNotAccepted(try reader.read())
    case 5: self = .invalidTerms(try reader.read())
    case 6: self = .orderNotSupported
    case 7: self = .postOnlyNeedsLimit
    case 8: self = .priceNotOnTick(try reader.read())
    case 9: self = .quantityNotOnStep(try reader.read())
    case 10: self = .quantityUnderMinimum(try reader.read())
    case 11: self = .positionTooLarge(try reader.read())
    case 12: self = .orderValueTooLarge
    case 13: self = .clientOrderIDInUse
    case 14: self = .tooManyOpenOrders
    case 15: self = .indexPriceUnavailable(try reader.read())
    case 16: self = .priceTooFarFromIndex(limit: try reader.read())
    case 17: self = .reduceOnlyWouldNotReduce
    case 18: self = .postOnlyWouldCross
    case 19: self = .insufficientFunds
    case 20: self = .initialMarginFractionOutOfRange(minimum: try reader.read())
    case 21: self = .zeroQuantity
    case 22: self = .withdrawalUnderMinimum(try reader.read())
    case 23: self = .transferDestinationNotAllowed
    case 24: self = .tooManyWallets
    case 25: self = .tooManyAccountsOfWallet
    case 26: self = .notIndexPricePublisher
    case 27: self = .indexPriceOutOfRange(maximum: try reader.read())
    default: throw .invalid("refusal")
    }
  }
}

extension ByteWriter {
  fileprivate mutating func write(_ number: UInt8, _ value: some BinaryCodable) {
    write(byte: number)
    write(value)
  }
}
