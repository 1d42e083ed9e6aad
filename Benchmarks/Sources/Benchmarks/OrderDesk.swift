import EthereumPrimitives
import Figures
import PerpsProtocol
import SessionKeys
import Signing
import TypedData

/// A trader who signs one limit order after the other with a session key, and an exchange that knows the key.
final class OrderDesk {
  let domain: Domain
  let key: SessionKey
  let secret: [UInt8]
  private let wallet: Address
  private let market: MarketSymbol
  private let verifier = ECDSAVerifier()
  private let authenticator: RequestAuthenticator<ECDSAVerifier>
  private let directory: Directory
  private var nonces = NonceSequence()
  private var time: NonceTime
  private var step: UInt64 = 0

  init() throws {
    // The zero in front keeps the number below the curve's order.
    secret = [0] + (1..<32).map { _ in UInt8.random(in: .min ... .max) }
    var copy = secret
    key = SessionKey(try Secp256k1PrivateKey(wiping: &copy))
    wallet = try Address("0x4513c200F65ED9EdA6a9769c9a382C95255A9b88")
    market = try MarketSymbol("ETH-USD")
    domain = .katanaPerps(
      .sandbox, chainID: 129_399, contract: try Address("0x6F3e3C8A86A4A616bB9A1798b94e885f9cA5859B"))
    guard let now = Timestamp(milliseconds: 1_780_000_000_000) else { throw BenchmarkError("no time") }
    time = NonceTime(now)
    authenticator = RequestAuthenticator(domain: domain, verifier: verifier, policy: .standard)
    let record = SessionKeyRecord(
      address: key.address, wallet: wallet, publicKey: key.publicKey,
      scope: try SessionKeyScope(permission: .trade, markets: [market]), authorizationNonce: nonces.next(now: time),
      expiresAt: now.adding(milliseconds: Timestamp.millisecondsPerDay), name: nil)
    directory = Directory(records: [key.address: record])
  }

  /// The next order: another nonce, price and quantity each time.
  func nextOrder() throws -> Order {
    step += 1
    time = time.adding(milliseconds: 1)
    guard let quantity = Pips(count: 150_000_000 + step * 10_000),
      let price = Pips(count: 301_245_000_000 + step * 1_000_000)
    else { throw BenchmarkError("the prices have run out") }
    return try Order(
      nonce: nonces.next(now: time), wallet: wallet, sessionKey: key.address, market: market, side: .buy,
      quantity: quantity, terms: .limit(price: price))
  }

  /// Makes the next order, hashes and signs it.
  func signNextOrder() throws -> KeySignature {
    try key.sign(.order(nextOrder()), in: domain)
  }

  /// A request with the next order, signed.
  func nextRequest() throws -> SignedRequest {
    let action = TradingAction.order(try nextOrder())
    return SignedRequest(action: .trade(action), signature: try key.sign(action, in: domain))
  }

  /// Hashes a request and verifies its signature by the key that the desk knows.
  func verify(_ request: SignedRequest) throws {
    guard case .secp256k1(let signature) = request.signature,
      verifier.isValid(signature.scalars, over: request.action.digest(in: domain), by: key.publicKey)
    else { throw BenchmarkError("a signature does not verify") }
  }

  /// Hashes a request and finds out who signed it, as the exchange does: by recovery, so that `v` counts too.
  func authenticate(_ request: SignedRequest) throws -> AuthenticatedRequest {
    try authenticator.authenticate(request, keys: directory)
  }
}

/// The exchange's registered keys, in memory.
private struct Directory: SessionKeyDirectory {
  let records: [Address: SessionKeyRecord]

  func record(of sessionKey: Address) -> SessionKeyRecord? { records[sessionKey] }
  func p256Records(of wallet: Address) -> [SessionKeyRecord] { [] }
}
