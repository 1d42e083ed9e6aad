internal import PerpsProtocol

/// Something that whoever looks at a signed body should know.
enum Note {
  /// The signature will be refused.
  case signer(Signatory.Objection)
  /// A signature by a stranger is often one for another domain.
  case otherDomain
  /// No key can have made the signature.
  case noSigner
  /// A P-256 signature, with no key to check it with.
  case p256
  /// A P-256 signature that the public key in the body has not made.
  case p256ByAnotherKey
  /// A P-256 signature where only a wallet may sign.
  case p256ForWallet(String)
  /// The body can stand for several messages, and the signature fits none.
  case otherReadings
  /// The body can stand for several messages, and a P-256 signature does not tell for which.
  case otherReadingsUnchecked
  /// The consent is missing or wrong.
  case consent(ConsentInspection.Problem)
  /// The order contradicts itself.
  case orderTerms(OrderTermsError)
}

extension Note: CustomStringConvertible {
  /// What it is and what to do, in a sentence.
  var description: String {
    switch self {
    case .signer(let objection): objection.description
    case .otherDomain:
      "a signature recovers to a stranger, too, when a parameter was changed after signing, or the domain is another: "
        + "check --chain-id, --contract and --sandbox"
    case .noSigner: "no key can have made this signature"
    case .p256:
      "a P-256 signature does not tell who made it: it can be checked only with the session key's public key, which "
        + "the exchange has on record and this body has not"
    case .p256ByAnotherKey: "the public key in the body has not made this P-256 signature"
    case .p256ForWallet(let primaryType):
      "wallets do not sign with P-256, and only the wallet may sign \(primaryType): the exchange will refuse this"
    case .otherReadings:
      "such a body can also stand for a SessionKeyRevocation, and the signature does not fit that either"
    case .otherReadingsUnchecked:
      "such a body can also stand for a SessionKeyRevocation, which the session key may sign: add openOrders to the "
        + "parameters, and it stands for nothing else"
    case .consent(let problem): problem.description
    case .orderTerms(let error): "the order contradicts itself and will be refused: \(error)"
    }
  }
}
