import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// What a ledger would answer, written by the test or by carrying out what was admitted.
struct InMemoryFacts: AdmissionFacts {
  struct UsedNonce: Hashable {
    let wallet: Address
    let nonce: Nonce
  }

  struct KeyDay: Hashable {
    let sessionKey: Address
    let day: UInt64
  }

  var now: Timestamp
  var records: [Address: SessionKeyRecord] = [:]
  var revoked: Set<Address> = []
  var used: Set<UsedNonce> = []
  var values: [KeyDay: Pips] = [:]
  var indexPrices: [MarketSymbol: Pips] = [:]
  var allRevoked: [Address: Nonce] = [:]
  var invalidated: [Address: Nonce] = [:]

  func record(of sessionKey: Address) -> SessionKeyRecord? { records[sessionKey] }

  func p256Records(of wallet: Address) -> [SessionKeyRecord] {
    records.values.filter { $0.wallet == wallet && $0.publicKey?.curve == .p256 }.sorted { $0.address < $1.address }
  }

  func isRevoked(_ sessionKey: Address) -> Bool { revoked.contains(sessionKey) }

  func isUsed(_ nonce: Nonce, by wallet: Address) -> Bool { used.contains(UsedNonce(wallet: wallet, nonce: nonce)) }

  func valueUsed(by sessionKey: Address, onDay day: UInt64) -> Pips {
    values[KeyDay(sessionKey: sessionKey, day: day)] ?? .zero
  }

  func indexPrice(of market: MarketSymbol) -> Pips? { indexPrices[market] }
  func allSessionKeysRevoked(by wallet: Address) -> Nonce? { allRevoked[wallet] }
  func noncesInvalidated(by wallet: Address) -> Nonce? { invalidated[wallet] }
}

extension InMemoryFacts {
  /// Remembers what an admitted action changes.
  mutating func carryOut(_ action: VerifiedAction) {
    used.insert(UsedNonce(wallet: action.action.wallet, nonce: action.action.nonce))
    if let record = action.registeredKey { records[record.address] = record }
    if let key = action.actor.sessionKey, let value = action.judgement.orderValue {
      let keyDay = KeyDay(sessionKey: key.address, day: action.judgement.now.day)
      values[keyDay] = (values[keyDay] ?? .zero).adding(value)
    }
    switch action.action {
    case .revokeDelegatedKey(let message, _): revoked.insert(message.delegatedKey)
    case .revokeSessionKey(let revocation): revoked.insert(revocation.sessionKey)
    case .revokeAllSessionKeys(let revocation):
      allRevoked[revocation.wallet] = revocation.nonce
      revoked.formUnion(records.values.filter { $0.wallet == revocation.wallet }.map(\.address))
    default: break
    }
  }
}
