internal import Foundation
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// Opens WebSocket connections to one server.
final class SocketTransport: Sendable {
  let target: SocketTarget
  let limits: SocketLimits
  let connectTimeout: TimeAmount
  private let state = Mutex(State())

  private struct State {
    var isShut = false
    var tls: NIOSSLContext?
    var channels: [ObjectIdentifier: any Channel] = [:]
  }

  init(_ endpoint: ExchangeEndpoint, configuration: ClientConfiguration) {
    target = SocketTarget(endpoint.webSocketURL)
    limits = configuration.socket
    connectTimeout = TimeAmount(configuration.connectTimeout)
  }

  /// Whether ``shutdown()`` was called: nothing is opened any more.
  var isShut: Bool { state.withLock { $0.isShut } }

  /// Closes all connections; none is opened any more.
  func shutdown() {
    let channels = state.withLock { state in
      state.isShut = true
      return state.channels.values
    }
    for channel in channels { channel.close(promise: nil) }
  }

  /// Remembers a connection for ``shutdown()``.
  func register(_ channel: any Channel) throws(SocketEnd) {
    let id = ObjectIdentifier(channel)
    let isShut = state.withLock { state in
      if !state.isShut { state.channels[id] = channel }
      return state.isShut
    }
    guard !isShut else { throw .closedHere }
    channel.closeFuture.whenComplete { [weak self] _ in
      self?.state.withLock { state in _ = state.channels.removeValue(forKey: id) }
    }
  }

  /// TLS with verified certificates; the trusted roots are read once.
  func tlsHandler() throws -> NIOSSLClientHandler {
    let context = try state.withLock { state in
      if let tls = state.tls { return tls }
      let tls = try NIOSSLContext(configuration: .makeClientConfiguration())
      state.tls = tls
      return tls
    }
    // Of an IP address the certificate is compared with the address that was connected to.
    return try NIOSSLClientHandler(context: context, serverHostname: target.isIPAddress ? nil : target.host)
  }
}

/// Where a WebSocket is.
struct SocketTarget: Hashable, Sendable {
  let host: String
  let port: Int
  let isSecure: Bool
  let path: String

  /// - Parameter url: of an endpoint, and so known to be well formed.
  init(_ url: String) {
    let parts = URLComponents(string: url)
    isSecure = parts?.scheme != "ws"
    port = parts?.port ?? (isSecure ? 443 : 80)
    path = parts?.path ?? ""
    let host = parts?.host ?? ""
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
  }

  var isIPAddress: Bool { (try? SocketAddress(ipAddress: host, port: port)) != nil }

  /// What the request names as its host.
  var authority: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }
}

extension TimeAmount {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
