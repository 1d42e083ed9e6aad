internal import ExchangeAPI
internal import Foundation
internal import HTTPTypes
internal import NIOCore

/// One request as a handler sees it: with its body read, and nothing parsed.
struct Call: Sendable {
  /// The query as it was sent, without its question mark; empty when there is none. The HMAC of a `GET` is over it.
  let query: String
  let headers: HTTPFields
  /// Whom the request is addressed to, as it says.
  let host: String?
  /// Where it came from.
  let address: CallerAddress
  /// Empty for `GET`.
  let body: [UInt8]

  /// A header that may stand once, or not at all.
  func header(_ name: HTTPField.Name) throws(CallFailure) -> String? {
    let values = headers[values: name]
    guard values.count <= 1 else { throw CallFailure(.badRequest, "the header \(name) stands more than once") }
    return values.first
  }
}

/// The network address of a client, without its port: what limits are counted by.
struct CallerAddress: Hashable, Sendable {
  let text: String

  /// Takes the address of a connection. Clients of which none is known are one.
  ///
  /// Of an IPv6 address only the network of 64 bits counts, which is what one subscriber is given.
  init(_ address: SocketAddress?) {
    switch address {
    case .v4(let address)?: text = String(address.address.sin_addr.s_addr, radix: 16)
    case .v6(let address)?:
      text = unsafe withUnsafeBytes(of: address.address.sin6_addr) { bytes in
        unsafe bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
      }
    default: text = "unknown"
    }
  }
}
