import Foundation
import Testing

/// What the documents for operators and reviewers name is looked up, by text alone.
@Suite("The documents name only what there is")
struct DocumentTests {
  private let repository = Repository()
  private static let threatModel = "docs/threat-model.md"
  private static let operations = "docs/operations.md"
  private static let documents = [threatModel, operations, "SECURITY.md"]

  private func text(_ path: String) throws -> String {
    try String(contentsOf: repository.root.appending(path: path), encoding: .utf8)
  }

  @Test("every claim of the threat model names a test, and every test that it names is there")
  func claimsAreTested() throws {
    let tests = try testNames(
      swift: repository.swiftFiles(under: ["Tests"]), python: repository.files(named: "py", under: ["Tests"]))
    #expect(tests.contains("DocumentTests/claimsAreTested") && tests.contains { $0.contains(".py::") })
    let claims = claims(in: try text(Self.threatModel))
    #expect(claims.count > 30, "the tables were not read")
    #expect(claims.flatMap { violations(of: $0, tests: tests) } == [])
  }

  @Test("the operations manual names every metric that the server has, and no other")
  func metricsAreNamed() throws {
    let sources = try repository.swiftFiles(under: ["Sources/ExchangeServer/Metrics"]).map(\.text).joined()
    let families = Set(sources.matches(of: /family\(\s*"(session_keys_[a-z_]+)"/).map { String($0.1) })
    #expect(families.contains("session_keys_ready"), "the metrics were not read")
    #expect(metrics(in: try text(Self.operations), families: families).sorted() == families.sorted())
  }

  @Test("the operations manual names no command, option or make target that there is not")
  func commandsAreThere() throws {
    let sources = try repository.swiftFiles(under: ["Sources/SessionKeyCommands"]).map(\.text)
    let tool = Tool(sources: sources, makefile: try text("Makefile"))
    #expect(tool.commands.isSuperset(of: ["serve", "backup", "audit"]) && tool.options.contains("tls-certificate"))
    let manual = try text(Self.operations)
    #expect(manual.contains("session-keys backup") && manual.contains("--tls-certificate"))
    #expect(tool.violations(in: manual) == [])
  }

  @Test("the operations manual explains every limit that the configuration file sets")
  func limitsAreExplained() throws {
    let limits = try text("Sources/ExchangeServer/Limits/ServerLimits.swift").matches(of: /public var (\w+): Int\n/)
      .map { String($0.1) }
    #expect(limits.contains("connectionsMaximum"), "the limits were not read")
    let explained = Set(codeSpans(in: try text(Self.operations)))
    #expect(limits.filter { !explained.contains($0) } == [])
  }

  @Test("every file that the documents link to is there", arguments: documents)
  func linksAreThere(document: String) throws {
    let folder = repository.root.appending(path: document).deletingLastPathComponent()
    let targets = try text(document).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/).map { String($0.1) }
    #expect(targets.filter { !FileManager.default.fileExists(atPath: folder.appending(path: $0).path) } == [])
  }
}

/// The checks on samples that they must refuse, beside samples that they must not.
@Suite("The checks of the documents notice what is wrong")
struct DocumentCheckTests {
  private static let tests = testNames(
    swift: [
      Repository.File(
        path: "Tests/A/STests.swift",
        text: "struct STests {\n  @Test(\"a sentence\")\n  func a() {}\n  @Test func `b c`() {}\n  func helper() {}\n}")
    ],
    python: [Repository.File(path: "Tests/E/test_x.py", text: "def test_y(run):\n    pass\ndef helper():\n    pass\n")])

  private func found(_ rows: String) -> [String] {
    claims(in: "| claim | how | test |\n|---|---|---|\n" + rows).flatMap { violations(of: $0, tests: Self.tests) }
  }

