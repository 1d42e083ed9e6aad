internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys
internal import TypedData

/// What the key that signs is to a request, by the addresses that the request itself names.
///
/// Whether the wallet has authorised the session key is not known here: only the exchange knows.
struct Signatory: Hashable {
  let role: Role
  /// Why the exchange would refuse the signature, when that can be told from the request alone.
  let objection: Objection?

  enum Role: String, Encodable {
    case wallet
    case sessionKey
    case unknown
  }

  enum Objection: Hashable {
    /// A session key signs what only the wallet may.
    case walletOnly(primaryType: String)
    /// The wallet signs and names a session key as the signer.
    case namesSessionKey(Address)
    /// The request names no wallet that the key could be.
    case walletNotNamed
    /// The key is neither of those that the request names.
    case stranger(Address)
  }

  /// Compares a key's address with those of a request.
  init(_ signer: Address, of action: RequestedAction) {
    let wallet = action.wallet
    if wallet != .zero, signer == wallet {
      role = .wallet
      objection = action.sessionKeyThatMustSign.flatMap { $0 == signer ? nil : .namesSessionKey($0) }
    } else if signer == action.namedSessionKey {
      role = .sessionKey
      objection = action.isForWalletOnly ? .walletOnly(primaryType: action.primaryType) : nil
    } else {
      role = .unknown
      objection = wallet == .zero ? .walletNotNamed : .stranger(signer)
    }
  }
}

extension Signatory.Objection {
  /// A fixed name for programs.
  var code: String {
    switch self {
    case .walletOnly: "WALLET_ONLY"
    case .namesSessionKey: "NAMES_SESSION_KEY"
    case .walletNotNamed: "WALLET_NOT_NAMED"
    case .stranger: "UNKNOWN_SIGNER"
    }
  }
}

extension Signatory.Objection: CustomStringConvertible {
  /// What is wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .walletOnly(let primaryType):
      "a session key signed, and only the wallet may sign \(primaryType): the exchange will refuse this"
    case .namesSessionKey(let key):
      "the wallet signed, and the parameters name the session key \(key) as the signer: the exchange will refuse this"
    case .walletNotNamed:
      "the parameters name no wallet, so that nobody can tell whether it signed: the exchange needs parameters.wallet"
    case .stranger(let signer):
      "the key of \(signer) is neither the wallet nor a session key that the parameters name: the exchange will "
        + "refuse this"
    }
  }
}

extension RequestedAction {
  /// Whether no session key may sign it, not even the one that it names.
  var isForWalletOnly: Bool {
    switch self {
    case .trade, .revokeSessionKey: false
    case .authorizeDelegatedKey, .revokeDelegatedKey, .authorizeSessionKey, .revokeAllSessionKeys, .associateWallet,
      .withdraw, .transfer, .deposit, .publishIndexPrice:
      true
    }
  }

  /// The session key that the message names as its signer.
  var sessionKeyThatMustSign: Address? {
    if case .trade(let action) = self { action.sessionKey } else { nil }
  }

  /// The name of the message's type.
  var primaryType: String { type(of: message).primaryType }
}
