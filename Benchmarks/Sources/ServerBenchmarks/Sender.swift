import Figures
import NIOCore
import ServedExchange

/// One connection of a load: writes what is due, counts what is answered.
///
/// It looks at no more of an answer than where it ends and whether it is the expected one: what it does itself is taken
/// from the server's two cores.
final class Sender: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let items: [Load.Item]
  private let speech: Load.Speech
  private let end: EventLoopPromise<[Double]>
  private let open: EventLoopPromise<Void>
  private var context: ChannelHandlerContext?
  private var received = ByteBuffer()
  private var next = 0
  /// When what is under way should have been sent, in the order of sending.
  private var underWay: CircularBuffer<NIODeadline> = []
  private var latencies: [Double] = []
  private var start = NIODeadline.distantFuture
  private var isOpen = false

  init(_ items: [Load.Item], _ speech: Load.Speech, _ loop: any EventLoop) {
    self.items = items
    self.speech = speech
    end = loop.makePromise()
    open = loop.makePromise()
    latencies.reserveCapacity(items.count)
  }

  /// Once the connection can take requests.
  var opened: EventLoopFuture<Void> { open.futureResult }

  func start(at start: NIODeadline) -> EventLoopFuture<[Double]> {
    self.start = start
    if items.isEmpty { end.succeed([]) } else { sendWhatIsDue() }
    return end.futureResult
  }

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    switch speech {
    case .http:
      isOpen = true
      open.succeed()
    case .webSocket:
      let opening =
        "GET /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: opening)), promise: nil)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = unwrapInboundIn(data)
    received.writeBuffer(&part)
    do {
      while try takeAnswer() {}
    } catch {
      fail(error)
      context.close(promise: nil)
    }
    received.discardReadBytes()
    if latencies.count == items.count { end.succeed(latencies) } else if isOpen { sendWhatIsDue() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    self.context = nil
    fail(BenchmarkError("the server has closed a connection"))
  }

  private func fail(_ error: any Error) {
    open.fail(error)
    end.fail(error)
  }

  // MARK: Sending

  private var underWayMaximum: Int {
    switch speech {
    case .http: 1
    case .webSocket(let maximum): maximum
    }
  }

  private func sendWhatIsDue() {
    guard let context, start != .distantFuture else { return }
    var hasWritten = false
    while next < items.count, underWay.count < underWayMaximum {
      let item = items[next]
      let now = NIODeadline.now()
      let due = start + .nanoseconds(item.due)
      if item.due > 0, due > now {
        if underWay.isEmpty || underWayMaximum > 1 { scheduleLook(at: due, context) }
        break
      }
      next += 1
      underWay.append(item.due > 0 ? due : now)
      context.write(wrapOutboundOut(item.bytes), promise: nil)
      hasWritten = true
    }
    if hasWritten { context.flush() }
  }

  private func scheduleLook(at due: NIODeadline, _ context: ChannelHandlerContext) {
    context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.sendWhatIsDue() }
  }

  // MARK: Answers

  /// Takes one answer off what was received; `false` when there is none whole.
  private func takeAnswer() throws -> Bool {
    switch speech {
    case .http: return try takeResponse()
    case .webSocket: return try isOpen ? takeFrame() : takeOpening()
    }
  }

  private func takeResponse() throws -> Bool {
    guard let head = endOfHead(received) else { return false }
    let text = received.getString(at: received.readerIndex, length: head) ?? ""
    guard let length = contentLength(of: text) else { throw BenchmarkError("an answer without its length: \(text)") }
    guard received.readableBytes >= head + length else { return false }
    guard text.hasPrefix("HTTP/1.1 200") else {
      throw BenchmarkError("an answer is \(received.readString(length: head + length) ?? "")")
    }
    received.moveReaderIndex(forwardBy: head + length)
    answered()
    return true
  }

  private func takeOpening() throws -> Bool {
    guard let head = endOfHead(received) else { return false }
    guard let text = received.readString(length: head), text.hasPrefix("HTTP/1.1 101") else {
      throw BenchmarkError("the server opens no WebSocket")
    }
    isOpen = true
    open.succeed()
    return true
  }

  private func takeFrame() throws -> Bool {
    let start = received.readerIndex
    guard let first: UInt8 = received.getInteger(at: start), let second: UInt8 = received.getInteger(at: start + 1)
    else { return false }
    var (length, head) = (Int(second & 0x7f), 2)
    if length == 126 {
      guard let long: UInt16 = received.getInteger(at: start + 2) else { return false }
      (length, head) = (Int(long), 4)
    }
    guard length < 127 || head == 4, received.readableBytes >= head + length else { return false }
    let text = received.getString(at: start + head, length: length) ?? ""
    received.moveReaderIndex(forwardBy: head + length)
    guard first == 0x81 else { return true }
    guard text.contains(#""type":"response""#) else { throw BenchmarkError("a message is \(text)") }
    answered()
    return true
  }

  private func answered() {
    guard let due = underWay.popFirst() else { return }
    latencies.append(Double((NIODeadline.now() - due).nanoseconds) / 1e9)
  }

  /// The length of a response's head, its empty line included.
  private func endOfHead(_ buffer: ByteBuffer) -> Int? {
    let view = buffer.readableBytesView
    guard let end = view.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    return end.upperBound - view.startIndex
  }

  private func contentLength(of head: String) -> Int? {
    for line in head.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "content-length" {
        return Int(parts[1].drop { $0 == " " })
      }
    }
    return nil
  }
}
