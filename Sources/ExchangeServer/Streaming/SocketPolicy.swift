internal import ExchangeAPI
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1

/// Where WebSockets are opened, and by which pages.
///
/// A browser lets every page open a WebSocket to anywhere and says only which page it is: a page of another origin than
/// the server's own needs the operator's leave, as for HTTP.
struct SocketPolicy: Sendable {
  let crossOrigin: CrossOriginPolicy

  /// Of the exchange's own production server, and the usual one.
  static let paths = ["/v1", "/ws"]

  /// Whether a request to open a WebSocket is taken (RFC 6455, section 4.2.1).
  func isAcceptable(_ head: HTTPRequestHead) -> Bool {
    head.method == .GET && head.version == .http1_1 && Self.paths.contains { $0.utf8.elementsEqual(head.uri.utf8) }
      && head.headers["Sec-WebSocket-Version"] == ["13"] && head.headers["Sec-WebSocket-Key"].count == 1
      && isAllowed(origin: head.headers.first(name: "Origin"), host: head.headers.first(name: "Host"))
  }

  /// A program that is no browser names no origin. A page of this server has the server's own.
  func isAllowed(origin: String?, host: String?) -> Bool {
    guard let origin else { return true }
    if crossOrigin.isAllowed(origin) { return true }
    guard let host else { return false }
    return origin == "http://" + host || origin == "https://" + host
  }

  /// Answers requests to those paths that opened no WebSocket, by saying why.
  func add(to routes: inout RouteTable) {
    for path in Self.paths {
      routes.add(.get, path) { call in
        guard isAllowed(origin: call.headers[.origin], host: call.host) else {
          throw CallFailure(
            .badRequest, "pages of this origin may not open a WebSocket: the operator names those that may")
        }
        throw CallFailure(
          .badRequest,
          "this path speaks WebSocket (RFC 6455, version 13): open it with a WebSocket client, without a query, as the "
            + "connection's first request")
      }
    }
  }
}

/// Lets a request through to where WebSockets are opened only where it may open one; any other becomes a usual request,
/// which is told why.
///
/// What is no request at all is answered here: until the first has come, nobody else is there to do so. For the same
/// reason a connection that has not become anything yet is closed here when the server is about to end.
final class SocketGate: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let policy: SocketPolicy
  private var hasRequest = false
  /// Whether those who deal with the connection's requests are there.
  var isPassed = false

  init(policy: SocketPolicy) { self.policy = policy }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    hasRequest = true
    guard case .head(var head) = unwrapInboundIn(data), head.headers.contains(name: "Upgrade"),
      !policy.isAcceptable(head)
    else { return context.fireChannelRead(data) }
    head.headers.remove(name: "Upgrade")
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is ChannelShouldQuiesceEvent, !isPassed else { return context.fireUserInboundEventTriggered(event) }
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !hasRequest, error is HTTPParserError else { return context.fireErrorCaught(error) }
    let head = HTTPResponseHead(
      version: .http1_1, status: .badRequest, headers: ["Connection": "close", "Content-Length": "0"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in bound.value.close(promise: nil) }
  }
}
