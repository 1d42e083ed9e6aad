internal import EthereumPrimitives
internal import Foundation
internal import PerpsProtocol
public import SessionKeys

extension SignedRequestBody {
  /// Writes the body of a request: the inverse of reading it. What may be left out is left out; members stand in
  /// alphabetical order, so that one request has one body.
  ///
  /// - Throws: when reading the body would not give the same request.
  public static func encode(
    _ request: SignedRequest
  ) throws(RequestWritingError) -> (endpoint: SignedEndpoint, body: [UInt8]) {
    let endpoint = request.action.endpoint
    let body = try write(WrittenBody(request: request, endpoint: endpoint))
    guard body.count <= bytesMaximum else { throw .tooLong(actualBytes: body.count) }
    return (endpoint, body)
  }

  static func write(_ value: some Encodable) throws(RequestWritingError) -> [UInt8] {
    do { return [UInt8](try encoder.encode(value)) } catch {
      throw error as? RequestWritingError ?? .encodingFailed
    }
  }

  /// One for the whole process: its settings never change.
  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()
}

/// `{"parameters": {…}, "signature": "0x…"}`, and `consent` where a key is authorised.
struct WrittenBody: Encodable {
  let request: SignedRequest
  let endpoint: SignedEndpoint

  func encode(to encoder: any Encoder) throws {
    if request.label != nil && !endpoint.takesLabel { throw RequestWritingError.labelNotTaken }
    var body = encoder.container(keyedBy: WireKey.self)
    try body.encode(WrittenParameters(request: request), forKey: "parameters")
    try body.encode(request.signature.description, forKey: "signature")
    if case .authorizeSessionKey(let enrollment) = request.action {
      try body.encodeIfPresent(enrollment.consent?.description, forKey: "consent")
    }
  }
}

/// The parameters of a request, without the signature.
private struct WrittenParameters: Encodable {
  let request: SignedRequest

  func encode(to encoder: any Encoder) throws {
    var parameters = encoder.container(keyedBy: WireKey.self)
    try parameters.encode(request.action.nonce, forKey: "nonce")
    try parameters.encodeIfPresent(request.label?.text, forKey: "name")
    if case .transfer = request.action {} else { try parameters.encode(request.action.wallet, forKey: "wallet") }
    switch request.action {
    case .trade(let action): try parameters.write(action)
    case .authorizeDelegatedKey(let message, _), .revokeDelegatedKey(let message, _):
      try parameters.encode(message.delegatedKey, forKey: "delegatedKey")
    case .authorizeSessionKey(let enrollment): try parameters.write(enrollment)
    case .revokeSessionKey(let revocation):
      try parameters.encode(revocation.sessionKey, forKey: "sessionKey")
      try parameters.encode(revocation.openOrders, forKey: "openOrders")
    case .revokeAllSessionKeys(let revocation): try parameters.encode(revocation.openOrders, forKey: "openOrders")
    case .associateWallet: break
    case .withdraw(let withdrawal): try parameters.write(withdrawal)
    case .transfer(let transfer): try parameters.write(transfer)
    case .deposit(let deposit): try parameters.encode(deposit.quantity, forKey: "quantity")
    case .publishIndexPrice(let price):
      try parameters.encode(price.market, forKey: "market")
      try parameters.encode(price.price, forKey: "price")
    }
  }
}

extension RequestedAction {
  /// The call that carries the action out.
  public var endpoint: SignedEndpoint {
    switch self {
    case .trade(.order): .placeOrder
    case .trade(.setInitialMarginFraction): .setInitialMarginFractionOverride
    case .trade(.cancelByOrderID), .trade(.cancelByDelegatedKey), .trade(.cancelByMarketSymbol),
      .trade(.cancelByWallet):
      .cancelOrders
    case .authorizeDelegatedKey: .authorizeDelegatedKey
    case .revokeDelegatedKey: .removeDelegatedKey
    case .authorizeSessionKey: .authorizeSessionKey
    case .revokeSessionKey, .revokeAllSessionKeys: .revokeSessionKeys
    case .associateWallet: .associateWallet
    case .withdraw: .withdraw
    case .transfer: .transfer
    case .deposit: .deposit
    case .publishIndexPrice: .publishIndexPrice
    }
  }
}

extension SignedEndpoint {
  fileprivate var takesLabel: Bool { self == .authorizeDelegatedKey || self == .authorizeSessionKey }
}
