import Foundation
import HTTPTypes
import Testing

@testable import ExchangeServer

@Suite("The page is served as its files stand, and nothing else is")
struct WebPageTests {
  private static let module = "export const one = 1;\n"

  @Test("a file is served under its path with its type, and index.html at /")
  func filesAreServed() async throws {
    try await serving(["index.html": "<!doctype html>", "modules/one.js": Self.module, "signer.wasm": "\0asm"]) {
      exchange in
      for path in ["/", "/index.html"] {
        let answer = try await exchange.execute(.get, path)
        #expect(answer.status == 200 && answer.text == "<!doctype html>")
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
      }
      let module = try await exchange.execute(.get, "/modules/one.js")
      #expect(module.text == Self.module && module.headers[.contentType] == "text/javascript; charset=utf-8")
      #expect(try await exchange.execute(.get, "/signer.wasm").headers[.contentType] == "application/wasm")
    }
  }

  @Test("scripts of elsewhere, inline scripts, frames and other origins are forbidden to the page")
  func policiesAreStrict() async throws {
    try await serving(["index.html": ""]) { exchange in
      let headers = try await exchange.execute(.get, "/").headers
      let policy = try #require(headers[.contentSecurityPolicy])
      let directives = Set(policy.split(separator: ";").map { $0.drop { $0 == " " } })
      #expect(
        directives.isSuperset(of: [
          "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'",
          "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        ]))
      #expect(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains("http"))
      #expect(headers[.xContentTypeOptions] == "nosniff" && headers[.referrerPolicy] == "no-referrer")
    }
  }

  @Test("a browser that has a file is told so, and one that has another is given it")
  func entityTags() async throws {
    try await serving(["index.html": "a", "one.js": "b"]) { exchange in
      let tag = try #require(try await exchange.execute(.get, "/one.js").headers[.eTag])
      let known = try await exchange.execute(.get, "/one.js", headers: [.ifNoneMatch: "\"x\", \(tag)"])
      #expect(known.status == 304 && known.body.isEmpty && known.headers[.eTag] == tag)
      #expect(try await exchange.execute(.get, "/", headers: [.ifNoneMatch: tag]).text == "a")
    }
  }

  @Test(
    "what compresses well is sent compressed to whoever takes it, under another tag",
    arguments: [
      ("gzip, deflate, br", true), ("GZIP", true), ("br;q=1, *;q=0.5", true), ("gzip;q=0", false),
      ("gzip; q=0.000", false), ("identity", false), ("br", false),
    ])
  func compression(accepted: String, isCompressed: Bool) async throws {
    let text = String(repeating: "export const one = 1;\n", count: 1_000)
    try await serving(["index.html": "a", "one.js": text]) { exchange in
      let plain = try await exchange.execute(.get, "/one.js")
      #expect(plain.text == text && plain.headers[.contentEncoding] == nil)
      let answer = try await exchange.execute(.get, "/one.js", headers: [.acceptEncoding: accepted])
      #expect((answer.headers[.contentEncoding] == "gzip") == isCompressed)
      #expect((answer.headers[.eTag] != plain.headers[.eTag]) == isCompressed)
      #expect(answer.headers[.vary] == "Accept-Encoding")
      if isCompressed { #expect(answer.body.count < 1_000 && answer.body.starts(with: [0x1f, 0x8b, 8])) }
      let small = try await exchange.execute(.get, "/", headers: [.acceptEncoding: accepted])
      #expect(small.text == "a" && small.headers[.contentEncoding] == nil)
    }
  }

  @Test(
    "no other spelling of a path reaches a file",
    arguments: ["//index.html", "/./index.html", "/index%2ehtml", "/INDEX.HTML", "/../secret", "/modules", "/modules/"])
  func pathsAreExact(path: String) async throws {
    try await serving(["index.html": "", "modules/one.js": ""]) { exchange in
      let answer = try await exchange.execute(.get, path)
      #expect(answer.status == 404 && answer.code == "ENDPOINT_NOT_FOUND")
    }
  }

  @Test("the files are no calls of the API, and cannot be posted to")
  func filesAreNoCalls() async throws {
    try await serving(["index.html": ""]) { exchange in
      #expect(!exchange.server.calls.contains { $0.hasSuffix("/index.html") || $0.hasSuffix(" /") })
      let posted = try await exchange.execute(.post, "/")
      #expect(posted.status == 405)
    }
  }

  @Test("a directory without index.html, or with what is of no page, is refused with the reason")
  func wrongDirectories() throws {
    let directory = TemporaryDirectory()
    defer { directory.remove() }
    func reason() -> String {
      do throws(ServerError) {
        _ = try WebPage(directory: directory.path)
        return "none"
      } catch { return error.description }
    }
    #expect(reason().contains("the page cannot be served"))
    try directory.write(["one.js": ""])
    #expect(reason().contains("has no index.html"))
    try directory.write(["index.html": "", "secret.key": ""])
    #expect(reason().contains("secret.key is of no kind"))
    try FileManager.default.removeItem(atPath: directory.path + "/secret.key")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/link.js", withDestinationPath: directory.path + "/one.js")
    #expect(reason().contains("links are not followed"))
    try FileManager.default.removeItem(atPath: directory.path + "/link.js")
    try directory.write(["a b.js": ""])
    #expect(reason().contains("another name"))
    try FileManager.default.removeItem(atPath: directory.path + "/a b.js")
    try directory.write(["a/b/c/d/deep.js": ""])
    #expect(reason().contains("too deep"))
    try FileManager.default.removeItem(atPath: directory.path + "/a")
    try directory.write(["large.js": String(repeating: " ", count: WebPage.bytesMaximum)])
    #expect(reason() == "none")
    try directory.write(["one.js": "x"])
    #expect(reason().contains("more than \(WebPage.bytesMaximum) bytes"))
    try directory.write(["large.js": "", ".hidden": "x"])
    #expect(reason() == "none")
    for number in 0...WebPage.filesMaximum { try directory.write(["\(number).js": ""]) }
    #expect(reason().contains("more than \(WebPage.filesMaximum) files"))
  }

  private func serving(
    _ files: [String: String], _ body: @escaping @Sendable (TestExchange) async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory()
    defer { directory.remove() }
    try directory.write(files)
    let page = try WebPage(directory: directory.path)
    try await TestExchange.run(change: { $0.page = page }, body)
  }
}

extension TemporaryDirectory {
  /// Writes files by their paths in the directory, and makes what they lie in.
  fileprivate func write(_ files: [String: String]) throws {
    for (name, content) in files {
      let file = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: file)
    }
  }
}
