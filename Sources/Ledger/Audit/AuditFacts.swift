internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// What the entries that hold say, up to one of them: the facts by which the next is judged.
///
/// Takes nothing from the tables beside the entries. Keeps some hundred bytes for each session key, and the nonces of
/// the window.
final class AuditFacts: AdmissionFacts {
  var now = Timestamp.maximum
  private(set) var keys: [Address: AuditedKey] = [:]
  private(set) var nonces = RecentNonces()
  private(set) var prices: [MarketSymbol: PublishedPrice] = [:]
  /// The revocations of all keys that went further than those before, by wallet.
  private(set) var revocationsOfAll: [Address: [RevocationOfAll]] = [:]
  private(set) var revocationCount: UInt64 = 0
  private var p256Keys: [Address: [KeyBox]] = [:]

  struct PublishedPrice {
    let price: Pips
    let sequence: UInt64
  }

  struct RevocationOfAll {
    let nonce: Nonce
    let sequence: UInt64
  }

  func record(of sessionKey: Address) -> SessionKeyRecord? { keys[sessionKey]?.box.record }

  func p256Records(of wallet: Address) -> [SessionKeyRecord] {
    (p256Keys[wallet] ?? []).suffix(LedgerLimits.p256RecordsMaximum).reversed().map(\.record)
  }

  func isRevoked(_ sessionKey: Address) -> Bool {
    guard let key = keys[sessionKey] else { return false }
    if key.standing.isRevoked { return true }
    guard let all = allSessionKeysRevoked(by: key.standing.wallet) else { return false }
    return all.time.ticks >= key.standing.authorizationTicks
  }

  func isUsed(_ nonce: Nonce, by wallet: Address) -> Bool { nonces.contains(UsedNonce(nonce, by: wallet)) }

  func valueUsed(by sessionKey: Address, onDay day: UInt64) -> Pips {
    keys[sessionKey]?.standing.valueUsed(onDay: day) ?? .zero
  }

  func indexPrice(of market: MarketSymbol) -> Pips? { prices[market]?.price }

  func allSessionKeysRevoked(by wallet: Address) -> Nonce? { revocationsOfAll[wallet]?.last?.nonce }

  /// Nonces are invalidated on chain; no entry says so yet.
  func noncesInvalidated(by wallet: Address) -> Nonce? { nil }

  /// Forgets nonces that are too old for anybody.
  func forgetNonces(before ticks: UInt64) { nonces.forget(before: ticks) }
}

/// A session key and how it stands by the entries.
final class AuditedKey {
  let box: KeyBox
  let registration: UInt64
  var standing: KeyStanding
  /// Whether the tables have been found to have the key, and how it stands.
  var isInTable = false
  var hasStandingInTable = false

  init(_ box: KeyBox, at sequence: UInt64) {
    self.box = box
    registration = sequence
    standing = KeyStanding(
      wallet: box.record.wallet, authorizationTicks: box.record.authorizationNonce.time.ticks, isRevokedWithAll: false,
      actionCount: 0, valueDay: 0, valueUsed: .zero)
  }
}

// MARK: - What entries do

extension AuditFacts {
  /// Takes note of an admission that holds.
  func note(_ verified: VerifiedAction, at sequence: UInt64, keyBox: (Address) -> KeyBox?) {
    nonces.insert(UsedNonce(verified.action.nonce, by: verified.action.wallet))
    if let key = verified.actor.sessionKey {
      keys[key.address]?.standing.use(at: sequence, day: now.day, orderValue: verified.judgement.orderValue)
    }
    switch verified.action {
    case .authorizeDelegatedKey, .authorizeSessionKey:
      if let record = verified.registeredKey { register(record, at: sequence, keyBox(record.address)) }
    case .revokeDelegatedKey(let message, _): revoke(message.delegatedKey, at: sequence)
    case .revokeSessionKey(let revocation): revoke(revocation.sessionKey, at: sequence)
    case .revokeAllSessionKeys(let revocation): revokeAll(revocation, at: sequence)
    case .publishIndexPrice(let price): prices[price.market] = PublishedPrice(price: price.price, sequence: sequence)
    case .trade, .associateWallet, .withdraw, .transfer, .deposit: break
    }
  }

  /// Takes note of a revocation of one key.
  func revoke(_ address: Address, at sequence: UInt64) {
    revocationCount += 1
    keys[address]?.standing.revokedBy = sequence
  }

  private func revokeAll(_ revocation: AllSessionKeysRevocation, at sequence: UInt64) {
    revocationCount += 1
    if let latest = allSessionKeysRevoked(by: revocation.wallet), latest.time >= revocation.nonce.time { return }
    revocationsOfAll[revocation.wallet, default: []]
      .append(RevocationOfAll(nonce: revocation.nonce, sequence: sequence))
  }

  private func register(_ record: SessionKeyRecord, at sequence: UInt64, _ known: KeyBox?) {
    let box = known.flatMap { $0.record == record ? $0 : nil } ?? KeyBox(record)
    keys[record.address] = AuditedKey(box, at: sequence)
    if record.publicKey?.curve == .p256 { p256Keys[record.wallet, default: []].append(box) }
  }
}
