internal import EthereumPrimitives
internal import ExchangeAPI
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange
internal import SessionKeys

extension SessionKeyDetails {
  /// A session key and how it stands.
  init(_ status: SessionKeyStatus, now: Timestamp) {
    let record = status.record
    self.init(
      sessionKey: record.address, wallet: record.wallet, name: record.name?.text, curve: record.publicKey?.curve,
      publicKey: record.publicKey.map { HexBytes($0.raw) }, permission: record.scope.permission,
      markets: record.scope.markets, maximumOrderValue: record.scope.maximumOrderValue,
      maximumDailyValue: record.scope.maximumDailyValue, maximumPriceDeviation: record.scope.maximumPriceDeviation,
      authorizedAt: record.authorizationNonce.time.timestamp, expiresAt: record.expiresAt,
      status: status.state(at: now), registeredSequence: status.registration.sequence,
      revokedSequence: status.revocation?.sequence, revokedAt: status.revocation?.time,
      firstUsedAt: status.firstUse?.time, lastUsedAt: status.lastUse?.time, actionCount: status.actionCount,
      valueUsedToday: status.valueUsedToday, valueRemainingToday: status.valueRemainingToday,
      refusals: RefusalSummary(status.refusals), custodyAttempts: status.custodyAttempts.map(CustodyAttemptSummary.init)
    )
  }
}

extension SessionKeyStatus {
  /// Whether the key may still act. At `expiresAt` it may not any more.
  func state(at now: Timestamp) -> SessionKeyState {
    if revocation != nil { return .revoked }
    return now < record.expiresAt ? .active : .expired
  }
}

extension RefusalSummary {
  init(_ refusals: KeyRefusals?) {
    self.init(
      count: refusals?.count ?? 0, lastCode: refusals.map { .refusal($0.lastCode) }, lastTime: refusals?.lastTime)
  }
}

extension CustodyAttemptSummary {
  init(_ attempts: CustodyAttempts) {
    self.init(count: attempts.count, firstTime: attempts.firstTime, lastTime: attempts.lastTime)
  }
}

extension DelegatedKeyDetails {
  /// The same in the exchange's terms. What program has authorised the key is not kept here.
  init(_ status: SessionKeyStatus) {
    self.init(
      delegatedKey: status.record.address, userAgent: "", name: status.record.name?.text,
      time: status.registration.time, expires: status.record.expiresAt)
  }
}
