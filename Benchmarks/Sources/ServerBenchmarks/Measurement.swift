import ExchangeClient
import Figures
import NIOCore
import ServedExchange
import SessionKeys

/// All figures of the server, one after another.
struct Measurement {
  let exchange: Exchange
  let server: ServerProcess
  let reference: ReferenceProcess
  /// How often each rate is measured: the median counts, since the machine does other things, too.
  let rounds: Int
  /// Servers that share a ledger in PostgreSQL.
  let cluster: [ServerProcess]
  let clusterExchange: Exchange
  private var port: Int { server.port }
  private var traders: [BenchmarkTrader] = []
  private var name = 0

  private static let connectionCount = 64
  private static let socketCount = 8
  private static let underWayForEachSocket = 8
  private static let ordersForEachConnection = 300
  private static let latencySeconds = 10
  private static let revocationCount = 300

  init(
    exchange: Exchange, server: ServerProcess, reference: ReferenceProcess, rounds: Int, cluster: [ServerProcess],
    clusterExchange: Exchange
  ) {
    self.exchange = exchange
    self.server = server
    self.reference = reference
    self.rounds = rounds
    self.cluster = cluster
    self.clusterExchange = clusterExchange
  }

  mutating func run() async throws {
    Output.note("\(Self.connectionCount) traders")
    for _ in 0..<Self.connectionCount { traders.append(try await BenchmarkTrader.make(on: exchange)) }
    let ordersPerSecond = try await measureHTTP()
    try await measureSockets()
    try await measureLatency(perSecond: ordersPerSecond / 2)
    try await measureRevocation()
    try await measureCluster(against: ordersPerSecond)
  }

  // MARK: Rates

  private mutating func measureHTTP() async throws -> Double {
    var (orders, cancellations, references): ([Double], [Double], [Double]) = ([], [], [])
    var (processor, referenceProcessor): ([Double], [Double]) = ([], [])
    for round in 0...rounds {
      Output.note("orders and cancellations over HTTP, round \(round)")
      let names = newNames()
      let requests = try orderItems(of: names) { try $0.http() }
      let begin = (try server.processorSeconds(), try reference.processorSeconds())
      let placed = try await Load(ports: [port], speech: .http, lists: requests).run()
      let constant = try await Load(ports: [reference.port], speech: .http, lists: requests).run()
      let end = (try server.processorSeconds(), try reference.processorSeconds())
      let canceled = try await Load(ports: [port], speech: .http, lists: cancellationItems(of: names) { try $0.http() })
        .run()
      // The first is for what is made once.
      guard round > 0 else { continue }
      orders.append(placed.perSecond)
      references.append(constant.perSecond)
      processor.append((end.0 - begin.0) * 1e6 / Double(placed.latencies.count))
      referenceProcessor.append((end.1 - begin.1) * 1e6 / Double(constant.latencies.count))
      cancellations.append(canceled.perSecond)
    }
    Output.figure("orders-http", median(orders), "orders/s")
    Output.figure("framework-http", median(references), "requests/s")
    Output.figure("orders-http-vs-framework", median(orders) / median(references), "ratio")
    Output.figure("orders-http-processor", median(processor), "us")
    Output.figure("framework-http-processor", median(referenceProcessor), "us")
    Output.figure("cancel-http", median(cancellations), "orders/s")
    return median(orders)
  }

  private mutating func measureSockets() async throws {
    var (orders, cancellations): ([Double], [Double]) = ([], [])
    let speech = Load.Speech.webSocket(underWayMaximum: Self.underWayForEachSocket)
    for round in 0...rounds {
      Output.note("orders and cancellations over WebSockets, round \(round)")
      let names = newNames()
      let signed = try orderItems(of: names) { try $0.frame(cid: 1) }
      let placed = try await Load(ports: [port], speech: speech, lists: shared(signed)).run()
      let canceled = try await Load(
        ports: [port], speech: speech, lists: shared(cancellationItems(of: names) { try $0.frame(cid: 1) })
      ).run()
      guard round > 0 else { continue }
      orders.append(placed.perSecond)
      cancellations.append(canceled.perSecond)
    }
    Output.figure("orders-websocket", median(orders), "orders/s")
    Output.figure("cancel-websocket", median(cancellations), "orders/s")
  }

  /// What all traders send, on a few connections.
  private func shared(_ lists: [[Load.Item]]) -> [[Load.Item]] {
    let share = lists.count / Self.socketCount
    return (0..<Self.socketCount).map { socket in
      let own = lists[(socket * share)..<((socket + 1) * share)]
      return (0..<(own.first?.count ?? 0)).flatMap { index in own.map { $0[index] } }
    }
  }

  /// A name for each order of each trader.
  private mutating func newNames() -> [[Int]] {
    traders.map { _ in
      name += Self.ordersForEachConnection
      return Array((name - Self.ordersForEachConnection)..<name)
    }
  }

  private func orderItems(
    of names: [[Int]], _ bytes: (SignedRequest) throws -> ByteBuffer
  ) throws -> [[Load.Item]] {
    try items(of: names) { trader, name in try bytes(trader.order(name)) }
  }

