import Figures
import NIOCore
import NIOPosix
import ServedExchange

/// Requests that are ready to be written, one list for each connection.
struct Load: Sendable {
  /// A request with the moment at which it should be sent, in nanoseconds of the event loop's clock from the beginning;
  /// 0 for as soon as the connection is free.
  struct Item: Sendable {
    let bytes: ByteBuffer
    let due: Int64
  }

  /// How a connection speaks.
  enum Speech: Sendable {
    /// HTTP/1.1, one request after another.
    case http
    /// WebSocket, with so many requests under way.
    case webSocket(underWayMaximum: Int)
  }

  /// Where it is sent to; connections are dealt out in turn.
  let ports: [Int]
  let speech: Speech
  let lists: [[Item]]

  /// What came of it.
  struct Result: Sendable {
    /// From the moment at which each should have been sent to its answer, in seconds, connection by connection.
    let latencies: [Double]
    /// From the first request to the last answer.
    let seconds: Double

    var perSecond: Double { Double(latencies.count) / seconds }

    /// The latency under which this share of them is.
    func percentile(_ share: Double) -> Double {
      latencies.sorted()[min(Int(Double(latencies.count) * share), latencies.count - 1)]
    }
  }

  /// Sends everything, on one thread, and waits for every answer. Fails when one is not what it must be.
  func run() async throws -> Result {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      let result = try await run(on: group.next())
      try await group.shutdownGracefully()
      return result
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
  }

  private func run(on loop: any EventLoop) async throws -> Result {
    let bootstrap = ClientBootstrap(group: loop).channelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
    var senders: [(any Channel, NIOLoopBound<Sender>)] = []
    for (index, list) in lists.enumerated() {
      let (speech, promise) = (speech, loop.makePromise(of: NIOLoopBound<Sender>.self))
      let channel = try await bootstrap.channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let sender = Sender(list, speech, channel.eventLoop)
          try channel.pipeline.syncOperations.addHandler(sender)
          promise.succeed(NIOLoopBound(sender, eventLoop: channel.eventLoop))
        }
      }.connect(host: "127.0.0.1", port: ports[index % ports.count]).get()
      senders.append((channel, try await promise.futureResult.get()))
    }
    let bound = senders.map(\.1)
    for sender in bound { try await loop.flatSubmit { sender.value.opened }.get() }
    let begin = ContinuousClock.now
    let ends = try await loop.submit { () -> [EventLoopFuture<[Double]>] in
      let start = NIODeadline.now()
      return bound.map { $0.value.start(at: start) }
    }.get()
    var latencies: [Double] = []
    for end in ends { latencies += try await end.get() }
    let seconds = (ContinuousClock.now - begin).seconds
    for (channel, _) in senders { try? await channel.close() }
    return Result(latencies: latencies, seconds: seconds)
  }
}
