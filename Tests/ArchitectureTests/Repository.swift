import Foundation

/// The files of the repository that this test stands in.
struct Repository {
  let root: URL

  init(testFile: String = #filePath) {
    root = URL(filePath: testFile).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// A Swift file with its path from the root.
  struct File {
    let path: String
    let text: String

    /// `TypedData` for `Sources/TypedData/Domain.swift`.
    var target: String { String(path.split(separator: "/")[1]) }
  }

  /// The directories directly under one of the repository's.
  func directories(under folder: String) throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(
        at: root.appending(path: folder), includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles
      )
      .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
      .map(\.lastPathComponent)
      .sorted()
  }

  /// All Swift files under the folders, without hidden ones (what a build leaves).
  func swiftFiles(under folders: [String]) throws -> [File] { try files(named: "swift", under: folders) }

  /// All files with an extension under the folders, without hidden ones.
  func files(named pathExtension: String, under folders: [String]) throws -> [File] {
    try folders.flatMap { folder in
      let base = root.appending(path: folder)
      guard
        let entries = FileManager.default.enumerator(
          at: base, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
      else { throw CocoaError(.fileReadNoSuchFile) }
      return try entries.compactMap { $0 as? URL }.filter { $0.pathExtension == pathExtension }.map { url in
        let path = folder + url.path.dropFirst(base.path.count)
        return File(path: path, text: try String(contentsOf: url, encoding: .utf8))
      }
    }
    .sorted { $0.path < $1.path }
  }
}

/// The most lines that a source file may have: a file is one room.
let linesPerFileMaximum = 400

/// What is wrong with the length of a file.
func lengthViolations(inSource text: String, named path: String) -> [String] {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - (text.hasSuffix("\n") ? 1 : 0)
  return lines > linesPerFileMaximum ? ["\(path): \(lines) lines, over the maximum of \(linesPerFileMaximum)"] : []
}
