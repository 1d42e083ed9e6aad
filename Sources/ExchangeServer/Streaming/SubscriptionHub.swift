internal import ExchangeAPI
internal import Ledger
internal import Logging
internal import NIOCore
internal import PerpsProtocol
internal import SessionKeys
internal import Synchronization

/// Knows who has subscribed to what, and tells them of every entry, in the ledger's order.
///
/// The ledger's writer only hands over what was carried out. If the hub cannot keep up with it, every socket is closed:
/// nobody misses anything without knowing.
actor SubscriptionHub {
  private var table = SubscriberTable()
  private var quotes: [MarketSymbol: MarketQuote] = [:]
  /// Markets whose tickers and candles have changed since they were last sent.
  private var changed: Set<MarketSymbol> = []
  private let logger: Logger

  private nonisolated let intake = Mutex(Intake())
  private nonisolated let batches: AsyncStream<[AppliedEntry]>
  private nonisolated let continuation: AsyncStream<[AppliedEntry]>.Continuation

  private let batchesWaitingMaximum: Int

  private struct Intake {
    /// How many topics somebody has subscribed to.
    var topicCount = 0
    var batchesWaiting = 0
    var isBehind = false
  }

  init(logger: Logger, batchesWaitingMaximum: Int = ServerLimits.batchesWaitingMaximum) {
    self.logger = logger
    self.batchesWaitingMaximum = batchesWaitingMaximum
    // Bounded by who puts something in.
    (batches, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
  }

  /// Hands over what was carried out. Called in the ledger's order; returns at once.
  nonisolated func publish(_ entries: [AppliedEntry]) {
    let hasRoom = intake.withLock { intake in
      guard intake.batchesWaiting < batchesWaitingMaximum else {
        intake.isBehind = true
        return false
      }
      intake.batchesWaiting += 1
      return true
    }
    if hasRoom { continuation.yield(entries) }
  }

  /// How many batches of entries wait to be told.
  nonisolated var batchesWaiting: Int { intake.withLock { $0.batchesWaiting } }

  /// Whether anybody would be told anything. Asked after an entry was carried out, it misses no subscription that was
  /// acknowledged before.
  nonisolated var isWanted: Bool { intake.withLock { $0.topicCount > 0 } }

  /// Tells subscribers until ``finish()``.
  func run() async {
    for await entries in batches {
      deliver(entries)
      intake.withLock { $0.batchesWaiting -= 1 }
    }
  }

  /// Ends ``run()``.
  nonisolated func finish() { continuation.finish() }

  var socketCount: Int { table.socketCount }
}

// MARK: - Subscribing

extension SubscriptionHub {
  func add(_ outlet: any SocketOutlet) { table.add(outlet) }

  func remove(_ outlet: any SocketOutlet) {
    table.remove(ObjectIdentifier(outlet))
    countTopics()
  }

  /// Holds places in topics of a wallet, to which nothing is delivered yet. What ends the grant from now on is noticed.
  func reserve(_ wanted: [Topic], for outlet: any SocketOutlet, by grant: Grant) throws {
    try table.join(wanted, ObjectIdentifier(outlet), SubscriberTable.Place(grant: grant, isConfirmed: false))
    countTopics()
  }

  /// Gives up places that were held and not confirmed.
  func giveUp(_ reserved: [Topic], of outlet: any SocketOutlet) {
    let id = ObjectIdentifier(outlet)
    for topic in reserved where !table.isConfirmed(topic, id) { table.leave(topic, id) }
    countTopics()
  }

  /// Subscribes: to topics of markets, and to those whose places were held. Tells the socket what it has now.
  ///
  /// - Throws: where a grant has ended since its places were held.
  func subscribe(
    to wanted: [Topic], confirming reserved: [Topic], _ outlet: any SocketOutlet, cid: String?
  ) throws {
    let id = ObjectIdentifier(outlet)
    guard reserved.allSatisfy({ table.hasPlace(in: $0, id) }) else { throw CallFailure.grantOver }
    try table.join(wanted, id, SubscriberTable.Place(grant: nil, isConfirmed: true))
    for topic in reserved { table.confirm(topic, id) }
    countTopics()
    try tellSubscriptions(of: outlet, cid: cid)
  }

  /// Ends subscriptions: the named ones, those of markets, the named ones of markets, or all.
  func unsubscribe(
    from named: [NamedSubscription]?, markets: [MarketSymbol]?, _ outlet: any SocketOutlet, cid: String?
  ) throws {
    let id = ObjectIdentifier(outlet)
    for topic in table.topics(of: id) {
      let isMeant =
        if let named { named.contains { topic.isCovered(by: $0, markets: markets) } } else {
          markets.map { $0.contains { $0 == topic.market } } ?? true
        }
      if isMeant { table.leave(topic, id) }
    }
    countTopics()
    try tellSubscriptions(of: outlet, cid: cid)
  }

  func tellSubscriptions(of outlet: any SocketOutlet, cid: String?) throws {
    let id = ObjectIdentifier(outlet)
    let confirmed = table.topics(of: id).filter { table.isConfirmed($0, id) }
    let message = try SocketMessage.write(subscriptions: Subscription.list(confirmed), cid: cid)
    outlet.send([ByteBuffer(bytes: message)])
  }

  private func countTopics() {
    let count = table.topicCount
    intake.withLock { $0.topicCount = count }
  }
}

// MARK: - Delivering

extension SubscriptionHub {
  /// What each socket is to be sent, in order.
  private typealias Outbox = [SubscriberTable.ID: [ByteBuffer]]

  func deliver(_ entries: [AppliedEntry]) {
    let isBehind = intake.withLock { intake in
      defer { intake.isBehind = false }
      return intake.isBehind
    }
    guard !isBehind else { return closeAll(.behind) }
    var outbox: Outbox = [:]
    for applied in entries {
      endGrants(by: applied.entry, &outbox)
      EventTopics(applied).forEach { topic, event in deliver(topic, event, &outbox) }
      for (market, quote) in applied.quotes { deliver(quote, of: market, at: applied.entry.time, &outbox) }
    }
    send(outbox)
  }

  /// Sends tickers and candles of the markets that have changed.
  func tick(_ ticker: (MarketSymbol) -> Ticker?, _ candle: (MarketSymbol, CandleInterval) -> StreamedCandle?) {
    var outbox: Outbox = [:]
    for market in changed {
      deliver(.market(.tickers, market), { ticker(market).map { .ticker(StreamedTicker($0)) } }, &outbox)
      for interval in CandleInterval.allCases {
        deliver(.candles(interval, market), { candle(market, interval).map(StreamedEvent.candle) }, &outbox)
      }
    }
    changed = []
    send(outbox)
  }

  /// Ends what is delivered by a key whose time is over, although nothing happens.
  func endExpired(at now: Timestamp) {
    var outbox: Outbox = [:]
    end({ $0.isOver(at: now) }, among: table.privateTopics, &outbox)
    send(outbox)
  }

  func closeAll(_ reason: SocketClosing) {
    for outlet in table.outlets { outlet.close(reason) }
  }

  private func deliver(_ quote: MarketQuote, of market: MarketSymbol, at time: Timestamp, _ outbox: inout Outbox) {
    changed.insert(market)
    let last = quotes.updateValue(quote, forKey: market)
    if let last, last.bid == quote.bid, last.ask == quote.ask { return }
    deliver(
      .market(.bestPrices, market), { .bestPrices(StreamedBestPrices(quote, of: market, at: time)) }, &outbox)
  }

  /// The event is made and encoded once, and only where somebody wants it.
  private func deliver(_ topic: Topic, _ event: () -> StreamedEvent?, _ outbox: inout Outbox) {
    guard let places = table.places(of: topic), let event = event() else { return }
    let message: ByteBuffer
    do { message = ByteBuffer(bytes: try SocketMessage.write(event)) } catch {
      logger.error("an event could not be written", metadata: ["topic": "\(topic)", "error": "\(error)"])
      for id in places.keys { table.outlet(id)?.close(.failed) }
      return
    }
    for (id, place) in places where place.isConfirmed { outbox[id, default: []].append(message) }
  }

  private func endGrants(by entry: LedgerEntry, _ outbox: inout Outbox) {
    let wallet = entry.action.wallet
    end({ $0.isOver(at: entry) }, among: WalletSubscription.allCases.map { .wallet($0, wallet) }, &outbox)
  }

  /// Ends what was subscribed to by grants that are over, and tells whoever it was delivered to.
  private func end(_ isOver: (Grant) -> Bool, among topics: [Topic], _ outbox: inout Outbox) {
    var told: Set<SubscriberTable.ID> = []
    for topic in topics {
      for (id, place) in table.places(of: topic) ?? [:] {
        guard let grant = place.grant, isOver(grant) else { continue }
        table.leave(topic, id)
        if place.isConfirmed { told.insert(id) }
      }
    }
    countTopics()
    guard !told.isEmpty, let message = try? SocketMessage.write(error: CallFailure.grantOver.details, cid: nil) else {
      return
    }
    for id in told { outbox[id, default: []].append(ByteBuffer(bytes: message)) }
  }

  private func send(_ outbox: Outbox) {
    for (id, messages) in outbox { table.outlet(id)?.send(messages) }
  }
}

extension CallFailure {
  /// What was subscribed to by a session key that may do nothing any more.
  static let grantOver = CallFailure(
    .invalidAPIKey, "the session key has been revoked or has expired: its private subscriptions have ended")
}
