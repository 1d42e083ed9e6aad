import FuzzHarness

extension FuzzTarget {
  /// What a client sends on a connection that has become a WebSocket. Behind an F stand frames, as they are; behind any
  /// other byte the templates of messages, one a line.
  static let socket = FuzzTarget(name: "socket") { bytes in
    guard let kind = bytes.first else { return }
    let exchange = Stage.shared.next()
    let socket = WebSocket(port: exchange.port)
    if kind == UInt8(ascii: "F") {
      socket.connection.send(Array(bytes.dropFirst()))
      socket.connection.finish()
      let frames = socket.receive { _ in false }
      for frame in frames { exchange.notice(frame.error) }
      // Who has closed first is not told everything.
      let requests = bytes.count / smallestRequestBytes
      return exchange.checkStanding(admissions: requests + frames.count { $0.mayBeAdmitted }, areAnswered: false)
    }
    let messages = bytes.dropFirst().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for message in messages {
      socket.connection.send(SocketFrame.masked(SocketFrame.text, exchange.template.filled(message)))
    }
    var answerCount = 0
    let frames = socket.receive { frame in
      answerCount += frame.isAnswer ? 1 : 0
      return answerCount >= messages.count
    }
    for frame in frames { exchange.notice(frame.error) }
    let isClosed = frames.contains { $0.opcode == SocketFrame.connectionClose }
    require(answerCount >= messages.count || isClosed, "every message is answered")
    exchange.checkStanding(admissions: messages.count, areAnswered: false)
  }

  /// No signed request is shorter: its signature alone has as many digits.
  private static let smallestRequestBytes = 128
}

/// A connection that has become a WebSocket.
private struct WebSocket {
  let connection: Connection

  private static let opening =
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

  init(port: Int) {
    connection = Connection(port: port)
    connection.send(Array(Self.opening.utf8))
    while true {
      if let answer = HTTPAnswer(connection.unread[...]) {
        require(answer.status == 101, "a WebSocket is opened: \(answer.summary)")
        connection.consume(answer.byteCount)
        return
      }
      require(connection.receive(), "a WebSocket is opened")
    }
  }

  /// The frames up to the one that is the last, or to the end of the connection.
  func receive(until isLast: (SocketFrame) -> Bool) -> [SocketFrame] {
    var frames: [SocketFrame] = []
    while true {
      while let frame = SocketFrame(connection.unread[...]) {
        connection.consume(frame.byteCount)
        frame.check()
        frames.append(frame)
        if isLast(frame) { return frames }
      }
      guard connection.receive() else { return frames }
    }
  }
}
