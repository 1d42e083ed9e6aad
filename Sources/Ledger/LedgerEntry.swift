public import PerpsProtocol
public import SessionKeys

/// One line of the ledger: something that was done, with the signed request behind it and everything that is needed
/// to judge it again.
///
/// Only a ledger makes entries, from a `VerifiedAction`, from a `CustodyAttempt`, or from what it has stored;
/// nothing else reaches an exchange. Whoever carries entries out reads ``action``, never the request's.
public struct LedgerEntry: Hashable, Sendable {
  /// The place in the ledger, from 1 on without gaps.
  public let sequence: UInt64
  /// Why the entry is there.
  public let kind: Kind
  /// The request as it was signed. For a custody attempt it is evidence, and was *not* done.
  public let request: SignedRequest
  /// Who signed it.
  public let actor: Actor
  /// The facts that the judgement used. Its `now` is the entry's time and never goes back from entry to entry.
  public let judgement: Judgement

  /// Why an entry is in the ledger.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// The rules admitted the request.
    case admission = 1
    /// A session key signed what only its wallet may sign, and the operator's policy revokes it for that. To audit
    /// the entry, authenticate the request: it must be refused as `custodyNotPermitted` by this key.
    case custodyAttempt = 2
  }

  package init(
    sequence: UInt64, kind: Kind = .admission, request: SignedRequest, actor: Actor, judgement: Judgement
  ) {
    self.sequence = sequence
    self.kind = kind
    self.request = request
    self.actor = actor
    self.judgement = judgement
  }

  /// What was done: the request's action, or for a custody attempt the revocation of the key that made it, with its
  /// open orders cancelled.
  public var action: RequestedAction {
    guard kind == .custodyAttempt, let key = actor.sessionKey else { return request.action }
    return .revokeSessionKey(
      SessionKeyRevocation(
        nonce: request.action.nonce, wallet: key.wallet, sessionKey: key.address, openOrders: .cancel))
  }

  /// The server's clock when it was admitted.
  public var time: Timestamp { judgement.now }

  /// Where and when.
  public var moment: LedgerMoment { LedgerMoment(sequence: sequence, time: time) }
}

/// A place in the ledger and its time.
public struct LedgerMoment: Hashable, Sendable {
  /// The sequence number.
  public let sequence: UInt64
  /// The time of the entry there.
  public let time: Timestamp

  package init(sequence: UInt64, time: Timestamp) {
    self.sequence = sequence
    self.time = time
  }
}
