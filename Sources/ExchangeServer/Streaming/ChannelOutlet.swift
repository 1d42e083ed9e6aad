internal import NIOCore
internal import Synchronization

/// Sends over a channel. A client that does not read is cut off when so much waits for it as may wait.
final class ChannelOutlet: SocketOutlet {
  private let channel: any Channel
  private let metrics: ServerMetrics

  init(channel: any Channel, metrics: ServerMetrics) {
    self.channel = channel
    self.metrics = metrics
  }

  func send(_ messages: [ByteBuffer]) {
    let (channel, metrics) = (channel, metrics)
    channel.eventLoop.execute {
      for message in messages { channel.write(message, promise: nil) }
      channel.flush()
      let waiting = (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
      guard waiting > ServerLimits.bytesWaitingPerSocketMaximum, channel.isActive else { return }
      metrics.countClosedSocket(.slowReader)
      channel.close(promise: nil)
    }
  }

  func close(_ reason: SocketClosing) {
    metrics.countClosedSocket(reason)
    channel.triggerUserOutboundEvent(reason, promise: nil)
  }

  /// Answers a `ping` message as the exchange does: with a frame of its own kind.
  func pong() { channel.triggerUserOutboundEvent(SocketPong(), promise: nil) }
}