  private func cancellationItems(
    of names: [[Int]], _ bytes: (SignedRequest) throws -> ByteBuffer
  ) throws -> [[Load.Item]] {
    try items(of: names) { trader, name in try bytes(trader.cancellation(of: name)) }
  }

  private func items(
    of names: [[Int]], _ bytes: (BenchmarkTrader, Int) throws -> ByteBuffer
  ) throws -> [[Load.Item]] {
    try zip(traders, names).map { trader, names in
      try names.map { Load.Item(bytes: try bytes(trader, $0), due: 0) }
    }
  }

  // MARK: Latency

  /// Orders and their cancellations in turn, at a steady rate, each measured from when it should have been sent.
  private mutating func measureLatency(perSecond: Double) async throws {
    Output.note("latency at \(Int(perSecond)) requests a second, for \(Self.latencySeconds) s")
    let count = Int(perSecond) * Self.latencySeconds / traders.count / 2 * 2
    let interval = 1e9 / perSecond
    var lists: [[Load.Item]] = traders.map { _ in [] }
    for turn in 0..<count {
      if turn.isMultiple(of: 2) { name += 1 }
      for (index, trader) in traders.enumerated() {
        let request = try turn.isMultiple(of: 2) ? trader.order(name) : trader.cancellation(of: name)
        let due = Int64(Double(turn * traders.count + index) * interval) + 1
        lists[index].append(Load.Item(bytes: try request.http(), due: due))
      }
    }
    let result = try await Load(ports: [port], speech: .http, lists: lists).run()
    for (share, label) in [(0.5, "p50"), (0.99, "p99"), (0.999, "p999")] {
      Output.figure("latency-\(label)", result.percentile(share) * 1e3, "ms")
    }
  }

  /// Keys are authorised and revoked one after another, while the other connections send orders as fast as they can.
  private mutating func measureRevocation() async throws {
    Output.note("revocation under full load")
    let names = newNames()
    var load = try orderItems(of: names) { try $0.http() }
    // What is placed is cancelled, so that the load lasts longer than the revocations.
    let end = try cancellationItems(of: names) { try $0.http() }
    for index in load.indices { load[index] += end[index] }
    let pairs = try (0..<Self.revocationCount).map { _ in try traders[0].authorizationAndRevocation() }
    let (port, items) = (port, load)
    async let background = Load(ports: [port], speech: .http, lists: items).run()
    let revocations = try pairs.flatMap { authorization, revocation in
      [Load.Item(bytes: try authorization.http(), due: 0), Load.Item(bytes: try revocation.http(), due: 0)]
    }
    let result = try await Load(ports: [port], speech: .http, lists: [revocations]).run().latencies
    _ = try await background
    let times = result.enumerated().filter { $0.offset % 2 == 1 }.map(\.element).sorted()
    Output.figure("revocation-p50", times[times.count / 2] * 1e3, "ms")
    Output.figure("revocation-p99", times[times.count * 99 / 100] * 1e3, "ms")
  }

  // MARK: Several servers

  /// The same orders over HTTP, dealt out to servers that share a ledger.
  private mutating func measureCluster(against ordersPerSecond: Double) async throws {
    Output.note("\(Self.connectionCount) traders at \(cluster.count) servers")
    traders = []
    for _ in 0..<Self.connectionCount { traders.append(try await BenchmarkTrader.make(on: clusterExchange)) }
    let ports = cluster.map(\.port)
    var (orders, cancellations): ([Double], [Double]) = ([], [])
    var (servers, database): ([Double], [Double]) = ([], [])
    for round in 0...rounds {
      Output.note("orders and cancellations at \(cluster.count) servers, round \(round)")
      let names = newNames()
      let requests = try orderItems(of: names) { try $0.http() }
      let begin = (try clusterSeconds(), try ProcessorTime.used(byAllNamed: "postgres"))
      let placed = try await Load(ports: ports, speech: .http, lists: requests).run()
      let end = (try clusterSeconds(), try ProcessorTime.used(byAllNamed: "postgres"))
      let canceled = try await Load(ports: ports, speech: .http, lists: cancellationItems(of: names) { try $0.http() })
        .run()
      guard round > 0 else { continue }
      orders.append(placed.perSecond)
      cancellations.append(canceled.perSecond)
      servers.append((end.0 - begin.0) * 1e6 / Double(placed.latencies.count))
      database.append((end.1 - begin.1) * 1e6 / Double(placed.latencies.count))
    }
    Output.figure("orders-cluster", median(orders), "orders/s")
    Output.figure("orders-cluster-vs-one-server", median(orders) / ordersPerSecond, "ratio")
    Output.figure("cancel-cluster", median(cancellations), "orders/s")
    Output.figure("orders-cluster-servers-processor", median(servers), "us")
    Output.figure("orders-cluster-database-processor", median(database), "us")
  }

  private func clusterSeconds() throws -> Double {
    try cluster.reduce(0) { sum, server in try sum + server.processorSeconds() }
  }
}
