internal import ExchangeAPI
internal import NIOCore
internal import NIOPosix
internal import SessionKeys

/// Sends signed requests over one WebSocket connection, which is opened when it is needed.
///
/// Nothing is sent twice. The connection closes when nobody holds this any more.
final class RequestSocket: Sendable {
  private let board: RequestBoard
  private let sweeper: RepeatedTask

  init(_ transport: SocketTransport, configuration: ClientConfiguration) {
    let board = RequestBoard(transport, timeout: TimeAmount(configuration.requestTimeout))
    self.board = board
    // Late requests are looked for a few times within the time that they have.
    let pause = TimeAmount(configuration.requestTimeout / 8)
    sweeper = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(initialDelay: pause, delay: pause) {
      _ in board.giveUpLate(now: .now())
    }
  }

  deinit { shutdown() }

  /// Opens the connection, unless it is open.
  func open() async throws(TransportFailure) {
    if case .failure(let failure) = await board.submit(.open) { throw failure }
  }

  /// Sends a request and waits for its answer.
  func send(_ request: SignedRequest) async throws(RequestSocketError) -> SocketAnswer {
    let id = board.nextID()
    let message: [UInt8]
    do { message = try SocketRequest.request(request, cid: String(id)) } catch { throw .notWritten(error) }
    switch await board.submit(.message(message), id: id) {
    case .success(let answer): return answer
    case .failure(let failure): throw .notAnswered(failure)
    }
  }

  /// Closes the connection; nothing is sent any more.
  func shutdown() {
    sweeper.cancel()
    board.shutdown()
  }
}

/// What a request over a WebSocket was answered with.
enum SocketAnswer: Sendable {
  /// It was carried out; the message has the answer.
  case response(message: [UInt8])
  /// It was refused, or failed.
  case error(ErrorDetails)
  /// The connection is open: nothing was asked for.
  case opened
}

/// Why a request over a WebSocket has no answer.
enum RequestSocketError: Error {
  /// It has no spelling.
  case notWritten(RequestWritingError)
  /// It may have been sent.
  case notAnswered(TransportFailure)
}
