/// A parser, and what must hold for every input that it takes or refuses.
///
/// To add one: an extension in `Targets`, its name in ``all``, and a few seeds in `Fuzzing/Corpus/<name>`.
struct FuzzTarget: Sendable {
  let name: String
  /// Traps when something does not hold.
  let check: @Sendable ([UInt8]) -> Void

  /// The targets that `Scripts/fuzz` runs.
  static let all: [FuzzTarget] = [
    .hex, .address, .nonce, .pips, .pipsProduct, .marketSymbol, .clientOrderID, .orderReference, .strictJSON,
    .typedData,
    .requestBody,
  ]

  /// A target for a parser of text. Bytes that are not UTF-8 are replaced, as `String` does.
  static func text(_ name: String, check: @escaping @Sendable (String) -> Void) -> FuzzTarget {
    FuzzTarget(name: name) { check(String(decoding: $0, as: UTF8.self)) }
  }
}

/// Traps, and says what did not hold.
func require(_ condition: Bool, _ property: String) {
  if !condition { fatalError("this must hold, and does not: \(property)") }
}

/// Whether two texts have the same bytes.
func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
