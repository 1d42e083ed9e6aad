internal import NIOCore
internal import NIOWebSocket

/// Turns frames into messages and back, answers pings, and sees to it that the server is there.
///
/// Frames that are in several parts have been put together before. Everything runs on the connection's event loop.
final class SocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let receiver: any SocketReceiver
  private let limits: SocketLimits
  private var context: ChannelHandlerContext?
  private var heartbeat: RepeatedTask?
  private var goodbye: Scheduled<Void>?
  private var lastHeard = NIODeadline.now()
  private var isOver = false

  init(receiver: any SocketReceiver, limits: SocketLimits) {
    self.receiver = receiver
    self.limits = limits
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let pause = TimeAmount(limits.pingInterval)
    heartbeat = context.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in bound.value.beat() }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    finish(.lost(reason: "the connection was closed"), code: nil)
    heartbeat?.cancel()
    goodbye?.cancel()
    self.context = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(.lost(reason: "the connection was closed without a goodbye"), code: nil)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error:
      let isTooLarge =
        "\(error)" == "\(NIOWebSocketError.invalidFrameLength)"
        || "\(error)" == "\(NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge)"
      finish(.invalidMessage(reason: "\(error)"), code: isTooLarge ? .messageTooLarge : .protocolError)
    default: finish(.lost(reason: "\(error)"), code: nil)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    lastHeard = .now()
    // A server masks nothing, and no extension was asked for (RFC 6455, sections 5.1 and 5.2).
    guard frame.maskKey == nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
      return finish(.invalidMessage(reason: "the frame is masked or uses an extension"), code: .protocolError)
    }
    switch frame.opcode {
    case .text:
      guard !isOver else { return }
      if let reason = receiver.receive([UInt8](frame.data.readableBytesView)) { finish(reason, code: reason.closeCode) }
    case .ping:
      // Whoever asks and does not read gets no answer, instead of a longer and longer queue of them.
      if !isOver && context.channel.isWritable { write(.pong, frame.data) }
    case .pong: break
    case .connectionClose: answerGoodbye(frame.data)
    default: finish(.invalidMessage(reason: "only text frames are messages"), code: .unacceptableData)
    }
  }
}

// MARK: - Sending

extension SocketHandler {
  /// Whether anything can still be sent.
  var isOpen: Bool { !isOver && context?.channel.isActive == true }

  /// Sends a message. Nothing happens once the connection is over.
  func send(_ message: [UInt8]) {
    guard isOpen else { return }
    write(.text, ByteBuffer(bytes: message))
  }

  private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, promise: EventLoopPromise<Void>? = nil) {
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    context?.writeAndFlush(wrapOutboundOut(frame), promise: promise)
  }

  private func beat() {
    if NIODeadline.now() - lastHeard > TimeAmount(limits.silenceTimeout) { return finish(.silent, code: .goingAway) }
    if !isOver { write(.ping, ByteBuffer()) }
  }
}

// MARK: - Ending

extension SocketHandler {
  /// Ends the connection: tells the receiver at once, says goodbye where there is a code, and closes when the server
  /// has answered or the time for that is over.
  func finish(_ reason: SocketEnd, code: WebSocketErrorCode?) {
    guard !isOver else { return }
    isOver = true
    heartbeat?.cancel()
    receiver.end(reason)
    guard let context, let code, context.channel.isActive else {
      self.context?.close(promise: nil)
      return
    }
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    write(.connectionClose, data)
    closeLater(context)
  }

  private func answerGoodbye(_ data: ByteBuffer) {
    guard !isOver, let context else {
      self.context?.close(promise: nil)
      return
    }
    var (all, code) = (data, data)
    isOver = true
    heartbeat?.cancel()
    receiver.end(.closedByServer(code: code.readInteger()))
    let written = context.eventLoop.makePromise(of: Void.self)
    write(.connectionClose, all.readSlice(length: min(2, all.readableBytes)) ?? ByteBuffer(), promise: written)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    closeLater(context)
  }

  private func closeLater(_ context: ChannelHandlerContext) {
    let channel = context.channel
    goodbye = context.eventLoop.scheduleTask(in: TimeAmount(limits.closeTimeout)) { channel.close(promise: nil) }
  }
}

extension SocketEnd {
  /// What the server is told when the connection ends here for this reason.
  var closeCode: WebSocketErrorCode {
    switch self {
    case .consumerTooSlow: .policyViolation
    case .invalidMessage: .dataInconsistentWithMessage
    case .silent: .goingAway
    default: .normalClosure
    }
  }
}
