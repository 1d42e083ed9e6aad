import Foundation
import FuzzHarness

/// A connection to the server on loopback. Every call waits, and not for long.
final class Connection {
  /// After which the server counts as hanging: on any machine, however busy.
  private static let secondsMaximum = 30
  private static let bytesAtATime = 65_536

  private let descriptor: CInt
  /// What was read and belongs to no answer yet.
  private(set) var unread: [UInt8] = []

  init(port: Int) {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var patience = timeval(tv_sec: Self.secondsMaximum, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var flag: CInt = 1
    setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &flag, socklen_t(MemoryLayout<CInt>.size))
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    require(descriptor >= 0 && connected == 0, "the server takes connections (errno \(errno))")
  }

  deinit { close(descriptor) }

  /// Sends as much as the server takes; it may have closed the connection already.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        Self.uninterrupted { Foundation.send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL)) }
      }
      guard count > 0 else {
        require(errno != EAGAIN, "the server reads what it is sent")
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Calls again what a signal has interrupted: libFuzzer's clock sends one now and then.
  private static func uninterrupted(_ call: () -> Int) -> Int {
    while true {
      let count = call()
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// Says that nothing more will be sent.
  func finish() { shutdown(descriptor, CInt(SHUT_WR)) }

  /// Reads more. Gives whether there was anything before the end of the connection.
  func receive() -> Bool {
    var bytes = [UInt8](repeating: 0, count: Self.bytesAtATime)
    let count = bytes.withUnsafeMutableBytes { bytes in
      Self.uninterrupted { recv(descriptor, bytes.baseAddress, bytes.count, 0) }
    }
    require(count >= 0 || errno != EAGAIN, "the server answers, or closes the connection")
    guard count > 0 else { return false }
    unread += bytes.prefix(count)
    return true
  }

  /// Everything up to the end of the connection.
  func receiveAll() -> [UInt8] {
    while receive() {}
    defer { unread = [] }
    return unread
  }

  /// Forgets what has been dealt with.
  func consume(_ count: Int) { unread.removeFirst(count) }
}
