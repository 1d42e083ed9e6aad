internal import PerpsProtocol
internal import TypedData

/// `parameters` of the calls that concern a wallet's own funds and account, which no session key signs.
enum CustodyParameters {
  /// `POST /v1/wallets`.
  @inline(never)
  static func association(_ record: Record) throws(SignerRefusal) -> TypedDataDocument {
    let parameters = try Fields(record, .parameters, allowing: "nonce wallet")
    return TypedDataDocument(
      WalletAssociation(nonce: try parameters.nonce(), wallet: try parameters.address("wallet")))
  }

  /// `POST /v1/withdrawals`.
  @inline(never)
  static func withdrawal(_ record: Record) throws(SignerRefusal) -> TypedDataDocument {
    let parameters = try Fields(
      record, .parameters,
      allowing: "nonce wallet quantity maximumGasFee bridgeAdapterAddress bridgeAdapterPayload")
    let maximum = Withdrawal.bridgeAdapterPayloadBytesMaximum
    guard
      let withdrawal = Withdrawal(
        nonce: try parameters.nonce(), wallet: try parameters.address("wallet"),
        quantity: try parameters.pips("quantity"), maximumGasFee: try parameters.pips("maximumGasFee"),
        bridgeAdapter: try parameters.address("bridgeAdapterAddress"),
        bridgeAdapterPayload: try parameters.hex("bridgeAdapterPayload", byteCountMaximum: maximum))
    else { throw parameters.refusal("bridgeAdapterPayload", "must have at most 4096 bytes") }
    return TypedDataDocument(withdrawal)
  }

  /// `POST /v1/sandbox/deposits`.
  @inline(never)
  static func deposit(_ record: Record) throws(SignerRefusal) -> TypedDataDocument {
    let parameters = try Fields(record, .parameters, allowing: "nonce wallet quantity")
    return TypedDataDocument(
      Deposit(
        nonce: try parameters.nonce(), wallet: try parameters.address("wallet"),
        quantity: try parameters.pips("quantity")))
  }
}
