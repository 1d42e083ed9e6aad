/// One step of the story, and whether it went as it is told.
struct DemoStep: Encodable, Sendable {
  let name: Name
  let asTold: Bool
  /// What happened, in a sentence.
  let words: String

  /// The steps in their order.
  enum Name: String, Encodable, Sendable, CaseIterable {
    case deposit
    case authorize
    case trade
    case withdrawByKey
    case withdrawByWallet
    case revoke
    case orderAfterRevocation
  }
}

extension DemoStep.Name {
  /// What the step is about, for people.
  var title: String {
    switch self {
    case .deposit: "The wallet deposits play money"
    case .authorize: "The wallet authorises a session key"
    case .trade: "The key trades, and nobody is asked"
    case .withdrawByKey: "The key tries to withdraw"
    case .withdrawByWallet: "The wallet withdraws"
    case .revoke: "The wallet revokes the key"
    case .orderAfterRevocation: "The key places another order"
    }
  }
}
