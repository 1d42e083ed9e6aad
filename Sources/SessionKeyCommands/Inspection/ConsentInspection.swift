internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys
internal import Signing
internal import TypedData

/// Whether the session key in an authorisation agrees to it.
struct ConsentInspection {
  /// What the session key must have signed.
  let digest: Bytes32
  /// Who signed it; `nil` without a consent, or where no key fits.
  let signer: Address?
  /// Why the consent is not good, or `nil` when it is.
  let problem: Problem?

  var isValid: Bool { problem == nil }

  enum Problem {
    /// The body has no consent.
    case missing
    /// The public key is not the one whose address the wallet has signed.
    case publicKeyMismatch
    /// A P-256 key consents, and its public key is not in the parameters.
    case publicKeyMissing
    /// The session key did not sign this consent.
    case byAnotherKey
  }

  /// Inspects an authorisation within bounds, or gives `nil` for any other request.
  init?(_ action: RequestedAction, in domain: Domain) {
    guard case .authorizeSessionKey(let enrollment) = action else { return nil }
    let sessionKey = enrollment.authorization.sessionKey
    digest = SessionKeyConsent(to: enrollment.authorization).digest(in: domain)
    signer = Self.signer(of: enrollment, digest)
    // In the order in which a server looks.
    problem =
      switch (enrollment.consent, enrollment.publicKey) {
      case (nil, _): .missing
      case (_, let key?) where key.address != sessionKey: .publicKeyMismatch
      case (.p256, nil): .publicKeyMissing
      default: signer == sessionKey ? nil : .byAnotherKey
      }
  }

  private static func signer(of enrollment: SessionKeyEnrollment, _ digest: Bytes32) -> Address? {
    switch enrollment.consent {
    case nil: return nil
    case .secp256k1(let signature):
      return ECDSAVerifier().recoverPublicKey(from: signature, over: digest)?.address
    case .p256(let signature):
      guard let key = enrollment.publicKey, ECDSAVerifier().isValid(signature, over: digest, by: key) else {
        return nil
      }
      return key.address
    }
  }
}

extension ConsentInspection.Problem: CustomStringConvertible {
  /// What is wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .missing: "the session key has not consented: the server needs its signature over this digest as consent"
    case .publicKeyMismatch: "publicKey is not the public key of the session key that the wallet has signed for"
    case .publicKeyMissing: "a P-256 key consents: the server needs its public key as parameters.publicKey"
    case .byAnotherKey: "the consent is not by the session key that the wallet has signed for"
    }
  }
}
