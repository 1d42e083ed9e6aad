import Foundation

/// What is fed with inputs, and what must hold for every one that it takes or refuses.
///
/// To add one: an extension in `Targets` of a program, its name in that program's `Main.swift`, and a few seeds in
/// `Fuzzing/Corpus/<name>`.
package struct FuzzTarget: Sendable {
  package let name: String
  /// Traps when something does not hold.
  package let check: @Sendable ([UInt8]) -> Void

  package init(name: String, check: @escaping @Sendable ([UInt8]) -> Void) {
    self.name = name
    self.check = check
  }

  /// A target for a parser of text. Bytes that are not UTF-8 are replaced, as `String` does.
  package static func text(_ name: String, check: @escaping @Sendable (String) -> Void) -> FuzzTarget {
    FuzzTarget(name: name) { check(String(decoding: $0, as: UTF8.self)) }
  }

  /// The target that FUZZ_TARGET names. `list` prints the names of all and ends the program.
  ///
  /// - Parameter unlisted: targets that can be named and are not in the list.
  package static func chosen(from all: [FuzzTarget], unlisted: [FuzzTarget] = []) -> FuzzTarget {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "list"
    if name == "list" {
      for target in all { print(target.name) }
      exit(EXIT_SUCCESS)
    }
    guard let target = (all + unlisted).first(where: { $0.name == name }) else {
      fatalError("FUZZ_TARGET names no target: \(name)")
    }
    return target
  }

  /// Checks what libFuzzer has made.
  package func check(_ bytes: UnsafePointer<UInt8>?, _ count: Int) {
    check(Array(UnsafeBufferPointer(start: bytes, count: count)))
  }
}

/// Traps, and says what did not hold.
package func require(_ condition: Bool, _ property: @autoclosure () -> String) {
  if !condition { fatalError("this must hold, and does not: \(property())") }
}

/// Whether two texts have the same bytes.
package func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
