import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// A request as it arrived.
struct ArrivedRequest: Sendable {
  let method: HTTPMethod
  let target: String
  let headers: HTTPHeaders
  let body: [UInt8]

  var path: String { String(target.prefix { $0 != "?" }) }
  var query: String { String(target.drop { $0 != "?" }.dropFirst()) }
  func header(_ name: String) -> String? { headers.first(name: name) }
  var call: String { "\(method.rawValue) \(path)" }
}

/// What the server does with a request.
enum Reaction: Sendable {
  case answer(Int, String)
  /// Closes the connection without an answer.
  case hangUp
  /// Leaves the client waiting.
  case silence
}

/// An HTTP server in this process that does what a test tells it, and remembers what arrived.
final class ScriptedServer: Sendable {
  typealias Script = @Sendable (ArrivedRequest) -> Reaction

  private let channel: any Channel
  private let arrived: Arrivals

  /// The WebSocket connections so far, in their order.
  let sockets: ScriptedSockets

  /// What arrived so far, in its order.
  var requests: [ArrivedRequest] { arrived.list.withLock { $0 } }
  func requests(of call: String) -> [ArrivedRequest] { requests.filter { $0.call == call } }

  var base: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

  init(sockets script: ScriptedSockets.Script? = nil, _ answers: @escaping Script) async throws {
    let (arrived, sockets) = (Arrivals(), ScriptedSockets(script))
    (self.arrived, self.sockets) = (arrived, sockets)
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = Handler(script: answers, arrived: arrived)
          let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
              upgraders: [sockets.upgrader],
              completionHandler: { $0.pipeline.syncOperations.removeHandler(bound.value, promise: nil) }
            ))
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  func close() async throws { try await channel.close() }

  final class Arrivals: Sendable {
    let list = Mutex<[ArrivedRequest]>([])
  }

  private final class Handler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let script: Script
    private let arrived: Arrivals
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(script: @escaping Script, arrived: Arrivals) {
      self.script = script
      self.arrived = arrived
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): (self.head, body) = (head, [])
      case .body(let part): body += Array(part.readableBytesView)
      case .end: respond(context)
      }
    }

    private func respond(_ context: ChannelHandlerContext) {
      guard let head else { return }
      let request = ArrivedRequest(method: head.method, target: head.uri, headers: head.headers, body: body)
      arrived.list.withLock { $0.append(request) }
      switch script(request) {
      case .answer(let status, let text): write(status, text, context)
      case .hangUp: context.close(promise: nil)
      case .silence: break
      }
    }

    private func write(_ status: Int, _ text: String, _ context: ChannelHandlerContext) {
      let headers: HTTPHeaders = ["content-length": "\(text.utf8.count)", "content-type": "application/json"]
      let head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
