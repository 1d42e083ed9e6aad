internal import EthereumPrimitives

/// Fields with a name and a value: what goes into the module, and what comes out.
///
/// One field follows the other; each is a name and a value, each of those behind its length in bytes as 32 bits, least
/// significant first. A record from the page is read strictly: a name stands once, and nothing is left over.
struct Record: Sendable {
  struct Field: Sendable {
    let name: [UInt8]
    let value: [UInt8]
  }

  private(set) var fields: [Field] = []

  /// The most bytes of a record from the page: twice what the server takes as a body.
  static let bytesMaximum = 131_072
  /// The most fields of a record from the page.
  static let fieldsMaximum = 64
  /// The most bytes of a field's name.
  static let nameBytesMaximum = 64

  /// A record without fields.
  @inline(never)
  init() {}

  /// Reads a record.
  @inline(never)
  init(_ bytes: [UInt8]) throws(SignerRefusal) {
    guard bytes.count <= Self.bytesMaximum else {
      throw SignerRefusal(.badRequest, "the record is over its maximum of 131072 bytes: ask for less at once")
    }
    var chunks = Chunks(bytes)
    while let name = try chunks.next() {
      guard let value = try chunks.next() else {
        throw SignerRefusal(.badRequest, "the last field of the record has no value: write one behind its name")
      }
      guard fields.count < Self.fieldsMaximum else {
        throw SignerRefusal(.badRequest, "the record has more than 64 fields: leave out what is not needed")
      }
      try add(Field(name: name, value: value))
    }
  }

  @inline(never)
  private mutating func add(_ field: Field) throws(SignerRefusal) {
    guard !field.name.isEmpty, field.name.count <= Self.nameBytesMaximum,
      field.name.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    else {
      throw SignerRefusal(.badRequest, "a field's name must be 1 to 64 printable ASCII characters: correct it")
    }
    guard value(of: field.name) == nil else {
      let name = String(utf8: field.name)
      throw SignerRefusal(.badRequest, field: name, ["the field ", name, " is there twice: leave one out"])
    }
    fields.append(field)
  }

  /// Adds a field of an answer.
  @inline(never)
  mutating func append(_ name: StaticString, _ text: String) {
    fields.append(Field(name: name.description.utf8Bytes, value: text.utf8Bytes))
  }

  /// The value of a field, or `nil` when it is not there.
  @inline(never)
  func value(of name: [UInt8]) -> [UInt8]? {
    for field in fields where field.name == name { return field.value }
    return nil
  }

  /// The record as bytes.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for field in fields {
      Chunks.append(field.name, to: &bytes)
      Chunks.append(field.value, to: &bytes)
    }
    return bytes
  }
}
