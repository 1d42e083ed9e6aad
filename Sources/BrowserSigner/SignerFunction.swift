internal import PerpsProtocol

/// What the web page asks of the module. Each is an export of the WebAssembly module, and takes and gives a record.
///
/// Nothing here signs or holds a secret: the page's keys sign what is prepared here, and a wallet shows it.
public enum SignerFunction: CaseIterable, Sendable {
  /// Prepares a message for the wallet to sign.
  case prepareForWallet
  /// Prepares a message for a session key to sign: trading, its consent, its own revocation.
  case prepareForSessionKey
  /// Gives a P-256 signature of this browser the low `s`.
  case lowS
  /// Names a P-256 public key.
  case addressOfPublicKey
  /// Writes an address with its checksum.
  case checksumAddress
  /// Makes a nonce.
  case nextNonce
  /// Calculates with numbers of the exchange.
  case decimal

  /// Answers a record.
  ///
  /// - Returns: the record of the answer, or one with `code`, `message` and `field` that says why there is none.
  public func answer(_ input: [UInt8]) -> [UInt8] {
    do throws(SignerRefusal) { return try result(of: Record(input)).bytes } catch { return error.record.bytes }
  }

  func result(of record: Record) throws(SignerRefusal) -> Record {
    switch self {
    case .prepareForWallet: try WalletCall.prepare(record)
    case .prepareForSessionKey: try SessionKeyCall.prepare(record)
    case .lowS: try KeyMaterial.lowS(record)
    case .addressOfPublicKey: try KeyMaterial.addressOfPublicKey(record)
    case .checksumAddress: try KeyMaterial.checksumAddress(record)
    case .nextNonce: try NextNonce.answer(record)
    case .decimal: try DecimalCalculation.answer(record)
    }
  }
}
