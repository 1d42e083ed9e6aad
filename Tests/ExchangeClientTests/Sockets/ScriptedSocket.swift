import NIOCore
import NIOHTTP1
import NIOWebSocket
import Synchronization

/// The server's end of one WebSocket connection.
final class ScriptedSocket: Sendable {
  /// Its place among the connections, from 0 on.
  let number: Int
  private let channel: any Channel
  private let received = Mutex<[String]>([])
  private let goodbye = Mutex<UInt16?>(nil)

  init(number: Int, channel: any Channel) {
    self.number = number
    self.channel = channel
  }

  /// The messages that came, in their order.
  var messages: [String] { received.withLock { $0 } }
  /// The code that the client said goodbye with.
  var goodbyeCode: UInt16? { goodbye.withLock { $0 } }
  /// Waits until the connection is closed.
  func closed() async throws { try await channel.closeFuture.get() }

  func send(_ text: String) { send(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text))) }
  func send(_ message: [UInt8]) { send(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: message))) }
  func send(_ frame: WebSocketFrame) { channel.writeAndFlush(frame, promise: nil) }
  /// Closes without a goodbye, after whatever was sent.
  func cut() { channel.close(promise: nil) }
  func stopReading() { _ = channel.setOption(.autoRead, value: false) }

  func sayGoodbye(_ code: WebSocketErrorCode) {
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    send(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
  }

  fileprivate func arrived(_ text: String) { received.withLock { $0.append(text) } }
  fileprivate func leaving(_ code: UInt16?) { goodbye.withLock { $0 = code } }
}

/// The WebSocket connections of a scripted server.
final class ScriptedSockets: Sendable {
  /// What is done with a message. Called on the connection's event loop.
  typealias Script = @Sendable (ScriptedSocket, String) -> Void

  private let script: Script?
  private let sockets = Mutex<[ScriptedSocket]>([])

  /// - Parameter script: `nil` for a server that opens none.
  init(_ script: Script?) { self.script = script }

  var all: [ScriptedSocket] { sockets.withLock { $0 } }

  var upgrader: NIOWebSocketServerUpgrader {
    NIOWebSocketServerUpgrader(
      shouldUpgrade: { [script] channel, head in
        channel.eventLoop.makeSucceededFuture(script != nil && head.uri == "/v1" ? [:] : nil)
      },
      upgradePipelineHandler: { channel, _ in
        let socket = self.sockets.withLock { sockets in
          let socket = ScriptedSocket(number: sockets.count, channel: channel)
          sockets.append(socket)
          return socket
        }
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(socket, self.script))
        }
      })
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private let socket: ScriptedSocket
    private let script: Script?

    init(_ socket: ScriptedSocket, _ script: Script?) {
      self.socket = socket
      self.script = script
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let frame = unwrapInboundIn(data)
      switch frame.opcode {
      case .text:
        let text = String(buffer: frame.unmaskedData)
        socket.arrived(text)
        script?(socket, text)
      case .ping: socket.send(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
      case .connectionClose:
        var data = frame.unmaskedData
        socket.leaving(data.readInteger())
        context.close(promise: nil)
      default: break
      }
    }
  }
}
