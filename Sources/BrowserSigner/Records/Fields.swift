internal import EthereumPrimitives
internal import PerpsProtocol

/// The fields of a record whose names begin in the same way: reads them into the types of the protocol, by the rules of
/// the server.
struct Fields {
  /// What a reader of these fields takes them for: the beginning of their names.
  enum Group {
    /// Fields that belong to the function itself.
    case function
    /// `domain.…`
    case domain
    /// `parameters.…`, exactly what will be sent.
    case parameters

    var prefix: String {
      switch self {
      case .function: ""
      case .domain: "domain."
      case .parameters: "parameters."
      }
    }
  }

  private let record: Record
  private let group: Group

  /// Reads the fields of a group.
  ///
  /// - Parameter names: every field that the group may have, with spaces between; another one is refused.
  @inline(never)
  init(_ record: Record, _ group: Group, allowing names: StaticString) throws(SignerRefusal) {
    self.record = record
    self.group = group
    let prefix = group.prefix.utf8.span.count
    let names = names.description.utf8Bytes
    for field in record.fields where Self.group(of: field.name) == group {
      if Self.isWord(Array(field.name[prefix...]), of: names) { continue }
      let full = String(utf8: field.name)
      throw SignerRefusal(
        .invalidParameter, field: full, [full, " does not belong here: leave it out or correct its name"])
    }
  }

  /// Whether a word is one of those that stand with spaces between; the word itself has none.
  @inline(never)
  private static func isWord(_ word: [UInt8], of words: [UInt8]) -> Bool {
    var begin = 0
    for index in 0...words.count where index == words.count || words[index] == UInt8(ascii: " ") {
      if index > begin, Array(words[begin..<index]) == word { return true }
      begin = index + 1
    }
    return false
  }

  @inline(never)
  private static func group(of name: [UInt8]) -> Group {
    for group in [Group.domain, .parameters] where name.starts(with: group.prefix.utf8Bytes) { return group }
    return .function
  }

  /// Refuses fields of the groups that a function does not take.
  @inline(never)
  static func refuse(_ groups: [Group], of record: Record) throws(SignerRefusal) {
    for group in groups { _ = try Fields(record, group, allowing: "") }
  }

  @inline(never)
  func contains(_ name: StaticString) -> Bool { bytes(name) != nil }

  @inline(never)
  func bytes(_ name: StaticString) -> [UInt8]? { record.value(of: fullName(name).utf8Bytes) }

  /// The text of a field that may be left out.
  @inline(never)
  func optionalText(_ name: StaticString) throws(SignerRefusal) -> String? {
    guard let bytes = bytes(name) else { return nil }
    return try text(bytes, of: name)
  }

  /// The text of a required field.
  @inline(never)
  func text(_ name: StaticString) throws(SignerRefusal) -> String {
    guard let text = try optionalText(name) else { throw missing(name) }
    return text
  }

  /// The elements of a list that may be left out.
  @inline(never)
  func optionalTexts(_ name: StaticString, maximum: Int) throws(SignerRefusal) -> [String]? {
    guard let bytes = bytes(name) else { return nil }
    var chunks = Chunks(bytes)
    var texts: [String] = []
    while true {
      let chunk: [UInt8]?
      do { chunk = try chunks.next() } catch {
        throw refusal(name, "must be a list: write each element behind its length")
      }
      guard let chunk else { return texts }
      guard texts.count < maximum else {
        throw refusal(name, String("has too many elements: send at most ", maximum, ""))
      }
      texts.append(try text(chunk, of: name))
    }
  }

  @inline(never)
  func required<Value, Failure: Error & CustomStringConvertible>(
    _ name: StaticString, _ parse: (String) throws(Failure) -> Value
  ) throws(SignerRefusal) -> Value {
    guard let value = try optional(name, parse) else { throw missing(name) }
    return value
  }

  @inline(never)
  func optional<Value, Failure: Error & CustomStringConvertible>(
    _ name: StaticString, _ parse: (String) throws(Failure) -> Value
  ) throws(SignerRefusal) -> Value? {
    guard let text = try optionalText(name) else { return nil }
    do { return try parse(text) } catch { throw refusal(name, error.description) }
  }

  /// Refuses a field for a reason that continues its name in a sentence.
  @inline(never)
  func refusal(_ name: StaticString, _ reason: String) -> SignerRefusal {
    let name = fullName(name)
    return SignerRefusal(.invalidParameter, field: name, [name, ": ", reason])
  }

  @inline(never)
  func missing(_ name: StaticString) -> SignerRefusal {
    let name = fullName(name)
    return SignerRefusal(.requiredParameter, field: name, [name, " is missing: add it"])
  }

  @inline(never)
  func fullName(_ name: StaticString) -> String { String(joining: [group.prefix, name.description]) }

  @inline(never)
  private func text(_ bytes: [UInt8], of name: StaticString) throws(SignerRefusal) -> String {
    guard let text = try? UTF8Span(validating: bytes.span) else { throw refusal(name, "must be UTF-8: encode it so") }
    return String(copying: text)
  }
}