  @Test(
    "a test that is there is not noticed, in Swift and in Python",
    arguments: ["STests/a", "STests/b c", "test_x.py::test_y"])
  func testIsThere(name: String) { #expect(found("| a | b | `\(name)` |") == []) }

  @Test(
    "a test that is not there, or is no test, is noticed",
    arguments: ["STests/d", "STests/helper", "Other/a", "test_x.py::test_z", "test_x.py::helper", "test_z.py::test_y"])
  func testIsMissing(name: String) { #expect(found("| a | b | `STests/a`, `\(name)` |") == ["3: \(name) is no test"]) }

  @Test("a claim without a test is noticed, and a table of something else is not")
  func claimWithoutTest() {
    #expect(found("| a | b | by reading |") == ["3: no test is named"])
    #expect(claims(in: "| a | b |\n|---|---|\n| c | d |") == [])
  }

  @Test("a metric that the server does not have stays, and the parts of a histogram are its own")
  func otherMetric() {
    let named = metrics(in: "session_keys_a_bucket session_keys_a session_keys_b_total", families: ["session_keys_a"])
    #expect(named == ["session_keys_a", "session_keys_b_total"])
  }

  private let tool = Tool(
    sources: [
      "commandName: \"serve\"\n@Option(help: \"x\")\n  var tlsKey: String?\n  var other = 1\ncommandName: \"make-it\""
    ],
    makefile: "bench:\n")

  @Test(
    "what the tool has is not noticed, nor what is no code",
    arguments: [
      "    session-keys serve --tls-key a", "`make bench`", "`session-keys help serve`", "session-keys sing --a",
    ])
  func commandIsThere(text: String) { #expect(tool.violations(in: text) == []) }

  @Test(
    "a command, an option or a target that is not there is noticed",
    arguments: [
      ("    $ session-keys sing", "sing is no command"), ("`session-keys serve now`", "now is no command"),
      ("`--other`", "--other is no option"), ("    serve --tls", "--tls is no option"),
      ("`make bunch`", "bunch is no target"),
    ])
  func commandIsMissing(text: String, violation: String) { #expect(tool.violations(in: text) == [violation]) }
}

/// A row of a table whose last column is headed "test".
private struct Claim: Equatable {
  let line: Int
  let tests: [String]
}

private func claims(in text: String) -> [Claim] {
  var (claims, isInTable): ([Claim], Bool) = ([], false)
  for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    guard line.hasPrefix("|"), let last = line.split(separator: "|", omittingEmptySubsequences: false).dropLast().last
    else {
      isInTable = false
      continue
    }
    if last.trimmingCharacters(in: .whitespaces) == "test" {
      isInTable = true
    } else if isInTable, !last.allSatisfy({ "-: ".contains($0) }) {
      claims.append(Claim(line: index + 1, tests: codeSpans(in: String(last))))
    }
  }
  return claims
}

private func violations(of claim: Claim, tests: Set<String>) -> [String] {
  if claim.tests.isEmpty { return ["\(claim.line): no test is named"] }
  return claim.tests.filter { !tests.contains($0) }.map { "\(claim.line): \($0) is no test" }
}

/// `Suite/function` for each test in Swift, without backticks, and `file.py::test_function` for each in Python.
private func testNames(swift: [Repository.File], python: [Repository.File]) -> Set<String> {
  var names: Set<String> = []
  for file in swift {
    let suites = file.text.matches(of: /(?:struct|class|enum|extension) (\w+)/).map { String($0.1) }
    for function in declarations(after: ["@Test"], in: file.text, matching: /func (?:`([^`]+)`|(\w+))/) {
      names.formUnion(suites.map { $0 + "/" + function })
    }
  }
  for file in python {
    let name = file.path.split(separator: "/").last ?? ""
    names.formUnion(file.text.matches(of: /def (test_\w+)\(/).map { "\(name)::\($0.1)" })
  }
  return names
}

/// The names that are declared next after one of the attributes, each in one of two spellings.
private func declarations(
  after attributes: [String], in text: String, matching declaration: Regex<(Substring, Substring?, Substring?)>
) -> [String] {
  var (names, isMarked): ([String], Bool) = ([], false)
  for line in text.split(separator: "\n") {
    if attributes.contains(where: { line.contains($0) }) { isMarked = true }
    guard isMarked, let match = line.firstMatch(of: declaration), let name = match.1 ?? match.2 else { continue }
    names.append(String(name))
    isMarked = false
  }
  return names
}

/// The metrics that a text names; the parts of a histogram are named by the whole.
private func metrics(in text: String, families: Set<String>) -> Set<String> {
  Set(
    text.matches(of: /session_keys_[a-z_]+/).map { match in
      let name = String(match.0)
      let whole = ["_bucket", "_sum", "_count"].lazy.filter(name.hasSuffix).map { String(name.dropLast($0.count)) }
      return whole.first(where: families.contains) ?? name
    })
}

/// What stands between backticks.
private func codeSpans(in text: String) -> [String] {
  text.split(separator: "\n").flatMap { line in
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }
}

/// What can be typed: the tool's commands and options, and the targets of the Makefile.
private struct Tool {
  let commands: Set<String>
  let options: Set<String>
  let targets: Set<String>

  init(sources: [String], makefile: String) {
    commands = Set(sources.flatMap { $0.matches(of: /commandName: "([a-z-]+)"/).map { String($0.1) } } + ["help"])
    let variables = sources.flatMap {
      declarations(after: ["@Option", "@Flag"], in: $0, matching: /var (?:`([^`]+)`|(\w+))/)
    }
    let named = sources.flatMap { $0.matches(of: /customLong\("([a-z-]+)"\)/).map { String($0.1) } }
    options = Set(variables.map(Self.option) + named + ["help", "version"])
    targets = Set(makefile.matches(of: /(?:^|\n)([a-z-]+):/).map { String($0.1) })
  }

  /// `tls-key` for `tlsKey`.
  private static func option(_ variable: String) -> String {
    variable.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }

  /// What the code in a text names and there is not: code stands between backticks or behind four spaces. The options of
  /// scripts are their own.
  func violations(in text: String) -> [String] {
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("    ") }.map(String.init)
    return (lines + codeSpans(in: text)).flatMap { code in
      let words = code.matches(of: /(?:^|[ $])session-keys ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?(?= |$)/)
        .flatMap { [$0.1, $0.2].compactMap { $0 } }.map(String.init)
      let named = code.contains("Scripts/") ? [] : code.matches(of: /(?:^| )--([a-z-]+)/).map { String($0.1) }
      let made = code.matches(of: /^ *(?:\$ )?make ([a-z-]+)/).map { String($0.1) }
      return words.filter { !commands.contains($0) }.map { "\($0) is no command" }
        + named.filter { !options.contains($0) }.map { "--\($0) is no option" }
        + made.filter { !targets.contains($0) }.map { "\($0) is no target" }
    }
  }
}
