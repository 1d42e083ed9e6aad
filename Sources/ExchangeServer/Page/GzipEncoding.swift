internal import NIOCore
internal import NIOEmbedded
internal import NIOHTTP1
internal import NIOHTTPCompression

/// Compression of files that are served many times: once, by the library that would compress each answer.
enum GzipEncoding {
  /// The bytes as gzip (RFC 1952); `nil` where that makes them less than a tenth smaller.
  static func encode(_ bytes: [UInt8]) -> [UInt8]? {
    guard let packed = try? compressed(bytes), packed.count <= bytes.count - bytes.count / 10 else { return nil }
    return packed
  }

  private static func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
    let channel = EmbeddedChannel(handler: HTTPResponseCompressor())
    defer { _ = try? channel.finish() }
    try channel.writeInbound(
      HTTPServerRequestPart.head(
        HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["Accept-Encoding": "gzip"])))
    try channel.writeInbound(HTTPServerRequestPart.end(nil))
    let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "\(bytes.count)"])
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))), promise: nil)
    try channel.writeAndFlush(HTTPServerResponsePart.end(nil)).wait()
    var packed: [UInt8] = []
    while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
      if case .body(.byteBuffer(let buffer)) = part { packed += Array(buffer: buffer) }
    }
    return packed
  }

  /// Whether a client takes gzip, as `Accept-Encoding` says (RFC 9110, section 12.5.3).
  static func isAccepted(by header: String?) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").contains { item in
      let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
      guard let coding = parts.first, coding == "gzip" || coding == "*" else { return false }
      return !parts.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { ("1"..."9").contains($0) } }
    }
  }
}
