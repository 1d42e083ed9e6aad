internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import NIOWebSocket
internal import Synchronization

extension SocketTransport {
  /// What a server's answer to the request for a WebSocket has led to.
  private enum Upgrade: Sendable {
    case open(SocketConnection)
    case refused(EventLoopFuture<Int>)
  }

  /// Opens a connection. Takes at most twice the timeout for connecting: once for TCP, once for TLS and the upgrade.
  func open(_ receiver: any SocketReceiver) async throws(SocketEnd) -> SocketConnection {
    let attempt = OpeningAttempt()
    do {
      return try await withTaskCancellationHandler {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(connectTimeout)
        let upgrade = try await bootstrap.connect(host: target.host, port: target.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try attempt.add(channel)
            try self.register(channel)
            return try self.prepare(channel, receiver, attempt)
          }
        }
        switch try await upgrade.get() {
        case .open(let connection): return connection
        case .refused(let status): throw SocketEnd.notUpgraded(status: try await status.get())
        }
      } onCancel: {
        attempt.cancel(.closedHere)
      }
    } catch {
      throw attempt.reason ?? SocketEnd(connecting: error)
    }
  }

  private func prepare(
    _ channel: any Channel, _ receiver: any SocketReceiver, _ attempt: OpeningAttempt
  ) throws -> EventLoopFuture<Upgrade> {
    if target.isSecure { try channel.pipeline.syncOperations.addHandler(try tlsHandler()) }
    let head = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: target.path, headers: ["host": target.authority])
    var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(
      upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
        upgradeRequestHead: head, upgraders: [upgrader(receiver)],
        notUpgradingCompletionHandler: Self.refusal))
    // The server's first frame may come together with its answer.
    pipeline.leftOverBytesStrategy = .forwardBytes
    pipeline.decoderConfiguration.maxHeaderListSize = 65_536
    pipeline.decoderConfiguration.maxHeaderFieldSize = 16_384
    let upgrade = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: pipeline)
    let deadline = channel.eventLoop.scheduleTask(in: connectTimeout) {
      attempt.cancel(.notReachable(reason: "the WebSocket was not opened in time"))
    }
    upgrade.whenComplete { _ in deadline.cancel() }
    return upgrade
  }

  private func upgrader(_ receiver: any SocketReceiver) -> NIOTypedWebSocketClientUpgrader<Upgrade> {
    let limits = limits
    return NIOTypedWebSocketClientUpgrader(
      maxFrameSize: limits.messageBytesMaximum, enableAutomaticErrorHandling: false,
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          let handler = SocketHandler(receiver: receiver, limits: limits)
          try channel.pipeline.syncOperations.addHandler(
            NIOWebSocketFrameAggregator(
              minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: Self.framesPerMessageMaximum,
              maxAccumulatedFrameSize: limits.messageBytesMaximum))
          try channel.pipeline.syncOperations.addHandler(handler)
          return .open(SocketConnection(channel, NIOLoopBound(handler, eventLoop: channel.eventLoop)))
        }
      })
  }

  /// In how many frames a message may come.
  private static var framesPerMessageMaximum: Int { 4_096 }

  private static func refusal(_ channel: any Channel) -> EventLoopFuture<Upgrade> {
    channel.eventLoop.makeCompletedFuture {
      let status = channel.eventLoop.makePromise(of: Int.self)
      try channel.pipeline.syncOperations.addHandler(RefusedUpgrade(status: status))
      return .refused(status.futureResult)
    }
  }
}

/// The channels of one attempt to connect, which can be given up. A host with several addresses has several.
private final class OpeningAttempt: Sendable {
  private let state = Mutex<(channels: [any Channel], reason: SocketEnd?)>(([], nil))

  var reason: SocketEnd? { state.withLock { $0.reason } }

  func add(_ channel: any Channel) throws(SocketEnd) {
    let reason = state.withLock { state in
      state.channels.append(channel)
      return state.reason
    }
    if let reason { throw reason }
  }

  func cancel(_ reason: SocketEnd) {
    let channels = state.withLock { state in
      state.reason = state.reason ?? reason
      return state.channels
    }
    for channel in channels { channel.close(promise: nil) }
  }
}

/// Learns the status of an answer that opens no WebSocket.
private final class RefusedUpgrade: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let status: EventLoopPromise<Int>

  init(status: EventLoopPromise<Int>) { self.status = status }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) { status.succeed(Int(head.status.code)) }
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func handlerRemoved(context: ChannelHandlerContext) { status.fail(ChannelError.eof) }
}

extension SocketEnd {
  /// Why connecting failed.
  fileprivate init(connecting error: any Error) {
    switch error {
    case let end as SocketEnd: self = end
    case let error as NIOConnectionError:
      self = .notReachable(reason: TransportFailure.reason(error))
    case ChannelError.inappropriateOperationForState, ChannelError.eof, ChannelError.ioOnClosedChannel:
      self = .notReachable(reason: "the server closed the connection while the WebSocket was being opened")
    default: self = .notReachable(reason: "\(error)")
    }
  }
}
