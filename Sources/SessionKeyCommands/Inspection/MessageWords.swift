internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys
internal import TypedData

/// What the members of a message mean, for people. Values are as they are signed; meanings stand behind them.
struct MessageWords {
  let action: RequestedAction

  /// A member's value and meaning on one line.
  func words(for member: JSONMember) -> String {
    switch (member.name, member.value) {
    case ("nonce", .string(let number)):
      "\(action.nonce) = \(action.nonce.time.timestamp.iso8601), signed as \(number)"
    case ("conditionalOrderId", .string(let number)): Self.conditionalOrder(number)
    case ("expiresAt", .number(let number)):
      Self.explained(number, UInt64(number).flatMap { Timestamp(milliseconds: $0) }?.iso8601)
    case (let name, .number(let number)): Self.explained(number, Self.choice(name, UInt8(number)))
    case (let name, .string(let text)): self.text(name, text)
    case (_, .bool(let flag)): flag ? "yes" : "no"
    case ("markets", .array(let elements)) where elements.isEmpty: "[] = all markets"
    case (_, .array(let elements)): elements.map(Self.element).joined(separator: ", ")
    case (_, .object), (_, .null): ""
    }
  }

  private static func explained(_ value: String, _ meaning: String?) -> String {
    meaning.map { "\(value) = \($0)" } ?? value
  }

  private static func element(_ value: JSONValue) -> String {
    if case .string(let text) = value { TerminalText.quote(text) } else { "" }
  }

  private static func conditionalOrder(_ number: String) -> String {
    guard let uint128 = UInt128(number), uint128 != 0 else { return explained(number, "none") }
    return explained(number, (try? Nonce(uint128: uint128))?.description)
  }

  /// What an enum's number stands for.
  private static func choice(_ name: String, _ number: UInt8?) -> String? {
    guard let number else { return nil }
    switch name {
    case "orderType": return OrderType(rawValue: number)?.wireName.description
    case "orderSide": return OrderSide(rawValue: number)?.wireName.description
    case "triggerType": return TriggerType(rawValue: number)?.wireName.description
    case "timeInForce": return TimeInForce(rawValue: number)?.words
    case "selfTradePrevention": return SelfTradePrevention(rawValue: number)?.words
    default: return nil
    }
  }

  private func text(_ name: String, _ text: String) -> String {
    switch name {
    case "clientOrderId", "purpose", "message":
      text.utf8.isEmpty ? "\"\" = none" : TerminalText.quote(text)
    default: Self.explained(text.utf8.isEmpty ? "\"\"" : TerminalText.escape(text), meaning(name, text))
    }
  }

  private func meaning(_ name: String, _ text: String) -> String? {
    switch name {
    case "limitPrice", "triggerPrice", "callbackRate": text == Pips.zero.description ? "none" : nil
    case "maximumOrderValue", "maximumDailyValue", "maximumPriceDeviation": text.utf8.isEmpty ? "no limit" : nil
    case "initialMarginFractionOverride": text.utf8.isEmpty ? "none: the override is removed" : nil
    case "bridgeAdapter": text == Address.zero.description ? "none: to the exchange's own chain" : nil
    case "bridgeAdapterPayload": text == "0x" ? "empty" : nil
    case "openOrders": text == "cancel" ? "they are cancelled" : "they stay"
    case "permission": Permission(wireName: text)?.words
    case "delegatedKey", "delegatedPublicKey": signerMeaning(text)
    default: nil
    }
  }

  /// What the session key that a message names is there for.
  private func signerMeaning(_ text: String) -> String? {
    guard case .trade = action else { return nil }
    return text == Address.zero.description ? "none: the wallet signs" : "the session key that must sign"
  }
}

extension TimeInForce {
  fileprivate var words: String {
    switch self {
    case .gtc: "gtc, good till cancelled"
    case .gtx: "gtx, post only"
    case .ioc: "ioc, immediate or cancel"
    case .fok: "fok, fill or kill"
    }
  }
}

extension SelfTradePrevention {
  fileprivate var words: String {
    switch self {
    case .dc: "dc, decrement and cancel"
    case .co: "co, cancel oldest"
    case .cn: "cn, cancel newest"
    case .cb: "cb, cancel both"
    }
  }
}

extension Permission {
  fileprivate var words: String {
    switch self {
    case .trade: "place and cancel orders, set leverage"
    case .reduceOnly: "place orders that only reduce a position, and cancel"
    case .cancelOnly: "cancel orders"
    }
  }
}
