internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes

/// Closes a connection whose client is too slow, however many bytes it trickles.
///
/// Waiting for a request's head, for its body and for the response to be read each have a deadline of their own. A
/// connection that does nothing is waiting for a head.
final class RequestDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ServerLimits
  private var deadline = NIODeadline.distantFuture
  /// What looks at the deadline: at it, or earlier where it was moved back since, and then once more. A request moves
  /// the deadline three times and is answered long before it, so that nothing has to be scheduled for most.
  private var look: (due: NIODeadline, task: Scheduled<Void>)?

  init(limits: ServerLimits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { expect(within: limits.secondsUntilHead, context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { look?.task.cancel() }

  func channelActive(context: ChannelHandlerContext) {
    expect(within: limits.secondsUntilHead, context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    look?.task.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: expect(within: limits.secondsUntilBody, context)
    case .body: break
    case .end: expect(within: limits.secondsUntilResponse, context)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
    let written = promise ?? context.eventLoop.makePromise()
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    written.futureResult.whenSuccess {
      let (handler, context) = bound.value
      handler.expect(within: handler.limits.secondsUntilHead, context)
    }
    context.write(data, promise: written)
  }

  private func expect(within seconds: Int, _ context: ChannelHandlerContext) {
    deadline = context.eventLoop.now + .seconds(Int64(seconds))
    if let look, look.due <= deadline { return }
    lookAtDeadline(context)
  }

  private func lookAtDeadline(_ context: ChannelHandlerContext) {
    look?.task.cancel()
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    let task = context.eventLoop.scheduleTask(deadline: deadline) {
      let (handler, context) = bound.value
      guard handler.deadline <= context.eventLoop.now else { return handler.lookAtDeadline(context) }
      context.close(promise: nil)
    }
    look = (deadline, task)
  }
}
