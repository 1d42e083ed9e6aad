import Foundation
import Testing

@Suite("The code in the documentation is what the compiler sees")
struct ArticleTests {
  private static let compiled = """
    func sample() {
      let a = 1

      if a > 0 {
        print(a)
      }
    }
    """

  @Test("every block of every page stands under Examples, line for line")
  func articles() throws {
    let repository = Repository()
    let files = try repository.files(named: "swift", under: ["Examples"])
    let articles = try repository.files(named: "md", under: ["Sources"]).map { Article(path: $0.path, text: $0.text) }
    #expect(articles.contains { !$0.blocks.isEmpty }, "no code was read")
    #expect(articles.flatMap { $0.violations(compiled: files) } == [])
    // The README's first program is compiled by a test of its own.
    let readme = try String(contentsOf: repository.root.appending(path: "README.md"), encoding: .utf8)
    #expect(Article(path: "README.md", text: readme).violations(skipping: 1, compiled: files) == [])
  }

  @Test("every library has a page of its own")
  func landingPages() throws {
    let repository = Repository()
    let libraries = try Manifest.dump(of: repository.root).libraries
    #expect(libraries.contains("ExchangeClient"))
    let pages = try repository.files(named: "md", under: ["Sources"])
    let without = libraries.filter { name in
      !pages.contains { $0.path.hasPrefix("Sources/\(name)/\(name).docc/") && $0.text.hasPrefix("# ``\(name)``\n") }
    }
    #expect(without == [])
  }

  private func violations(_ text: String) -> [String] {
    let files = [Repository.File(path: "Examples/Snippets/Sample.swift", text: Self.compiled)]
    return Article(path: "page", text: text).violations(compiled: files)
  }

  @Test(
    "a block that is compiled is not noticed, however far it is indented there",
    arguments: [
      "Words.\n\n```swift\nlet a = 1\n\nif a > 0 {\n  print(a)\n}\n```\n", "```swift\nprint(a)\n```",
      "Words `let b = 2`.",
      "```swift\nfunc sample() {\n  let a = 1\n```",
    ])
  func compiledBlock(text: String) { #expect(violations(text) == []) }

  @Test(
    "a block that differs, in another language or without an end, is noticed",
    arguments: [
      "```swift\nlet a = 2\n```", "```swift\nlet a = 1\nif a > 0 {\n```", "```swift\nif a > 0 {\nprint(a)\n```",
      "```\nlet a = 1\n```", "```swift\nlet b = 1", "```swift\n```",
    ])
  func otherBlock(text: String) {
    #expect(violations(text) == ["page:2: this code is not what the compiler sees under Examples"])
  }
}
