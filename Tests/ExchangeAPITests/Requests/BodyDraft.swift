import ExchangeAPI

/// A body that is good until a test changes something, kept as JSON text so that nothing is repaired on the way.
struct BodyDraft {
  let endpoint: SignedEndpoint
  private var parameters: [(name: String, json: String)]
  private var members: [(name: String, json: String)] = [("signature", Self.signature)]

  /// 1 March 2026, 12:00 UTC.
  static let nonce = #""2c57e000-1566-11f1-8007-000000000001""#
  static let nonceMilliseconds: UInt64 = 1_772_366_400_000
  static let wallet = #""0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1""#
  static let key = #""0x5050a4f4b3f9338c3472dcc01a87c76a144b3c9c""#
  static let signature =
    #""0x11111111111111111111111111111111111111111111111111111111111111112222222222222222222222222222222222222222222222222222222222222222"#
    + #"1b""#

  /// A good body of a call.
  init(_ endpoint: SignedEndpoint) {
    self.endpoint = endpoint
    parameters = [("nonce", Self.nonce), ("wallet", Self.wallet)]
    switch endpoint {
    case .placeOrder:
      parameters += [
        ("market", #""ETH-USD""#), ("type", #""limit""#), ("side", #""buy""#), ("quantity", #""1.00000000""#),
        ("price", #""2000.00000000""#), ("delegatedKey", Self.key),
      ]
    case .cancelOrders: parameters += [("delegatedKey", Self.key)]
    case .authorizeDelegatedKey, .removeDelegatedKey: parameters += [("delegatedKey", Self.key)]
    case .associateWallet: break
    case .withdraw:
      parameters += [
        ("quantity", #""10.00000000""#), ("maximumGasFee", #""0.10000000""#), ("bridgeAdapterAddress", Self.key),
        ("bridgeAdapterPayload", #""0x0102""#),
      ]
    case .setInitialMarginFractionOverride:
      parameters += [("market", #""ETH-USD""#), ("initialMarginFractionOverride", #""0.05000000""#)]
    case .authorizeSessionKey:
      parameters += [
        ("sessionKey", Self.key), ("permission", #""trade""#), ("expiresAt", "\(Self.nonceMilliseconds + 1)"),
      ]
      members += [("consent", Self.signature)]
    case .revokeSessionKeys: parameters += [("sessionKey", Self.key), ("openOrders", #""cancel""#)]
    case .deposit: parameters += [("quantity", #""10.00000000""#)]
    case .publishIndexPrice: parameters += [("market", #""ETH-USD""#), ("price", #""2000.00000000""#)]
    case .transfer:
      parameters = [
        ("nonce", Self.nonce), ("sourceWallet", Self.wallet), ("destinationWallet", Self.key),
        ("quantity", #""10.00000000""#),
      ]
    }
  }

  /// The same with a parameter replaced, or added at the end.
  func with(_ name: String, _ json: String) -> BodyDraft {
    var draft = self
    draft.parameters = Self.replacing(name, json, in: parameters)
    return draft
  }

  /// The same with a parameter added at the end, whatever is there already.
  func adding(_ name: String, _ json: String) -> BodyDraft {
    var draft = self
    draft.parameters.append((name, json))
    return draft
  }

  func without(_ name: String) -> BodyDraft {
    var draft = self
    draft.parameters.removeAll { $0.name == name }
    return draft
  }

  /// The same with a member of the body itself replaced, or added.
  func withMember(_ name: String, _ json: String) -> BodyDraft {
    var draft = self
    draft.members = Self.replacing(name, json, in: members)
    return draft
  }

  func addingMember(_ name: String, _ json: String) -> BodyDraft {
    var draft = self
    draft.members.append((name, json))
    return draft
  }

  func withoutMember(_ name: String) -> BodyDraft {
    var draft = self
    draft.members.removeAll { $0.name == name }
    return draft
  }

  var parametersText: String { Self.object(parameters) }
  var text: String { Self.object([("parameters", parametersText)] + members) }
  var bytes: [UInt8] { Array(text.utf8) }

  private static func replacing(
    _ name: String, _ json: String, in members: [(name: String, json: String)]
  ) -> [(name: String, json: String)] {
    guard members.contains(where: { $0.name == name }) else { return members + [(name, json)] }
    return members.map { $0.name == name ? (name, json) : $0 }
  }

  private static func object(_ members: [(name: String, json: String)]) -> String {
    "{" + members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}"
  }
}

/// A text as JSON, where it has nothing to escape.
func quoted(_ text: String) -> String { "\"\(text)\"" }
