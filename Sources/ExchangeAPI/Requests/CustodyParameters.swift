internal import PerpsProtocol
internal import SessionKeys

/// `POST /v1/wallets`. The exchange takes a referral code beside the parameters; it is not signed and means nothing here.
struct AssociateWalletParameters: WireParameters {
  static let bodyMembers = ["parameters", "signature", "referralCode"]

  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(decoder, allowing: ["nonce", "wallet"])
    actions = [
      .associateWallet(
        WalletAssociation(nonce: try parameters.nonce(), wallet: try parameters.address("wallet")))
    ]
  }
}

/// `POST /v1/withdrawals`.
struct WithdrawParameters: WireParameters {
  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let payload = "bridgeAdapterPayload"
    let parameters = try Parameters(
      decoder, allowing: ["nonce", "wallet", "quantity", "maximumGasFee", "bridgeAdapterAddress", payload])
    let maximum = Withdrawal.bridgeAdapterPayloadBytesMaximum
    guard
      let withdrawal = Withdrawal(
        nonce: try parameters.nonce(), wallet: try parameters.address("wallet"),
        quantity: try parameters.pips("quantity"), maximumGasFee: try parameters.pips("maximumGasFee"),
        bridgeAdapter: try parameters.address("bridgeAdapterAddress"),
        bridgeAdapterPayload: try parameters.bytes(payload, maximum: maximum))
    else { throw parameters.refuse(payload, "must have at most \(maximum) bytes") }
    actions = [.withdraw(withdrawal)]
  }
}

/// `POST /v1/sandbox/deposits`.
struct DepositParameters: WireParameters {
  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(decoder, allowing: ["nonce", "wallet", "quantity"])
    actions = [
      .deposit(
        Deposit(
          nonce: try parameters.nonce(), wallet: try parameters.address("wallet"),
          quantity: try parameters.pips("quantity")))
    ]
  }
}

/// `POST /v1/sandbox/transfers`.
struct TransferParameters: WireParameters {
  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(decoder, allowing: ["nonce", "sourceWallet", "destinationWallet", "quantity"])
    actions = [
      .transfer(
        Transfer(
          nonce: try parameters.nonce(), sourceWallet: try parameters.address("sourceWallet"),
          destinationWallet: try parameters.address("destinationWallet"), quantity: try parameters.pips("quantity")))
    ]
  }
}

/// `POST /v1/sandbox/indexPrices`.
struct PublishIndexPriceParameters: WireParameters {
  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(decoder, allowing: ["nonce", "wallet", "market", "price"])
    actions = [
      .publishIndexPrice(
        IndexPrice(
          nonce: try parameters.nonce(), wallet: try parameters.address("wallet"), market: try parameters.market(),
          price: try parameters.pips("price")))
    ]
  }
}
