import Testing

@Suite("Arrows between the targets point upwards only")
struct ArchitectureTests {
  let repository = Repository()
  let rules = TargetRules.package

  @Test("the table of rules follows its own order")
  func tableIsInOrder() {
    #expect(rules.contradictions == [])
  }

  @Test("every directory of sources and examples has a rule, and every rule a directory")
  func everyDirectoryHasARule() throws {
    let directories = try ["Sources", "Examples"].flatMap { try repository.directories(under: $0) }
    #expect(directories.sorted() == rules.names.sorted())
  }

  @Test("no source file imports what its target may not")
  func importsAreAllowed() throws {
    let files = try repository.swiftFiles(under: ["Sources", "Examples"])
    #expect(files.contains { importedModules(in: $0.text).contains("EthereumPrimitives") }, "imports were not read")
    #expect(files.flatMap { rules.violations(inSource: $0.text, named: $0.path, of: $0.target) } == [])
  }

  @Test("no target in Package.swift depends on what it may not import, and imports are declared there")
  func dependenciesAreAllowed() throws {
    let manifest = try Manifest.dump(of: repository.root)
    #expect(manifest.sourceTargets.map(\.name).sorted() == rules.names.sorted())
    #expect(manifest.violations(of: rules) == [])
    let files = try repository.swiftFiles(under: ["Sources", "Examples"])
    #expect(files.flatMap { manifest.undeclaredImports(inSource: $0.text, named: $0.path, of: $0.target) } == [])
  }

  @Test("no Swift file is longer than 400 lines")
  func filesAreShort() throws {
    let folders = Set(try repository.directories(under: ".")).intersection([
      "Sources", "Tests", "Examples", "Benchmarks", "Fuzzing",
    ])
    let files = try repository.swiftFiles(under: folders.sorted())
    #expect(files.contains { $0.path.hasPrefix("Sources/") } && files.contains { $0.path.hasPrefix("Tests/") })
    #expect(files.flatMap { lengthViolations(inSource: $0.text, named: $0.path) } == [])
  }
}
