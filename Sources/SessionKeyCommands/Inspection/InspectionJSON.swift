internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SessionKeys
internal import TypedData

extension Inspection: Encodable {
  private enum CodingKeys: CodingKey {
    case primaryType, encodeType, domain, message, nonceTime, domainSeparator, structHash, digest, curve, signer
    case signedBy, consent
  }

  /// Writes the members that the help of `inspect` lists; `signer` is there also when it is `null`.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(message.primaryType, forKey: .primaryType)
    try container.encode(message.encodedType, forKey: .encodeType)
    try container.encode(message.domain, forKey: .domain)
    try container.encode(message.message, forKey: .message)
    try container.encode(action.nonce.time.timestamp.milliseconds, forKey: .nonceTime)
    try container.encode(domain.separator.description, forKey: .domainSeparator)
    try container.encode(message.structHash.description, forKey: .structHash)
    try container.encode(digest.description, forKey: .digest)
    try container.encode(curve.name, forKey: .curve)
    try container.encode(signer?.description, forKey: .signer)
    try container.encode(signedBy, forKey: .signedBy)
    try container.encodeIfPresent(consent, forKey: .consent)
  }
}

extension ConsentInspection: Encodable {
  private enum CodingKeys: CodingKey {
    case digest, signer, valid
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(digest.description, forKey: .digest)
    try container.encode(signer?.description, forKey: .signer)
    try container.encode(isValid, forKey: .valid)
  }
}

extension Curve {
  /// The curve's name in output.
  var name: String {
    switch self {
    case .secp256k1: "secp256k1"
    case .p256: "P-256"
    }
  }
}
