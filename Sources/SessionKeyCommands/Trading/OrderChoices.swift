internal import ArgumentParser
internal import PerpsProtocol

/// Which price a conditional order waits for.
enum TriggerChoice: String, ExpressibleByArgument, CaseIterable {
  case index
  case last
}

/// What happens when an order would trade with another of the same wallet.
enum SelfTradePreventionChoice: String, ExpressibleByArgument, CaseIterable {
  case dc
  case co
  case cn
  case cb

  var value: SelfTradePrevention {
    switch self {
    case .dc: .dc
    case .co: .co
    case .cn: .cn
    case .cb: .cb
    }
  }
}

extension ClientOrderID {
  /// Reads an id that somebody typed: an empty one would mean none.
  init(typed text: String) throws {
    guard !text.utf8.isEmpty else { throw OrderReferenceError.empty }
    try self.init(text)
  }
}
