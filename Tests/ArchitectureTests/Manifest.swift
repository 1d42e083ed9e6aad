import Foundation

/// The part of `swift package dump-package` that says which target depends on what.
struct Manifest: Decodable {
  let targets: [Target]
  let products: [Product]?

  struct Product: Decodable {
    let name: String
    /// `{"library": ["automatic"]}` or `{"executable": null}`.
    let type: [String: [String]?]
  }

  struct Target: Decodable {
    let name: String
    let type: String
    let dependencies: [Dependency]

    var dependencyNames: [String] { dependencies.map(\.name) }
  }

  /// A target or product, which the manifest writes as `{"byName": ["Signing", null]}`.
  struct Dependency: Decodable {
    let name: String

    init(from decoder: any Decoder) throws {
      let entry = try decoder.singleValueContainer().decode([String: [Ignored]].self)
      guard entry.count == 1, let name = entry.values.first?.first?.text else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "a dependency of an unknown form"))
      }
      self.name = name
    }
  }

  /// A text, or anything else that is not looked at.
  struct Ignored: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws { text = try? decoder.singleValueContainer().decode(String.self) }
  }

  /// The libraries that other packages may use.
  var libraries: [String] { (products ?? []).filter { $0.type.keys.contains("library") }.map(\.name) }

  var sourceTargets: [Target] { targets.filter { $0.type != "test" } }

  /// What is wrong with the dependencies that the manifest declares.
  func violations(of rules: TargetRules) -> [String] {
    sourceTargets.flatMap { target in
      guard let allowed = rules.allowedImports(of: target.name) else {
        return ["Package.swift: no rule knows the target \(target.name)"]
      }
      return target.dependencyNames.filter { !allowed.contains($0) }
        .map { "Package.swift: \(target.name) must not depend on \($0)" }
    }
  }

  /// Imports of our own targets that the importing target does not declare, and so gets by luck.
  func undeclaredImports(inSource text: String, named path: String, of target: String) -> [String] {
    let ours = Set(sourceTargets.map(\.name))
    let declared = Set(sourceTargets.filter { $0.name == target }.flatMap(\.dependencyNames))
    return importedModules(in: text).filter { ours.contains($0) && !declared.contains($0) }
      .map { "\(path): imports \($0), which \(target) does not declare in Package.swift" }
  }
}

extension Manifest {
  /// Asks SwiftPM about the package, with a scratch directory of its own: the build's is locked by whoever runs tests.
  static func dump(of root: URL) throws -> Manifest {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return try JSONDecoder().decode(Manifest.self, from: data)
  }
}
