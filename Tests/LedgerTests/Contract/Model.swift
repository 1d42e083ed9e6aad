import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// What a ledger must know, in the plainest form: everything in memory, nothing forgotten.
final class Model: AdmissionFacts {
  var now = Timestamp.maximum
  private(set) var entryCount: UInt64 = 0
  private var lastTime: Timestamp?
  private var records: [Address: SessionKeyRecord] = [:]
  private var revoked: Set<Address> = []
  private var used: Set<UsedNonce> = []
  private var values: [DayOfKey: Pips] = [:]
  private var prices: [MarketSymbol: Pips] = [:]
  private var revocationsOfAll: [Address: [Nonce]] = [:]

  private struct UsedNonce: Hashable {
    let nonce: Nonce
    let wallet: Address
  }

  private struct DayOfKey: Hashable {
    let key: Address
    let day: UInt64
  }

  func record(of sessionKey: Address) -> SessionKeyRecord? { records[sessionKey] }
  func p256Records(of wallet: Address) -> [SessionKeyRecord] { [] }
  func isRevoked(_ sessionKey: Address) -> Bool { revoked.contains(sessionKey) }
  func isUsed(_ nonce: Nonce, by wallet: Address) -> Bool { used.contains(UsedNonce(nonce: nonce, wallet: wallet)) }
  func indexPrice(of market: MarketSymbol) -> Pips? { prices[market] }
  func noncesInvalidated(by wallet: Address) -> Nonce? { nil }

  func valueUsed(by sessionKey: Address, onDay day: UInt64) -> Pips {
    values[DayOfKey(key: sessionKey, day: day)] ?? .zero
  }

  func allSessionKeysRevoked(by wallet: Address) -> Nonce? {
    revocationsOfAll[wallet]?.max { $0.time < $1.time }
  }

  /// Judges a request at a time of the machine's clock, and remembers what it did.
  func admit(_ request: AuthenticatedRequest, clock: Timestamp, rules: AdmissionRules) throws(Refusal) -> Judgement {
    now = max(clock, lastTime ?? clock)
    let verified = try rules.admit(request, under: self)
    (lastTime, entryCount) = (now, entryCount + 1)
    used.insert(UsedNonce(nonce: verified.action.nonce, wallet: verified.action.wallet))
    if let key = verified.actor.sessionKey?.address, let value = verified.judgement.orderValue {
      values[DayOfKey(key: key, day: now.day)] = valueUsed(by: key, onDay: now.day).adding(value) ?? .maximum
    }
    if let record = verified.registeredKey { records[record.address] = record }
    switch verified.action {
    case .revokeSessionKey(let revocation): revoked.insert(revocation.sessionKey)
    case .revokeDelegatedKey(let message, _): revoked.insert(message.delegatedKey)
    case .revokeAllSessionKeys(let revocation):
      revocationsOfAll[revocation.wallet, default: []].append(revocation.nonce)
      let keys = records.values.filter {
        $0.wallet == revocation.wallet && $0.authorizationNonce.time <= revocation.nonce.time
      }
      revoked.formUnion(keys.map(\.address))
    case .publishIndexPrice(let price): prices[price.market] = price.price
    default: break
    }
    return verified.judgement
  }
}
