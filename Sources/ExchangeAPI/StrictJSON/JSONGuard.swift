/// Reads over the bytes of a JSON document before Foundation does.
///
/// It checks the words: encoding, texts, numbers, member names, nesting. The sentences, that is whether every colon
/// and comma is at its place, are Foundation's to check, except for the comma before a closing bracket, which
/// Foundation takes. A document that is wrong as a sentence may pass here; it never makes the guard trap.
struct JSONGuard {
  private let bytes: [UInt8]
  private let records: Bool
  private var offset = 0
  private var frames: [Frame] = []
  private var root: JSONOutline?
  private var followsComma = false

  /// An object or array that is still open.
  private struct Frame {
    let isObject: Bool
    /// Whether the next text is a member's name.
    var awaitsName: Bool
    /// The name whose value comes next.
    var name: String?
    var names: Set<String> = []
    var members: [(name: String, value: JSONOutline)] = []
    var elements: [JSONOutline] = []
  }

  /// Refuses what Foundation would let through.
  static func check(_ bytes: [UInt8], bytesMaximum: Int) throws(StrictJSONError) {
    _ = try run(bytes, bytesMaximum: bytesMaximum, records: false)
  }

  /// Refuses what Foundation would let through, and keeps what Foundation would lose.
  static func outline(_ bytes: [UInt8], bytesMaximum: Int) throws(StrictJSONError) -> JSONOutline {
    try run(bytes, bytesMaximum: bytesMaximum, records: true)
  }

  private static func run(
    _ bytes: [UInt8], bytesMaximum: Int, records: Bool
  ) throws(StrictJSONError) -> JSONOutline {
    guard bytes.count <= bytesMaximum else {
      throw .tooLong(bytesMaximum: bytesMaximum, actualBytes: bytes.count)
    }
    guard isUTF8(bytes) else { throw .notUTF8 }
    var reader = JSONGuard(bytes: bytes, records: records)
    while reader.offset < bytes.count { try reader.readToken() }
    guard reader.frames.isEmpty, let root = reader.root else { throw .malformed(offset: bytes.count) }
    return root
  }

  private init(bytes: [UInt8], records: Bool) {
    self.bytes = bytes
    self.records = records
  }

  /// A zero among the first bytes is how Foundation detects UTF-16 and UTF-32 without a byte order mark.
  private static func isUTF8(_ bytes: [UInt8]) -> Bool {
    guard !bytes.starts(with: [0xef, 0xbb, 0xbf]), !bytes.prefix(4).contains(0) else { return false }
    return (try? UTF8Span(validating: bytes.span)) != nil
  }
}

// The tokens.
extension JSONGuard {
  private mutating func readToken() throws(StrictJSONError) {
    let byte = bytes[offset]
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      offset += 1
      return
    case UInt8(ascii: "{"), UInt8(ascii: "["): try open(isObject: byte == UInt8(ascii: "{"))
    case UInt8(ascii: "}"), UInt8(ascii: "]"): try close(isObject: byte == UInt8(ascii: "}"))
    case UInt8(ascii: ","): readComma()
    case UInt8(ascii: ":"): offset += 1
    case UInt8(ascii: "\""): try readString()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
    default: try readLiteral()
    }
    followsComma = byte == UInt8(ascii: ",")
  }

  private mutating func readComma() {
    offset += 1
    guard let last = frames.indices.last else { return }
    frames[last].awaitsName = frames[last].isObject
  }

  private mutating func readString() throws(StrictJSONError) {
    let start = offset
    let (end, isPlain) = try JSONLexeme.string(in: bytes, at: start)
    offset = end
    guard let last = frames.indices.last, frames[last].awaitsName else { return try add(.other, at: start) }
    let name = bytes[(start + 1)..<(end - 1)]
    guard isPlain, name.count <= StrictJSON.memberNameBytesMaximum else { throw .unusualMemberName(offset: start) }
    frames[last].awaitsName = false
    // The name is ASCII, so that Swift's equality of texts is the equality of bytes.
    let text = String(decoding: name, as: UTF8.self)
    guard frames[last].names.insert(text).inserted else { throw .duplicateMember(offset: start, name: text) }
    frames[last].name = text
  }

  private mutating func readNumber() throws(StrictJSONError) {
    let start = offset
    offset = try JSONLexeme.number(in: bytes, at: start)
    try add(records ? .number(String(decoding: bytes[start..<offset], as: UTF8.self)) : .other, at: start)
  }

  private mutating func readLiteral() throws(StrictJSONError) {
    let start = offset
    guard let end = JSONLexeme.literal(in: bytes, at: start) else { throw .malformed(offset: start) }
    offset = end
    try add(.other, at: start)
  }
}

// The nesting.
extension JSONGuard {
  private mutating func open(isObject: Bool) throws(StrictJSONError) {
    guard frames.count < StrictJSON.depthMaximum else {
      throw .tooDeep(offset: offset, depthMaximum: StrictJSON.depthMaximum)
    }
    frames.append(Frame(isObject: isObject, awaitsName: isObject))
    offset += 1
  }

  private mutating func close(isObject: Bool) throws(StrictJSONError) {
    guard !followsComma, let frame = frames.popLast(), frame.isObject == isObject, frame.name == nil else {
      throw .malformed(offset: offset)
    }
    try add(isObject ? .object(frame.members) : .array(frame.elements), at: offset)
    offset += 1
  }

  /// Gives a value to the innermost open object or array, or makes it the document.
  private mutating func add(_ value: JSONOutline, at start: Int) throws(StrictJSONError) {
    guard let last = frames.indices.last else {
      guard root == nil else { throw .malformed(offset: start) }
      return root = value
    }
    guard frames[last].isObject else {
      if records { frames[last].elements.append(value) }
      return
    }
    guard let name = frames[last].name else { throw .malformed(offset: start) }
    frames[last].name = nil
    if records { frames[last].members.append((name, value)) }
  }
}
