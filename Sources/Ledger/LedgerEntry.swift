internal import EthereumPrimitives
public import PerpsProtocol
public import SessionKeys

/// One line of the ledger: an action that was admitted, with everything that is needed to judge it again.
///
/// Only a ledger makes entries, from a ``VerifiedAction`` or from what it has stored; nothing else reaches an exchange.
public struct LedgerEntry: Hashable, Sendable {
  /// The place in the ledger, from 1 on without gaps.
  public let sequence: UInt64
  /// The request as it was signed.
  public let request: SignedRequest
  /// Who signed it.
  public let actor: Actor
  /// The facts that the judgement used. Its `now` is the entry's time and never goes back from entry to entry.
  public let judgement: Judgement

  package init(sequence: UInt64, request: SignedRequest, actor: Actor, judgement: Judgement) {
    self.sequence = sequence
    self.request = request
    self.actor = actor
    self.judgement = judgement
  }

  /// What was done.
  public var action: RequestedAction { request.action }

  /// The server's clock when it was admitted.
  public var time: Timestamp { judgement.now }
}
