internal import Foundation
internal import TypedData

/// What ``JSONGuard`` saw: the order of members and the spelling of numbers, which Foundation does not keep.
indirect enum JSONOutline: Sendable {
  /// A number, as spelled.
  case number(String)
  /// A text, `true`, `false` or `null`, which Foundation reads exactly.
  case other
  case array([JSONOutline])
  case object([(name: String, value: JSONOutline)])
}

/// Foundation's reading of a document, put in the order of its outline.
struct JSONTree: DecodableWithConfiguration {
  let value: JSONValue

  init(from decoder: any Decoder, configuration outline: JSONOutline) throws {
    switch outline {
    case .number(let lexeme): value = .number(lexeme)
    case .other: value = try Self.scalar(decoder.singleValueContainer())
    case .array(let elements): value = try Self.array(decoder.unkeyedContainer(), elements)
    case .object(let members): value = try Self.object(decoder.container(keyedBy: WireKey.self), members)
    }
  }

  private static func scalar(_ container: any SingleValueDecodingContainer) throws -> JSONValue {
    if container.decodeNil() { return .null }
    if let flag = try? container.decode(Bool.self) { return .bool(flag) }
    return .string(try container.decode(String.self))
  }

  private static func array(
    _ container: any UnkeyedDecodingContainer, _ outlines: [JSONOutline]
  ) throws -> JSONValue {
    var container = container
    var elements: [JSONValue] = []
    elements.reserveCapacity(outlines.count)
    for outline in outlines { elements.append(try container.decode(JSONTree.self, configuration: outline).value) }
    return .array(elements)
  }

  private static func object(
    _ container: KeyedDecodingContainer<WireKey>, _ outlines: [(name: String, value: JSONOutline)]
  ) throws -> JSONValue {
    var members: [JSONMember] = []
    members.reserveCapacity(outlines.count)
    for (name, outline) in outlines {
      let tree = try container.decode(JSONTree.self, forKey: WireKey(name), configuration: outline)
      members.append(JSONMember(name: name, value: tree.value))
    }
    return .object(members)
  }
}
