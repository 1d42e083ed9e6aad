public import ExchangeAPI
public import PerpsProtocol
public import SessionKeys

/// Why something that was asked of an exchange did not come about.
public enum ExchangeError: Error, Sendable {
  // Nothing was sent.

  /// A draft of an order, or a value in a call, is not possible.
  case invalid(reason: String)
  /// The session's own bounds forbid it: the server would refuse it with the same code.
  case wouldBeRefused(Refusal)
  /// Reading a wallet's data needs API credentials, and there are none.
  case credentialsMissing
  /// The wallet, or the session key, has not signed, for this reason.
  case notSigned(any Error)

  // The server was asked.

  /// The server has refused or failed; nothing was changed.
  case refused(code: ErrorCode, message: String, status: Int)
  /// There is no connection to the server; nothing was sent.
  case notReachable(reason: String)
  /// A read was not answered in time, or its connection failed.
  case notAnswered(reason: String)
  /// The server has answered with something that is not what the call answers. With a status of 2xx a signed request
  /// was carried out all the same.
  case unreadableAnswer(status: Int, reason: String)
  /// A signed request may have been admitted, or may still be: the connection failed before it was answered.
  ///
  /// It must not simply be signed and sent again. An order can be looked up by its client order id.
  case fateUnknown(UnknownFate)
  /// The task was cancelled before anything was sent, or while a read was under way.
  case cancelled
}

/// A signed request of which nobody knows whether it was admitted.
public struct UnknownFate: Hashable, Sendable {
  /// The call.
  public let endpoint: SignedEndpoint
  /// The request's nonce: the server takes it at most once.
  public let nonce: Nonce
  /// The order's client order id, where the request placed one that has one.
  public let clientOrderID: ClientOrderID?
  /// What kept the answer away.
  public let reason: String
  /// What a look for the order has found.
  public let lookup: Lookup

  /// What a look for an order has found.
  public enum Lookup: Hashable, Sendable {
    /// There was none: it is not an order, or has no client order id, or there are no credentials to look with.
    case notPossible
    /// The order is not there. It may still be on its way.
    case notFound
    /// Looking failed, too.
    case failed(reason: String)
  }
}

extension ExchangeError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .invalid(let reason): reason
    case .wouldBeRefused(let refusal): "not sent: \(refusal)"
    case .credentialsMissing: "reading a wallet's data needs API credentials: start a session, or give the pair"
    case .notSigned(let reason): "nothing was signed: \(reason)"
    case .refused(let code, let message, _): "\(message) (\(code))"
    case .notReachable(let reason): "the exchange cannot be reached: \(reason)"
    case .notAnswered(let reason): "the exchange has not answered: \(reason); try again"
    case .unreadableAnswer(let status, let reason):
      "the exchange has answered with status \(status) and something that cannot be read: \(reason)"
    case .fateUnknown(let fate): fate.description
    case .cancelled: "the task was cancelled"
    }
  }

  /// The code of a refusal, by the server or by what is known of it here.
  public var code: ErrorCode? {
    switch self {
    case .refused(let code, _, _): code
    case .wouldBeRefused(let refusal): .refusal(refusal.code)
    default: nil
    }
  }
}

extension UnknownFate: CustomStringConvertible {
  /// What is known and what to do, in a sentence.
  public var description: String {
    let found =
      switch lookup {
      case .notPossible: "look for it before you repeat it"
      case .notFound: "no such order is there, but it may still arrive: look again before you repeat it"
      case .failed(let reason): "looking for it failed, too (\(reason)): look again before you repeat it"
      }
    return "whether \(endpoint.rawValue) with nonce \(nonce) was admitted is not known (\(reason)): \(found)"
  }
}
