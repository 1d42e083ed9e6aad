/// A page of documentation, as far as its code is concerned.
struct Article {
  let path: String
  let text: String

  /// A block of code in it, with the number of its first line.
  struct Block: Equatable {
    let language: String
    let line: Int
    let lines: [Substring]
  }

  /// The blocks between fences.
  var blocks: [Block] {
    var (blocks, open): ([Block], Block?) = ([], nil)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let begun = open {
        if line.hasPrefix("```") {
          blocks.append(begun)
          open = nil
        } else {
          open = Block(language: begun.language, line: begun.line, lines: begun.lines + [line])
        }
      } else if line.hasPrefix("```") {
        open = Block(language: String(line.dropFirst(3)), line: index + 2, lines: [])
      }
    }
    return blocks + (open.map { [$0] } ?? [])
  }

  /// The blocks that are not line for line, however far indented, in one of the files that the compiler sees.
  ///
  /// - Parameter skipped: how many blocks are for another check, from the first on.
  func violations(skipping skipped: Int = 0, compiled files: [Repository.File]) -> [String] {
    blocks.dropFirst(skipped).filter { block in
      block.language != "swift" || !files.contains { contains(block.lines, in: $0.text) }
    }
    .map { "\(path):\($0.line): this code is not what the compiler sees under Examples" }
  }
}

/// Whether lines stand in a text one after another, all of them further right by the same number of spaces.
private func contains(_ lines: [Substring], in text: String) -> Bool {
  let all = text.split(separator: "\n", omittingEmptySubsequences: false)
  guard let first = lines.first, all.count >= lines.count else { return false }
  return all.indices.dropLast(lines.count - 1).contains { start in
    let indent = String(all[start].prefix { $0 == " " }.dropFirst(first.prefix { $0 == " " }.count))
    return zip(all[start...], lines).allSatisfy { compiled, line in
      line.isEmpty ? compiled.isEmpty : compiled == indent + line
    }
  }
}
