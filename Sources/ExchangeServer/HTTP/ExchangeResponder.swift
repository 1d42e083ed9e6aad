internal import ExchangeAPI
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import SessionKeys
internal import Signing

/// Answers every request: limits, then the call, then the headers that every answer has.
struct ExchangeResponder: HTTPResponder {
  let routes: RouteTable
  let failures: FailureDesk
  let crossOrigin: CrossOriginPolicy
  let moments: ReadingMoments
  let hasTLS: Bool

  func respond(to request: Request, context: ServerContext) async -> Response {
    let start = ContinuousClock.now
    let target = Target(request.head.path ?? "/")
    let route = routes.hasPath(target.path) ? "\(request.method.rawValue) \(target.path)" : "none"
    let id = failures.ids.next()
    var reply = await answer(to: request, at: target, context, id: id)
    if reply.status == .methodNotAllowed, let methods = routes.methods(of: target.path) {
      reply.headers[.allow] = methods
    }
    addHeaders(to: &reply, origin: request.headers[.origin], id: id)
    failures.metrics.countResponse(route: route, status: reply.status.code, seconds: start.secondsSince)
    return Response(
      status: reply.status, headers: reply.headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
  }

  /// Connections read and write before anything is worked on, and what is urgent is worked on as they are: it waits
  /// neither for its turn nor, to be answered, for one more.
  private func answer(to request: Request, at target: Target, _ context: ServerContext, id: String) async -> Reply {
    if routes.isUrgent(request.method, target.path) { return await reply(to: request, at: target, context, id: id) }
    let work = Task(priority: .work) { await reply(to: request, at: target, context, id: id) }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
  }

  private func reply(to request: Request, at target: Target, _ context: ServerContext, id: String) async -> Reply {
    do {
      try await failures.admit(context.address)
      if request.method == .options, crossOrigin.isAllowed(request.headers[.origin]), routes.hasPath(target.path) {
        return Reply(status: .noContent, contentType: "text/plain", body: [])
      }
      guard target.isWithinLimit else { throw CallFailure(.requestTooLarge, Target.tooLong) }
      let handler = try routes.handler(of: request.method, target.path)
      let call = Call(
        query: target.query, headers: request.headers, host: request.head.authority, address: context.address,
        body: try await body(of: request))
      return target.isOfExchange ? try await moments.reply(to: call, by: handler) : try await handler(call)
    } catch {
      return Reply(
        failures.failure(of: error, in: "\(request.method) \(target.path)", by: context.address, id: id))
    }
  }

  private func body(of request: Request) async throws -> [UInt8] {
    guard request.method != .get else { return [] }
    if let encoding = request.headers[.contentEncoding], encoding != "identity" {
      throw CallFailure(.badRequest, "the body is compressed: send it as it is")
    }
    do {
      return Array(buffer: try await request.body.collect(upTo: SignedRequestBody.bytesMaximum))
    } catch is NIOTooManyBytesError {
      throw CallFailure(
        .requestTooLarge, "the body has more than \(SignedRequestBody.bytesMaximum) bytes: send fewer")
    } catch { throw CallFailure(.badRequest, "the body did not arrive whole: send it again") }
  }

  private func addHeaders(to reply: inout Reply, origin: String?, id: String) {
    reply.headers[.xRequestID] = id
    if reply.headers[.cacheControl] == nil { reply.headers[.cacheControl] = "no-store" }
    reply.headers[.xContentTypeOptions] = "nosniff"
    reply.headers[.referrerPolicy] = "no-referrer"
    if reply.headers[.contentSecurityPolicy] == nil {
      reply.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
    if hasTLS { reply.headers[.strictTransportSecurity] = "max-age=31536000" }
    crossOrigin.addHeaders(to: &reply.headers, origin: origin)
  }
}

/// Path and query of a request as they were sent.
private struct Target {
  let path: String
  let query: String
  let isWithinLimit: Bool
  /// Whether the answer says something of the exchange, and not of the server.
  var isOfExchange: Bool { path.utf8.starts(with: "/v1/".utf8) }

  static let tooLong = "path and query have more than \(ServerLimits.targetBytesMaximum) bytes: send fewer"

  init(_ target: String) {
    let parts = target.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    path = String(decoding: parts[0], as: UTF8.self)
    query = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
    isWithinLimit = target.utf8.count <= ServerLimits.targetBytesMaximum
  }
}

extension HTTPField.Name {
  static let xRequestID = known("X-Request-Id")
  static let referrerPolicy = known("Referrer-Policy")
  static let sequence = known(ReadingMoments.sequenceHeader)
  static let waitForSequence = known(ReadingMoments.waitHeader)
  static let apiKey = known(APICredentials.keyHeader)
  static let hmacSignature = known(APICredentials.signatureHeader)

  /// A name that is a token of HTTP, as all are that stand in this program.
  static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .trailer }
}
