internal import EthereumPrimitives
internal import PerpsProtocol
package import SessionKeys

/// A signed request as bytes, as every store keeps it: a version, the action, the signature, the label.
///
/// One request has one encoding, and reading gives the identical request: its digest can be computed and its
/// signature verified again. What a ledger has stored must stay readable for ever, so versions and action numbers are
/// only ever added.
package enum RequestEncoding {
  /// The version that is written.
  package static let version: UInt8 = 1
  /// The most bytes that a request can take: a cancellation of 1,000 orders takes most.
  package static let bytesMaximum = 131_072

  /// Writes a request.
  package static func encode(_ request: SignedRequest) -> [UInt8] {
    var writer = ByteWriter(capacityBytes: 320)
    writer.write(byte: version)
    writer.write(request.action)
    writer.write(request.signature)
    writer.write(optional: request.label)
    return writer.bytes
  }

  /// Reads a request.
  package static func decode(_ bytes: [UInt8]) throws(RequestEncodingError) -> SignedRequest {
    var markets = KnownMarkets()
    return try decode(bytes, &markets)
  }

  /// Reads one of many requests.
  package static func decode(
    _ bytes: [UInt8], _ markets: inout KnownMarkets
  ) throws(RequestEncodingError) -> SignedRequest {
    var reader = ByteReader(bytes, knowing: markets)
    defer { markets = reader.markets }
    let version = try reader.byte()
    guard version == Self.version else { throw .unknownVersion(version) }
    let request = SignedRequest(
      action: try reader.read(), signature: try reader.read(), label: try reader.optional())
    try reader.finish()
    return request
  }
}

/// The number of an action in its encoding. Numbers are never changed or reused.
private enum ActionCode: UInt8 {
  case order = 1
  case cancelByOrderID = 2
  case cancelByDelegatedKey = 3
  case cancelByMarketSymbol = 4
  case cancelByWallet = 5
  case setInitialMarginFraction = 6
  case authorizeDelegatedKey = 16
  case revokeDelegatedKey = 17
  case authorizeSessionKey = 18
  case revokeSessionKey = 19
  case revokeAllSessionKeys = 20
  case associateWallet = 32
  case withdraw = 33
  case transfer = 34
  case deposit = 35
  case publishIndexPrice = 48
}

extension ByteWriter {
  fileprivate mutating func write(_ code: ActionCode, _ message: some BinaryCodable, wallet: Address? = nil) {
    write(byte: code.rawValue)
    write(message)
    if let wallet { write(wallet) }
  }
}

extension RequestedAction: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    switch self {
    case .trade(.order(let message)): writer.write(.order, message)
    case .trade(.cancelByOrderID(let message)): writer.write(.cancelByOrderID, message)
    case .trade(.cancelByDelegatedKey(let message)): writer.write(.cancelByDelegatedKey, message)
    case .trade(.cancelByMarketSymbol(let message)): writer.write(.cancelByMarketSymbol, message)
    case .trade(.cancelByWallet(let message)): writer.write(.cancelByWallet, message)
    case .trade(.setInitialMarginFraction(let message)): writer.write(.setInitialMarginFraction, message)
    case .authorizeDelegatedKey(let message, let wallet): writer.write(.authorizeDelegatedKey, message, wallet: wallet)
    case .revokeDelegatedKey(let message, let wallet): writer.write(.revokeDelegatedKey, message, wallet: wallet)
    case .authorizeSessionKey(let message): writer.write(.authorizeSessionKey, message)
    case .revokeSessionKey(let message): writer.write(.revokeSessionKey, message)
    case .revokeAllSessionKeys(let message): writer.write(.revokeAllSessionKeys, message)
    case .associateWallet(let message): writer.write(.associateWallet, message)
    case .withdraw(let message): writer.write(.withdraw, message)
    case .transfer(let message): writer.write(.transfer, message)
    case .deposit(let message): writer.write(.deposit, message)
    case .publishIndexPrice(let message): writer.write(.publishIndexPrice, message)
    }
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let number = try reader.byte()
    guard let code = ActionCode(rawValue: number) else { throw .unknownAction(number) }
    switch code {
    case .order: self = .trade(.order(try reader.read()))
    case .cancelByOrderID: self = .trade(.cancelByOrderID(try reader.read()))
    case .cancelByDelegatedKey: self = .trade(.cancelByDelegatedKey(try reader.read()))
    case .cancelByMarketSymbol: self = .trade(.cancelByMarketSymbol(try reader.read()))
    case .cancelByWallet: self = .trade(.cancelByWallet(try reader.read()))
    case .setInitialMarginFraction: self = .trade(.setInitialMarginFraction(try reader.read()))
    case .authorizeDelegatedKey: self = .authorizeDelegatedKey(try reader.read(), wallet: try reader.read())
    case .revokeDelegatedKey: self = .revokeDelegatedKey(try reader.read(), wallet: try reader.read())
    case .authorizeSessionKey: self = .authorizeSessionKey(try reader.read())
    case .revokeSessionKey: self = .revokeSessionKey(try reader.read())
    case .revokeAllSessionKeys: self = .revokeAllSessionKeys(try reader.read())
    case .associateWallet: self = .associateWallet(try reader.read())
    case .withdraw: self = .withdraw(try reader.read())
    case .transfer: self = .transfer(try reader.read())
    case .deposit: self = .deposit(try reader.read())
    case .publishIndexPrice: self = .publishIndexPrice(try reader.read())
    }
  }
}
