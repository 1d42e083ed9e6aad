internal import EthereumPrimitives
public import SessionKeys

/// The body of a signed call: `{"parameters": {…}, "signature": "0x…"}`, and `consent` where a key is authorised.
///
/// Reading it says nothing about who signed it. Everything that the call does not know is refused.
public struct SignedRequestBody: Sendable {
  /// The requests that the body can stand for, most usual first: never empty, and nearly always one.
  public let requests: [SignedRequest]
  private let missingParameter: String?

  /// The most bytes that a body may have.
  public static let bytesMaximum = 65_536

  /// Reads a body.
  public init(_ bytes: [UInt8], of endpoint: SignedEndpoint) throws(RequestBodyError) {
    do {
      let body = try endpoint.decode(bytes)
      requests = body.requests
      missingParameter = body.missingParameter
    } catch { throw RequestBodyError(error) }
  }

  /// Reads a body that is a member of another document.
  init(in object: StrictObject, named name: String, of endpoint: SignedEndpoint) throws(StrictJSONError) {
    let body = try endpoint.decode(member: name, of: object)
    requests = body.requests
    missingParameter = body.missingParameter
  }

  /// The request that the body makes of a server.
  ///
  /// - Throws: ``RequestBodyError/required(name:)`` when a parameter that the call needs, though it is not signed, is
  ///   missing. Whoever only looks at a body can do without it.
  public func request() throws(RequestBodyError) -> SignedRequest {
    if let missingParameter { throw .required(name: "parameters." + missingParameter) }
    return requests[0]
  }
}

/// The parameters of a call that are still to be signed: the object that will stand as `parameters` in the body.
public struct UnsignedRequest: Sendable {
  /// What is to be signed.
  public let action: RequestedAction

  /// Reads parameters.
  public init(parameters bytes: [UInt8], of endpoint: SignedEndpoint) throws(RequestBodyError) {
    do { action = try endpoint.decodeParameters(bytes).actions[0] } catch { throw RequestBodyError(error) }
  }
}

/// A body whose parameters are of one call.
private struct Body<Parameters: WireParameters>: Decodable {
  let requests: [SignedRequest]
  let missingParameter: String?

  init(from decoder: any Decoder) throws {
    let object = try StrictObject(decoder, allowing: Parameters.bodyMembers)
    let parameters: Parameters = try object.value("parameters")
    let signature = try Self.signature("signature", object.string("signature"))
    let consent = try object.optionalString("consent").map { try Self.signature("consent", $0) }
    _ = try object.optionalString("referralCode")
    let label = parameters.label
    missingParameter = parameters.missingParameter
    requests = parameters.actions(consent: consent).map {
      SignedRequest(action: $0, signature: signature, label: label)
    }
  }

  private static func signature(_ name: String, _ text: String) throws -> KeySignature {
    do { return try KeySignature(Hex.decode(text, byteCountMaximum: 65)) } catch {
      throw RequestBodyError.parameter(name: name, reason: "\(error)")
    }
  }
}

extension SignedEndpoint {
  fileprivate func decode(
    _ bytes: [UInt8]
  ) throws(StrictJSONError) -> (requests: [SignedRequest], missingParameter: String?) {
    func decoded<P: WireParameters>(_ type: P.Type) throws(StrictJSONError) -> ([SignedRequest], String?) {
      let body = try StrictJSON.decode(Body<P>.self, from: bytes, bytesMaximum: SignedRequestBody.bytesMaximum)
      return (body.requests, body.missingParameter)
    }
    return try decoded(parametersType)
  }

  fileprivate func decode(
    member name: String, of object: StrictObject
  ) throws(StrictJSONError) -> (requests: [SignedRequest], missingParameter: String?) {
    func decoded<P: WireParameters>(_ type: P.Type) throws(StrictJSONError) -> ([SignedRequest], String?) {
      let body = try object.value(name, as: Body<P>.self)
      return (body.requests, body.missingParameter)
    }
    return try decoded(parametersType)
  }

  fileprivate func decodeParameters(_ bytes: [UInt8]) throws(StrictJSONError) -> any WireParameters {
    func decoded<P: WireParameters>(_ type: P.Type) throws(StrictJSONError) -> any WireParameters {
      try StrictJSON.decode(P.self, from: bytes, bytesMaximum: SignedRequestBody.bytesMaximum)
    }
    return try decoded(parametersType)
  }

  private var parametersType: any WireParameters.Type {
    switch self {
    case .placeOrder: PlaceOrderParameters.self
    case .cancelOrders: CancelOrdersParameters.self
    case .authorizeDelegatedKey: AuthorizeDelegatedKeyParameters.self
    case .removeDelegatedKey: RemoveDelegatedKeyParameters.self
    case .associateWallet: AssociateWalletParameters.self
    case .withdraw: WithdrawParameters.self
    case .setInitialMarginFractionOverride: InitialMarginFractionParameters.self
    case .authorizeSessionKey: AuthorizeSessionKeyParameters.self
    case .revokeSessionKeys: RevokeSessionKeysParameters.self
    case .deposit: DepositParameters.self
    case .transfer: TransferParameters.self
    case .publishIndexPrice: PublishIndexPriceParameters.self
    }
  }
}
