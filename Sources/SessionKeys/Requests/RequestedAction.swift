public import EthereumPrimitives
public import PerpsProtocol
public import TypedData

/// Everything that can be asked for with a signature. There is no other way to change anything.
public enum RequestedAction: Hashable, Sendable {
  /// Orders, cancellations and leverage: by the wallet or by a session key.
  case trade(TradingAction)
  /// The exchange's own authorisation of a session key: by the wallet. The message does not name the wallet.
  case authorizeDelegatedKey(DelegatedKeyAuthorization, wallet: Address)
  /// The exchange's own revocation, which is the same message: by the wallet.
  case revokeDelegatedKey(DelegatedKeyAuthorization, wallet: Address)
  /// Authorisation of a session key within bounds: by the wallet, with the key's consent.
  case authorizeSessionKey(SessionKeyEnrollment)
  /// Revocation of one session key: by the wallet or by the key itself.
  case revokeSessionKey(SessionKeyRevocation)
  /// Revocation of every session key: by the wallet.
  case revokeAllSessionKeys(AllSessionKeysRevocation)
  /// Association of a wallet with an account: by the wallet.
  case associateWallet(WalletAssociation)
  /// Withdrawal: by the wallet.
  case withdraw(Withdrawal)
  /// Transfer to another wallet: by the source wallet.
  case transfer(Transfer)
  /// Deposit of play money into a sandbox: by the wallet.
  case deposit(Deposit)
  /// A market's index price in a sandbox: by the wallet appointed for it.
  case publishIndexPrice(IndexPrice)
}

/// An authorisation together with what proves that the key agrees.
public struct SessionKeyEnrollment: Hashable, Sendable {
  /// What the wallet signs.
  public let authorization: SessionKeyAuthorization
  /// The key's signature over the `SessionKeyConsent`; without it the enrolment is refused.
  public let consent: KeySignature?
  /// The key's public key: required for P-256, where it cannot be recovered from a signature.
  public let publicKey: PublicKey?

  /// Puts together an enrolment.
  public init(authorization: SessionKeyAuthorization, consent: KeySignature?, publicKey: PublicKey?) {
    self.authorization = authorization
    self.consent = consent
    self.publicKey = publicKey
  }
}

extension RequestedAction {
  /// The nonce of the request.
  public var nonce: Nonce {
    switch self {
    case .trade(let action): action.nonce
    default: message.nonce
    }
  }

  /// The wallet on whose behalf the request is made.
  public var wallet: Address {
    switch self {
    case .trade(let action): action.wallet
    case .authorizeDelegatedKey(_, let wallet), .revokeDelegatedKey(_, let wallet): wallet
    case .authorizeSessionKey(let enrollment): enrollment.authorization.wallet
    case .revokeSessionKey(let revocation): revocation.wallet
    case .revokeAllSessionKeys(let revocation): revocation.wallet
    case .associateWallet(let association): association.wallet
    case .withdraw(let withdrawal): withdrawal.wallet
    case .transfer(let transfer): transfer.sourceWallet
    case .deposit(let deposit): deposit.wallet
    case .publishIndexPrice(let price): price.wallet
    }
  }

  /// The session key that the request names: the one that signs it, or the one that it is about.
  public var namedSessionKey: Address? {
    switch self {
    case .trade(let action): action.sessionKey
    case .authorizeDelegatedKey(let message, _), .revokeDelegatedKey(let message, _): message.delegatedKey
    case .authorizeSessionKey(let enrollment): enrollment.authorization.sessionKey
    case .revokeSessionKey(let revocation): revocation.sessionKey
    case .revokeAllSessionKeys, .associateWallet, .withdraw, .transfer, .deposit,
      .publishIndexPrice:
      nil
    }
  }

  /// Whether the request revokes session keys.
  public var endsSessionKeys: Bool {
    switch self {
    case .revokeDelegatedKey, .revokeSessionKey, .revokeAllSessionKeys: true
    case .trade, .authorizeDelegatedKey, .authorizeSessionKey, .associateWallet, .withdraw, .transfer, .deposit,
      .publishIndexPrice:
      false
    }
  }

  /// The message that is signed.
  public var message: any PerpsMessage {
    switch self {
    case .trade(let action): action.message
    case .authorizeDelegatedKey(let message, _), .revokeDelegatedKey(let message, _): message
    case .authorizeSessionKey(let enrollment): enrollment.authorization
    case .revokeSessionKey(let message): message
    case .revokeAllSessionKeys(let message): message
    case .associateWallet(let message): message
    case .withdraw(let message): message
    case .transfer(let message): message
    case .deposit(let message): message
    case .publishIndexPrice(let message): message
    }
  }

  /// The digest that is signed.
  public func digest(in domain: Domain) -> Bytes32 {
    switch self {
    case .trade(let action): action.digest(in: domain)
    default: message.digest(in: domain)
    }
  }
}

extension TradingAction {
  /// The message as such, for showing it.
  public var message: any PerpsMessage {
    switch self {
    case .order(let order): order
    case .cancelByOrderID(let cancellation): cancellation
    case .cancelByDelegatedKey(let cancellation): cancellation
    case .cancelByMarketSymbol(let cancellation): cancellation
    case .cancelByWallet(let cancellation): cancellation
    case .setInitialMarginFraction(let settings): settings
    }
  }
}
