import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing

// ExchangeClient: the ten lines of its first page.

func tenLines(_ wallet: some WalletSigner) async throws {
  let exchange = try await Exchange.connect(to: .local)
  let session = try await exchange.startSession(
    authorizedBy: wallet, permitting: .trade(in: ["ETH-USD"], upTo: "5000.00000000"))
  let order = try await session.place(.limit(.buy, "0.50000000", of: "ETH-USD", at: "2000.00000000", .postOnly))
  for try await update in session.orderUpdates() {
    print(update)
    if update.value?.order?.status == .filled { break }
  }
  try await session.cancel(order)
  try await exchange.withdraw("100.00000000", authorizedBy: wallet)
  try await session.end()
}

// From a wallet to the first order.

func tutorial() async throws {
  let wallet = LocalWallet(Secp256k1PrivateKey())
  let exchange = try await Exchange.connect(to: .local)

  try await exchange.deposit("10000.00000000", authorizedBy: wallet)

  let session = try await exchange.startSession(
    authorizedBy: wallet, permitting: .trade(in: ["ETH-USD"], upTo: "5000.00000000"), lasting: .seconds(3_600))
  print(session.key.address, session.expiresAt.milliseconds)

  let order = try await session.place(.limit(.buy, "0.50000000", of: "ETH-USD", at: "1500.00000000", .postOnly))
  print(order.orderID.text, order.status.wireName)

  do {
    _ = try await session.place(.limit(.buy, "9.00000000", of: "ETH-USD", at: "1500.00000000"))
  } catch let error as ExchangeError where error.code == .refusal(.sessionKeyOrderValueExceeded) {
    print(error)
  }

  for open in try await session.account.orders(in: MarketSymbol("ETH-USD")) {
    print(open.orderID.text, open.side.wireName, open.originalQuantity, open.price ?? .zero)
  }
  let balance = try await session.account.balance()
  print(balance.freeCollateral)

  try await session.cancel(order)

  try await exchange.withdraw("100.00000000", authorizedBy: wallet)

  let end = try await session.end()
  print(end.sequence, end.orders.count)
}

// When an answer is missing.

func place(_ draft: OrderDraft, with session: Session) async throws {
  do {
    let order = try await session.place(draft)
    print("placed", order.orderID.text)
  } catch {
    switch error {
    case .fateUnknown(let fate): print("look again before you place another one:", fate)
    case .notReachable: print("nothing was sent: try again")
    case .refused(let code, let message, _): print("refused:", code, message)
    case .wouldBeRefused(let refusal): print("not sent:", refusal)
    default: print(error)
    }
  }
  try await session.end()
}

func runForDays(on exchange: Exchange) async throws {
  try await exchange.synchronizeClock()
}
