import EthereumPrimitives
import PerpsProtocol
import SessionKeys

/// Something that is wrong with a request, and the refusal that it earns when nothing earlier is wrong.
struct Fault: CustomStringConvertible, Sendable {
  let kind: RefusalKind
  let spoil: @Sendable (inout Draft) throws -> Void

  var description: String { "\(kind)" }

  init(_ kind: RefusalKind, _ spoil: @escaping @Sendable (inout Draft) throws -> Void) {
    self.kind = kind
    self.spoil = spoil
  }
}

/// A request that would be admitted, taken apart so that anything can be spoilt.
struct Draft {
  var world: World
  /// Who signs in place of the key or the wallet.
  var impostor: Signer?
  var now = World.noon
  var nonce = World.now

  // The order and its key.
  var type = OrderType.limit
  var price: Pips
  var timeInForce = TimeInForce.gtc
  var isRegistered = true
  var owner: Signer
  var scope = (
    permission: Permission.trade, markets: [MarketSymbol](), order: Pips?.none, daily: Pips?.none, deviation: Pips?.none
  )
  var authorized = Nonce.at(World.authorizedAt)
  var followsAuthorization = true
  var expiresAt = World.expiresAt

  // The authorisation and its consent.
  var candidate: Signer
  var consenter: Signer?
  var publicKey: PublicKey?
  var isCandidateKnown = false

  // The facts that name the request's nonce.
  var isUsed = false
  var isInvalidated = false
  var isRevokedInAdvance = false

  init() throws {
    world = try World()
    owner = world.wallet
    price = try Pips("2000.00000000")
    candidate = world.newKey
    consenter = world.newKey
  }

  /// What the rules answer to the draft as an order by a session key.
  func refusalOfOrder() throws -> Refusal? {
    var world = try arranged()
    world.facts.records[world.key.address] = nil
    if isRegistered {
      let scope = try SessionKeyScope(
        permission: scope.permission, markets: scope.markets, maximumOrderValue: scope.order,
        maximumDailyValue: scope.daily, maximumPriceDeviation: scope.deviation)
      world.register(
        world.key, wallet: owner, scope: scope, authorized: followsAuthorization ? authorized : nonce,
        expiresAt: expiresAt)
    }
    let order = Order(
      unchecked: nonce, wallet: world.wallet.address, market: try .eth, type: type, side: .buy, quantity: .one,
      limitPrice: type == .limit ? price : .zero, triggerPrice: .zero, triggerType: .none, callbackRate: .zero,
      conditionalOrderID: 0, isReduceOnly: false, timeInForce: timeInForce, selfTradePrevention: .dc,
      isLiquidationAcquisitionOnly: false, delegatedKey: world.key.address, clientOrderID: nil)
    return world.refusal(of: try world.request(.trade(.order(order)), by: impostor ?? world.key))
  }

  /// What the rules answer to the draft as an authorisation by the wallet.
  func refusalOfAuthorization() throws -> Refusal? {
    let world = try arranged()
    let authorization = try world.authorization(
      of: candidate, nonce: nonce, expiresAt: max(expiresAt, nonce.time.timestamp.later(by: 1)))
    let enrollment = world.enrollment(
      of: authorization, consent: try consenter?.consent(to: authorization, in: world.domain), publicKey: publicKey)
    return world.refusal(of: try world.request(enrollment, by: impostor ?? world.wallet))
  }

  private func arranged() throws -> World {
    var world = world
    world.facts.now = now
    if isCandidateKnown { world.register(candidate) }
    if isUsed { world.use(nonce) }
    if isInvalidated { world.facts.invalidated[world.wallet.address] = nonce }
    if isRevokedInAdvance { world.facts.allRevoked[world.wallet.address] = nonce }
    return world
  }
}
