internal import ExchangeAPI
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import NIOWebSocket

/// A connection of the server: HTTP, or a WebSocket where its first request asks for one.
struct SocketChannel: HTTPChannelHandler {
  let responder: HTTPChannelHandler.Responder
  let policy: SocketPolicy
  let desk: SocketDesk
  let limits: ServerLimits
  let decoding: NIOHTTPDecoderLimitConfiguration

  typealias HTTPStream = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
  typealias MessageStream = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// What a connection has become.
  enum Kind: Sendable {
    case http(HTTPStream)
    case webSocket(MessageStream)
  }

  /// A connection whose first request has perhaps not come yet.
  struct Value: ServerChildChannelValue {
    let channel: any Channel
    let negotiated: EventLoopFuture<Kind>
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      var pipeline = NIOUpgradableHTTPServerPipelineConfiguration(
        upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
          upgraders: [upgrader],
          notUpgradingCompletionHandler: { channel in
            channel.eventLoop.makeCompletedFuture { .http(try addHTTP(to: channel, logger: logger)) }
          }))
      // As in HTTP1Channel: requests that follow one another are dealt with one by one, and errors by the application.
      pipeline.enablePipelining = false
      pipeline.enableErrorHandling = false
      pipeline.enableResponseHeaderValidation = false
      pipeline.decoderConfiguration = decoding
      let negotiated = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
        configuration: pipeline)
      let gate = try channel.pipeline.syncOperations.handler(type: NIOTypedHTTPServerUpgradeHandler<Kind>.self)
      try channel.pipeline.syncOperations.addHandler(SocketGate(policy: policy), position: .before(gate))
      let deadline = channel.eventLoop.scheduleTask(in: .seconds(Int64(limits.secondsUntilHead))) {
        channel.close(promise: nil)
      }
      negotiated.whenComplete { _ in deadline.cancel() }
      return Value(channel: channel, negotiated: negotiated)
    }
  }

  func handle(value: Value, logger: Logger) async {
    do {
      switch try await value.negotiated.get() {
      case .http(let stream): await handleHTTP(asyncChannel: stream, logger: logger)
      case .webSocket(let stream): await serve(stream)
      }
    } catch {
      // Nothing that could be answered has come.
      value.channel.close(promise: nil)
    }
  }

  private func addHTTP(to channel: any Channel, logger: Logger) throws -> HTTPStream {
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
    try pipeline.addHandler(RequestDeadlines(limits: limits))
    try pipeline.addHandler(HTTPConnectionStateHandler(logger: logger))
    try pipeline.handler(type: SocketGate.self).isPassed = true
    return try HTTPStream(
      wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
  }
}

// MARK: - WebSocket

extension SocketChannel {
  private var upgrader: NIOTypedWebSocketServerUpgrader<Kind> {
    NIOTypedWebSocketServerUpgrader(
      maxFrameSize: SocketRequest.bytesMaximum,
      // The gate has let it through.
      shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(HTTPHeaders()) },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture { .webSocket(try addMessages(to: channel)) }
      })
  }

  private func addMessages(to channel: any Channel) throws -> MessageStream {
    let pipeline = channel.pipeline.syncOperations
    let gate = try pipeline.handler(type: SocketGate.self)
    pipeline.removeHandler(gate, promise: nil)
    let (failures, address) = (desk.failures, CallerAddress(channel.remoteAddress))
    // A message in more parts than these is somebody's attempt to keep us busy.
    try pipeline.addHandler(
      NIOWebSocketFrameAggregator(
        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: ServerLimits.framesPerMessageMaximum,
        maxAccumulatedFrameSize: SocketRequest.bytesMaximum))
    try pipeline.addHandler(
      SocketFrames(limits: limits) { (try? failures.take(address)) != nil })
    return try MessageStream(wrappingChannelSynchronously: channel)
  }

  /// Answers the messages of a socket until it closes. So many requests are under way at a time as may be; the next is
  /// read when one of them is answered, and until then nothing more is taken from the connection.
  private func serve(_ stream: MessageStream) async {
    let outlet = ChannelOutlet(channel: stream.channel, metrics: desk.failures.metrics)
    let address = CallerAddress(stream.channel.remoteAddress)
    await desk.hub.add(outlet)
    try? await stream.executeThenClose { inbound, _ in
      try await withThrowingTaskGroup(of: Void.self) { group in
        var underWay = 0
        for try await message in inbound {
          guard let request = await read(message, from: outlet, address) else { continue }
          guard case .request(let endpoint, _) = request.method else {
            await desk.answer(request, from: outlet, at: address)
            continue
          }
          if underWay == ServerLimits.requestsPerSocketMaximum {
            try await group.next()
            underWay -= 1
          }
          group.addTask(priority: endpoint.endsSessionKeys ? nil : .work) {
            await desk.answer(request, from: outlet, at: address)
          }
          underWay += 1
        }
      }
    }
    await desk.hub.remove(outlet)
  }

  private func read(
    _ message: ByteBuffer, from outlet: ChannelOutlet, _ address: CallerAddress
  ) async -> SocketRequest? {
    let bytes = Array(buffer: message)
    do {
      try await desk.failures.admit(address)
      return try SocketRequest(bytes)
    } catch {
      desk.refuse(error, in: "WS", cid: SocketRequest.cid(in: bytes), to: outlet, at: address)
      return nil
    }
  }
}
