internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SessionKeys
internal import Signing
internal import TypedData

/// Parameters of a call, about to be signed.
struct RequestToSign {
  let endpoint: SignedEndpoint
  let domain: Domain
  let action: RequestedAction
  private let parameters: JSONValue

  /// Reads parameters: an object as it will stand under `parameters`, alone or already under that name.
  init(document bytes: [UInt8], of endpoint: SignedEndpoint, in domain: Domain) throws(CommandFailure) {
    self.endpoint = endpoint
    self.domain = domain
    parameters = try Self.parameters(in: bytes)
    // What is signed is read from what will be sent, not from what was given.
    let written = try Self.encode(parameters)
    do { action = try UnsignedRequest(parameters: written, of: endpoint).action } catch { throw .body(error) }
  }

  /// What the exchange will object to in a signature by this key.
  func objection(to key: SigningKey) -> Signatory.Objection? {
    let isP256 = key.p256SessionKey(action.namedSessionKey) != nil
    let signer = isP256 ? action.namedSessionKey : nil
    return Signatory(signer ?? key.secp256k1.address, of: action).objection
  }

  /// The whole body.
  func body(signedBy key: SigningKey, consentBy consentKey: SigningKey?) throws(CommandFailure) -> [UInt8] {
    let consent = try consentKey.map { key throws(CommandFailure) in try self.consent(by: key).description }
    let body = SignedBody(parameters: parameters, signature: try signature(by: key).description, consent: consent)
    let bytes = try Self.encode(body)
    // A body that the API would not take is not handed out.
    do { _ = try SignedRequestBody(bytes, of: endpoint) } catch { throw .body(error) }
    return bytes
  }

  private struct SignedBody: Encodable {
    let parameters: JSONValue
    let signature: String
    let consent: String?
  }
}

// MARK: - Signing

extension RequestToSign {
  private func signature(by key: SigningKey) throws(CommandFailure) -> KeySignature {
    let p256 = key.p256SessionKey(action.namedSessionKey)
    do {
      switch (p256, action) {
      case (nil, _): return .secp256k1(try Self.sign(action.message, with: LocalWallet(key.secp256k1), in: domain))
      case (let key?, .trade(let action)): return try key.sign(action, in: domain)
      case (let key?, .revokeSessionKey(let revocation)): return try key.sign(revocation, in: domain)
      default: break
      }
    } catch { throw .signing(error) }
    throw .walletNeeded(primaryType: action.primaryType)
  }

  private static func sign(
    _ message: some PerpsMessage, with wallet: LocalWallet, in domain: Domain
  ) throws(SigningError) -> RecoverableSignature {
    try wallet.sign(message, in: domain)
  }

  private func consent(by key: SigningKey) throws(CommandFailure) -> KeySignature {
    guard case .authorizeSessionKey(let enrollment) = action else { throw .signing(.namesAnotherKey) }
    let authorization = enrollment.authorization
    guard let sessionKey = key.sessionKey(authorization.sessionKey) else {
      throw .consentByAnotherKey(sessionKey: authorization.sessionKey)
    }
    let publicKey = sessionKey.publicKey
    if let given = enrollment.publicKey {
      guard given.raw == publicKey.raw else { throw .anotherPublicKey(publicKey) }
    } else if publicKey.curve == .p256 {
      throw .publicKeyNeeded(publicKey)
    }
    do { return try sessionKey.consent(to: authorization, in: domain) } catch { throw .signing(error) }
  }
}

// MARK: - JSON

extension RequestToSign {
  private static func parameters(in bytes: [UInt8]) throws(CommandFailure) -> JSONValue {
    do {
      let document = try StrictJSON.tree(bytes, bytesMaximum: SignedRequestBody.bytesMaximum)
      let members = document.members
      guard members.count == 1, let parameters = document.member("parameters") else { return document }
      return parameters
    } catch { throw .body(.document(error)) }
  }

  private static func encode(_ value: some Encodable) throws(CommandFailure) -> [UInt8] {
    do { return try JSON.encode(value) } catch EncodingError.invalidValue(_, let context) {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw .inexactNumber(path: path)
    } catch { throw .encoding }
  }
}
