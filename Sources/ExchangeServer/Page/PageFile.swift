internal import Crypto
internal import EthereumPrimitives
internal import HTTPTypes

/// One file of the page, as it is served: read once, when the server starts.
struct PageFile: Sendable {
  let contentType: String
  let bytes: [UInt8]
  /// The same, compressed, where that is worth it.
  private let gzipped: [UInt8]?
  /// Changes with the content: what a browser asks by whether it has the file already.
  private let entityTag: String

  /// The kinds of files that a page is made of, by the end of their names.
  private static let contentTypes = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
  ]

  /// Takes a file; `nil` where its name ends in nothing that is known.
  init?(name: String, bytes: [UInt8]) {
    guard let dot = name.lastIndex(of: "."), let type = Self.contentTypes[String(name[name.index(after: dot)...])]
    else { return nil }
    contentType = type
    self.bytes = bytes
    gzipped = GzipEncoding.encode(bytes)
    entityTag = Hex.encode(Array(SHA256.hash(data: bytes).prefix(16)), prefix: false)
  }

  /// The file in an encoding that the browser takes, or that it has that already.
  func reply(ifNoneMatch tags: String?, accepting encodings: String?) -> Reply {
    let packed = GzipEncoding.isAccepted(by: encodings) ? gzipped : nil
    // Each encoding has a tag of its own (RFC 9110, section 8.8.3).
    let tag = packed == nil ? "\"\(entityTag)\"" : "\"\(entityTag)-gzip\""
    let isKnown = tags.map { $0.split(separator: ",").contains { $0.trimmed == tag } } ?? false
    var reply = Reply(
      status: isKnown ? .notModified : .ok, contentType: contentType, body: isKnown ? [] : packed ?? bytes)
    reply.headers[.eTag] = tag
    if gzipped != nil { reply.headers[.vary] = "Accept-Encoding" }
    if packed != nil { reply.headers[.contentEncoding] = "gzip" }
    // Kept, and asked for each time whether it still holds: no page of yesterday with a module of today.
    reply.headers[.cacheControl] = "no-cache"
    for (name, value) in Self.policies { reply.headers[name] = value }
    return reply
  }

  /// What the page may do: run its own scripts and module, and speak with its own server. Nothing inline, nothing of
  /// another origin, in no frame; text never becomes script.
  ///
  /// Sources: Content Security Policy Level 3; Trusted Types; HTML, "Cross-origin opener policies".
  private static let policies: [(HTTPField.Name, String)] = [
    (
      .contentSecurityPolicy,
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    (.known("Cross-Origin-Opener-Policy"), "same-origin"), (.known("Cross-Origin-Resource-Policy"), "same-origin"),
    (.known("Permissions-Policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
  ]
}

extension Substring {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
