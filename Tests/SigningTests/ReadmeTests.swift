import Foundation
import Testing

/// The README's program, given to the compiler.
@Suite struct ReadmeTests {
  private let lines: [Substring]

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let program = try #require(text.firstMatch(of: /```swift\n(?<program>(?:.|\n)*?)\n```/)).output.program
    lines = program.split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test func `the program compiles but for the line that says that it does not`() throws {
    let wrong = lines.filter { $0.contains("does not compile") }
    #expect(wrong.count == 1)
    let right = lines.filter { !$0.contains("does not compile") }
    let result = try Compiler.typecheck(right.joined(separator: "\n"))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.isEmpty)
  }

  @Test func `with that line it does not`() throws {
    let result = try Compiler.typecheck(lines.joined(separator: "\n"))
    #expect(result.status != 0)
    #expect(result.output.contains("error: no exact matches in call to instance method 'sign'"), "\(result.output)")
  }
}
