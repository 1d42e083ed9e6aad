/// Where in a document a value is.
///
/// Kept as steps and written out only for an error.
struct ValuePath {
  private enum Step {
    case member(String)
    case element(Int)
  }

  private var steps: [Step] = []

  /// The document itself.
  init() {}

  /// A member of the document.
  init(_ name: String) { steps = [.member(name)] }

  /// How deep the value is in the document.
  var depth: Int { steps.count }

  mutating func enter(_ name: String) { steps.append(.member(name)) }

  mutating func enter(_ index: Int) { steps.append(.element(index)) }

  mutating func leave() { _ = steps.popLast() }

  func member(_ name: String) -> ValuePath {
    var path = self
    path.enter(name)
    return path
  }

  func element(_ index: Int) -> ValuePath {
    var path = self
    path.enter(index)
    return path
  }

  func error(_ reason: DynamicTypedDataError.Reason) -> DynamicTypedDataError {
    DynamicTypedDataError(path: text, reason: reason)
  }

  private var text: String {
    var text = ""
    for step in steps {
      switch step {
      case .element(let index): text += "[\(index)]"
      case .member(let name):
        if !text.isEmpty { text += "." }
        text += isIdentifier(name) ? name : "?"
      }
    }
    return text.isEmpty ? "document" : text
  }
}

/// Whether a name can be a type's or a member's.
func isIdentifier(_ name: String) -> Bool {
  var isFirst = true
  for byte in name.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): break
    case UInt8(ascii: "0")...UInt8(ascii: "9") where !isFirst: break
    default: return false
    }
    isFirst = false
  }
  return !isFirst && name.utf8.count <= DynamicTypedData.identifierBytesMaximum
}
