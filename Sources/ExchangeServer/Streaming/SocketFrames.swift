internal import NIOCore
internal import NIOWebSocket

/// Turns frames of a WebSocket into messages and back, and sees to it that the connection is alive.
///
/// Frames that are in several parts have been put together before. Control frames are answered here.
final class SocketFrames: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = WebSocketFrame

  private let limits: ServerLimits
  private let mayAnswer: @Sendable () -> Bool
  private var heartbeat: RepeatedTask?
  private var lastHeard = NIODeadline.now()
  private var isClosing = false

  /// How long a client may take to read the goodbye, in seconds.
  private static let secondsUntilClosed: Int64 = 5

  /// - Parameter mayAnswer: asked before a ping is answered; where not, there are too many.
  init(limits: ServerLimits, mayAnswer: @escaping @Sendable () -> Bool) {
    self.limits = limits
    self.mayAnswer = mayAnswer
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    let pause = TimeAmount.seconds(Int64(limits.secondsBetweenPings))
    heartbeat = context.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in
      let (handler, context) = bound.value
      handler.beat(context)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { heartbeat?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    heartbeat?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    lastHeard = .now()
    guard !isClosing else { return }
    // A client masks whatever it sends, and has no use for bits of extensions (RFC 6455, sections 5.1 and 5.2).
    guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return close(.unexpectedFrame, context) }
    switch frame.opcode {
    case .text: context.fireChannelRead(wrapInboundOut(frame.unmaskedData))
    case .ping:
      guard mayAnswer() else { return close(.tooManyFrames, context) }
      write(.pong, frame.unmaskedData, context)
    case .pong: break
    case .connectionClose:
      isClosing = true
      write(.connectionClose, frame.unmaskedData.readableSlice(2), context)
      context.close(promise: nil)
    default: close(.unexpectedFrame, context)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let frame = WebSocketFrame(fin: true, opcode: .text, data: unwrapOutboundIn(data))
    context.write(wrapOutboundOut(frame), promise: promise)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent: close(.goingAway, context)
    case ChannelEvent.inputClosed: context.close(promise: nil)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
    switch event {
    case let closing as SocketClosing:
      close(closing, context)
      promise?.succeed()
    case is SocketPong:
      write(.pong, ByteBuffer(), context)
      promise?.succeed()
    default: context.triggerUserOutboundEvent(event, promise: promise)
    }
  }

  private func beat(_ context: ChannelHandlerContext) {
    if NIODeadline.now() - lastHeard > .seconds(Int64(limits.secondsUntilSilent)) { return close(.silent, context) }
    write(.ping, ByteBuffer(), context)
  }

  /// Says goodbye and closes, be it read or not.
  private func close(_ reason: SocketClosing, _ context: ChannelHandlerContext) {
    guard !isClosing else { return }
    isClosing = true
    var data = ByteBuffer()
    data.writeInteger(reason.code)
    let written = context.eventLoop.makePromise(of: Void.self)
    let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: written)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    let last = context.eventLoop.scheduleTask(in: .seconds(Self.secondsUntilClosed)) {
      bound.value.close(promise: nil)
    }
    written.futureResult.whenComplete { _ in
      last.cancel()
      bound.value.close(promise: nil)
    }
  }

  private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
  }
}

/// Asks for a pong that answers a `ping` message, which browsers send in place of a frame.
struct SocketPong: Sendable {}

extension ByteBuffer {
  /// The first bytes, or all where there are fewer.
  fileprivate func readableSlice(_ count: Int) -> ByteBuffer {
    var copy = self
    return copy.readSlice(length: Swift.min(count, readableBytes)) ?? ByteBuffer()
  }
}
