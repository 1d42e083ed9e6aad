import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import ExchangeServer

@Suite("A connection is closed when its client is too slow")
struct RequestDeadlineTests {
  private let limits = ServerLimits(secondsUntilHead: 60, secondsUntilBody: 10, secondsUntilResponse: 30)

  private func connection() throws -> (EmbeddedChannel, EmbeddedEventLoop) {
    let loop = EmbeddedEventLoop()
    let channel = EmbeddedChannel(handler: RequestDeadlines(limits: limits), loop: loop)
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    return (channel, loop)
  }

  private let head = HTTPRequestPart.head(HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/v1/orders"))

  @Test("a head has its time from when the connection was opened, and is late then")
  func headIsAwaited() throws {
    let (channel, loop) = try connection()
    loop.advanceTime(by: .seconds(59))
    #expect(channel.isActive)
    loop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test("a body has its time from the head on, however many pieces come")
  func bodyIsAwaited() throws {
    let (channel, loop) = try connection()
    try channel.writeInbound(head)
    for _ in 0..<9 {
      loop.advanceTime(by: .seconds(1))
      try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: " ")))
    }
    #expect(channel.isActive)
    loop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test("a response has its time, and after it the next head")
  func responseIsAwaited() throws {
    let (channel, loop) = try connection()
    try channel.writeInbound(head)
    try channel.writeInbound(HTTPRequestPart.end(nil))
    loop.advanceTime(by: .seconds(29))
    try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
    try channel.writeOutbound(HTTPResponsePart.end(nil))
    loop.advanceTime(by: .seconds(59))
    #expect(channel.isActive)
    loop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test("a response that is not read ends the connection")
  func unreadResponseEndsIt() throws {
    let (channel, loop) = try connection()
    try channel.writeInbound(head)
    try channel.writeInbound(HTTPRequestPart.end(nil))
    loop.advanceTime(by: .seconds(30))
    #expect(!channel.isActive)
  }
}
