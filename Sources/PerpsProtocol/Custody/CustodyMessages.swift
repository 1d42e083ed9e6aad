public import EthereumPrimitives
public import TypedData

/// Puts a wallet under an account of the exchange's API; signed by the wallet.
public struct WalletAssociation: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet that signs.
  public let wallet: Address

  /// Names the wallet.
  public init(nonce: Nonce, wallet: Address) {
    self.nonce = nonce
    self.wallet = wallet
  }
}

extension WalletAssociation: PerpsMessage {
  /// `WalletAssociation` of the exchange's typed data.
  public static let schema = TypedDataSchema<Self>(
    "WalletAssociation",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet })
}

/// Takes funds out of the exchange; signed by the wallet, never by a session key.
public struct Withdrawal: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet whose balance is withdrawn, and to which it goes.
  public let wallet: Address
  /// How much of the quote asset, the gas fee included.
  public let quantity: Pips
  /// The most that may be taken for gas, in the quote asset.
  public let maximumGasFee: Pips
  /// The bridge that carries the funds; zero for the exchange's own chain.
  public let bridgeAdapter: Address
  /// What the bridge is told.
  public let bridgeAdapterPayload: [UInt8]

  /// The most bytes that ``bridgeAdapterPayload`` may have.
  public static let bridgeAdapterPayloadBytesMaximum = 4_096

  /// Puts together a withdrawal, or gives `nil` when the payload is over its maximum.
  public init?(
    nonce: Nonce, wallet: Address, quantity: Pips, maximumGasFee: Pips, bridgeAdapter: Address = .zero,
    bridgeAdapterPayload: [UInt8] = []
  ) {
    guard bridgeAdapterPayload.count <= Self.bridgeAdapterPayloadBytesMaximum else { return nil }
    self.nonce = nonce
    self.wallet = wallet
    self.quantity = quantity
    self.maximumGasFee = maximumGasFee
    self.bridgeAdapter = bridgeAdapter
    self.bridgeAdapterPayload = bridgeAdapterPayload
  }
}

extension Withdrawal: PerpsMessage {
  /// `Withdrawal` of the exchange's typed data.
  public static let schema = TypedDataSchema<Self>(
    "Withdrawal",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .string("quantity") { $0.quantity.typedDataText },
    .string("maximumGasFee") { $0.maximumGasFee.typedDataText },
    .address("bridgeAdapter") { $0.bridgeAdapter },
    .bytes("bridgeAdapterPayload") { $0.bridgeAdapterPayload })
}

/// Moves quote balance to another wallet; signed by the source wallet, never by a session key.
public struct Transfer: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet that signs and pays.
  public let sourceWallet: Address
  /// The wallet that receives.
  public let destinationWallet: Address
  /// How much of the quote asset.
  public let quantity: Pips

  /// Puts together a transfer.
  public init(nonce: Nonce, sourceWallet: Address, destinationWallet: Address, quantity: Pips) {
    self.nonce = nonce
    self.sourceWallet = sourceWallet
    self.destinationWallet = destinationWallet
    self.quantity = quantity
  }
}

extension Transfer: PerpsMessage {
  /// `Transfer` of the exchange's contract.
  public static let schema = TypedDataSchema<Self>(
    "Transfer",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("sourceWallet") { $0.sourceWallet },
    .address("destinationWallet") { $0.destinationWallet },
    .string("quantity") { $0.quantity.typedDataText })
}

/// Puts play money into a sandbox; signed by the wallet, never by a session key. Not a message of the exchange.
public struct Deposit: Hashable, Sendable {
  /// The request's nonce.
  public let nonce: Nonce
  /// The wallet that receives.
  public let wallet: Address
  /// How much of the quote asset.
  public let quantity: Pips

  /// Puts together a deposit.
  public init(nonce: Nonce, wallet: Address, quantity: Pips) {
    self.nonce = nonce
    self.wallet = wallet
    self.quantity = quantity
  }
}

extension Deposit: PerpsMessage {
  /// `Deposit` of this project's sandbox.
  public static let schema = TypedDataSchema<Self>(
    "Deposit",
    .uint128("nonce") { $0.nonce.uint128 },
    .address("wallet") { $0.wallet },
    .string("quantity") { $0.quantity.typedDataText })
}
