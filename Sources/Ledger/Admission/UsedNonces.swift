package import PerpsProtocol
package import SessionKeys

/// The nonces that wallets have used, as long as they could be fresh.
package enum UsedNonces {
  /// Old nonces are forgotten each time that so many new ones were used…
  package static let usesPerForgetting = 1_024
  /// …and at most so many at once: the table shrinks even under load, and no request waits long for it.
  package static let forgottenAtOnceMaximum = 2_048

  /// The time before which nonces are too old for anybody; the oldest that is still fresh is not before it.
  package static func horizon(at now: Timestamp, policy: AdmissionPolicy) -> NonceTime {
    NonceTime(now).subtracting(
      milliseconds: max(policy.walletNonceAgeMaximum, policy.sessionKeyNonceAgeMaximum))
  }
}
