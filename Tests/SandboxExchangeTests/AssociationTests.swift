import PerpsProtocol
import Testing

@testable import SandboxExchange

private let alice = wallet(1)
private let bob = wallet(2)

@Suite("Wallets are put under accounts of the API")
struct AssociationTests {
  var scene: Scene

  init() throws { scene = try Scene() }

  @Test mutating func `an account may read the wallets that were associated with it, and no others`() {
    #expect(scene.associate(alice, withAccount: "one").answer == .walletAssociated(alice))
    scene.associate(bob, withAccount: "two")
    #expect(scene.exchange.isAssociated(alice))
    #expect(scene.exchange.isAssociated(alice, withAccount: "one"))
    #expect(!scene.exchange.isAssociated(alice, withAccount: "two"))
    #expect(!scene.exchange.isAssociated(bob, withAccount: "one"))
    #expect(!scene.exchange.isAssociated(wallet(99), withAccount: "one"))
  }

  @Test mutating func `a wallet that is associated without an account is read by none`() {
    scene.associate(alice)
    #expect(scene.exchange.isAssociated(alice))
    #expect(!scene.exchange.isAssociated(alice, withAccount: ""))
  }

  @Test mutating func `accounts are told apart by their bytes`() {
    scene.associate(alice, withAccount: "\u{e9}")
    #expect(scene.exchange.isAssociated(alice, withAccount: "\u{e9}"))
    #expect(!scene.exchange.isAssociated(alice, withAccount: "e\u{301}"))
  }

  @Test mutating func `the seventeenth account is refused, the first sixteen keep reading and may associate again`() {
    let accounts = (1...ExchangeLimits.apiAccountsPerWalletMaximum).map { "account-\($0)" }
    for account in accounts { #expect(scene.associate(alice, withAccount: account).refusal == nil) }
    let before = scene.exchange.accounts.list
    #expect(scene.associate(alice, withAccount: "one more").refusal == .tooManyAccountsOfWallet)
    #expect(scene.exchange.accounts.list.map(\.apiAccounts) == before.map(\.apiAccounts))
    #expect(scene.associate(alice, withAccount: accounts[15]).refusal == nil)
    #expect(scene.associate(alice).refusal == nil)
    #expect(accounts.allSatisfy { scene.exchange.isAssociated(alice, withAccount: $0) })
    #expect(!scene.exchange.isAssociated(alice, withAccount: "one more"))
  }

  @Test mutating func `an account's wallets are told in the order in which they came to the exchange`() throws {
    for wallet in [bob, alice] { scene.deposit("1.00000000", wallet) }
    for wallet in [alice, bob, wallet(3)] { scene.associate(wallet, withAccount: "one") }
    scene.associate(alice, withAccount: "one")
    scene.associate(alice, withAccount: "two")
    #expect(scene.exchange.wallets(ofAccount: "one", limit: 3) == [bob, alice, wallet(3)])
    #expect(scene.exchange.wallets(ofAccount: "one", limit: 2) == [bob, alice])
    #expect(scene.exchange.wallets(ofAccount: "two", limit: 3) == [alice])
    #expect(scene.exchange.wallets(ofAccount: "none", limit: 3) == [])
    let restored = try SandboxExchange(
      snapshot: scene.exchange.snapshot(), configuration: scene.exchange.configuration)
    #expect(restored.wallets(ofAccount: "one", limit: 3) == [bob, alice, wallet(3)])
  }

  @Test mutating func `the digest tells accounts apart`() {
    var other = scene
    scene.associate(alice, withAccount: "one")
    other.associate(alice, withAccount: "two")
    #expect(scene.exchange.digest != other.exchange.digest)
  }
}
