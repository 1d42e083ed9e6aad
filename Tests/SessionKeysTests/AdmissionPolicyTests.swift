import SessionKeys
import Testing

@Suite("An operator's policy is bounded")
struct AdmissionPolicyTests {
  @Test("the standard windows are 10 minutes, 60 seconds and 10 seconds, and no attempt revokes")
  func standard() {
    #expect(AdmissionPolicy.standard.walletNonceAgeMaximum == 600_000)
    #expect(AdmissionPolicy.standard.sessionKeyNonceAgeMaximum == 60_000)
    #expect(AdmissionPolicy.standard.nonceAheadMaximum == 10_000)
    #expect(!AdmissionPolicy.standard.custodyAttemptRevokesKey)
  }

  @Test(
    "a window of one day is taken, and one of a millisecond more is not",
    arguments: [(86_400_000, true), (86_400_001, false), (UInt64.max, false)] as [(UInt64, Bool)])
  func longestWindow(milliseconds: UInt64, isTaken: Bool) {
    let policies = [
      AdmissionPolicy(
        walletNonceAgeMaximum: milliseconds, sessionKeyNonceAgeMaximum: 0, nonceAheadMaximum: 0,
        custodyAttemptRevokesKey: false),
      AdmissionPolicy(
        walletNonceAgeMaximum: 0, sessionKeyNonceAgeMaximum: milliseconds, nonceAheadMaximum: 0,
        custodyAttemptRevokesKey: false),
      AdmissionPolicy(
        walletNonceAgeMaximum: 0, sessionKeyNonceAgeMaximum: 0, nonceAheadMaximum: milliseconds,
        custodyAttemptRevokesKey: false),
    ]
    for policy in policies { #expect((policy != nil) == isTaken) }
  }
}
