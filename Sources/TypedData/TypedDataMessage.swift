public import EthereumPrimitives

/// A message that is signed as EIP-712 typed data.
///
/// A message is declared once, as a ``TypedDataSchema``; its type string, its hash and the JSON that wallets show all
/// come from that one declaration, so that what a person reads cannot differ from what is signed.
public protocol TypedDataMessage: Hashable, Sendable {
  /// The primary type with its members, in the order of the type string.
  static var schema: TypedDataSchema<Self> { get }
}

extension TypedDataMessage {
  /// The name of the primary type.
  public static var primaryType: String { schema.primaryType }

  /// `encodeType` of EIP-712, for example `Mail(address to,string contents)`.
  public static var encodedType: String { schema.encodedType }

  /// `hashStruct` of EIP-712: Keccak-256 of the type hash and the encoded members.
  @inlinable public var structHash: Bytes32 { Self.schema.structHash(of: self) }

  /// What is signed: Keccak-256 of `0x19 0x01`, the domain separator and the struct hash.
  public func digest(in domain: Domain) -> Bytes32 { domain.digest(ofStructHash: structHash) }
}

/// The one declaration of a message: its primary type and members, with where each member's value comes from.
public struct TypedDataSchema<Message>: Sendable {
  /// The members in the order of the type string.
  public let members: [TypedDataMember<Message>]

  @usableFromInline let declaration: TypedDataDeclaration

  /// Declares a message.
  public init(_ primaryType: String, _ members: TypedDataMember<Message>...) {
    self.members = members
    declaration = TypedDataDeclaration(
      primaryType, members.map { TypedDataDeclaration.Member(name: $0.label, type: $0.type) })
  }

  /// The name of the primary type.
  public var primaryType: String { declaration.primaryType }

  /// `encodeType` of EIP-712.
  public var encodedType: String { declaration.encodedType }

  /// Keccak-256 of ``encodedType``.
  public var typeHash: Bytes32 { declaration.typeHash }

  @inlinable func structHash(of message: Message) -> Bytes32 {
    var sponge = declaration.prefix
    // Looked at where they are: a copy of each member would count references up and down.
    let members = members.span
    for index in members.indices { sponge.update(members[index].read(message).encoded) }
    return sponge.finalize()
  }

  /// The values of a message's members, in their order.
  @inline(never)
  func values(of message: Message) -> [TypedDataValue] {
    var values: [TypedDataValue] = []
    for member in members { values.append(member.read(message)) }
    return values
  }
}

/// What a schema says of a message besides where its values come from.
///
/// A class, because every message's is copied around: a reference takes less code than its members.
@usableFromInline final class TypedDataDeclaration: Sendable {
  let primaryType: String
  let members: [Member]
  let encodedType: String
  let typeHash: Bytes32
  /// A sponge that has absorbed the type hash.
  @usableFromInline let prefix: Keccak256

  struct Member: Sendable {
    let name: StaticString
    let type: TypedDataType
  }

  @inline(never)
  init(_ primaryType: String, _ members: [Member]) {
    self.primaryType = primaryType
    self.members = members
    var parts = [primaryType, "("]
    for (index, member) in members.enumerated() {
      parts += [index == 0 ? "" : ",", member.type.text.description, " ", member.name.description]
    }
    encodedType = String(joining: parts + [")"])
    typeHash = Keccak256.hash(utf8: encodedType)
    var prefix = Keccak256()
    prefix.update(typeHash)
    self.prefix = prefix
  }
}

/// One member of a message: a name, a Solidity type, and the value.
///
/// The factories are the only way to make one, so a member's type string always fits how its value is encoded.
public struct TypedDataMember<Message>: Sendable {
  @usableFromInline let label: StaticString
  @usableFromInline let type: TypedDataType
  @usableFromInline let read: @Sendable (Message) -> TypedDataValue

  @usableFromInline
  init(label: StaticString, type: TypedDataType, read: @escaping @Sendable (Message) -> TypedDataValue) {
    self.label = label
    self.type = type
    self.read = read
  }

  /// The member's name.
  public var name: String { label.description }
  /// The member's Solidity type.
  public var solidityType: String { type.text.description }

  /// A `bool`.
  @inlinable @inline(__always)
  public static func bool(_ name: StaticString, _ value: @escaping @Sendable (Message) -> Bool) -> Self {
    Self(label: name, type: .bool) { .bool(value($0)) }
  }
  /// A `uint8`, as which Solidity encodes an enum.
  @inlinable @inline(__always)
  public static func uint8(_ name: StaticString, _ value: @escaping @Sendable (Message) -> UInt8) -> Self {
    Self(label: name, type: .uint8) { .uint64(UInt64(value($0))) }
  }
  /// A `uint64`.
  @inlinable @inline(__always)
  public static func uint64(_ name: StaticString, _ value: @escaping @Sendable (Message) -> UInt64) -> Self {
    Self(label: name, type: .uint64) { .uint64(value($0)) }
  }
  /// A `uint128`.
  @inlinable @inline(__always)
  public static func uint128(_ name: StaticString, _ value: @escaping @Sendable (Message) -> UInt128) -> Self {
    Self(label: name, type: .uint128) { .uint128(value($0)) }
  }
  /// An `address`.
  @inlinable @inline(__always)
  public static func address(_ name: StaticString, _ value: @escaping @Sendable (Message) -> Address) -> Self {
    Self(label: name, type: .address) { .address(value($0)) }
  }
  /// A `bytes` of any length.
  @inlinable @inline(__always)
  public static func bytes(_ name: StaticString, _ value: @escaping @Sendable (Message) -> [UInt8]) -> Self {
    Self(label: name, type: .bytes) { .bytes(value($0)) }
  }
  /// A `string`.
  @inlinable @inline(__always)
  public static func string(_ name: StaticString, _ value: @escaping @Sendable (Message) -> TypedDataText) -> Self {
    Self(label: name, type: .string) { .string(value($0)) }
  }
  /// A `string[]`.
  @inlinable @inline(__always)
  public static func strings(_ name: StaticString, _ value: @escaping @Sendable (Message) -> [String]) -> Self {
    Self(label: name, type: .strings) { .strings(value($0)) }
  }
}

/// The Solidity types that members have.
@usableFromInline enum TypedDataType: Sendable {
  case bool, uint8, uint64, uint128, address, bytes, string, strings

  var text: StaticString {
    switch self {
    case .bool: "bool"
    case .uint8: "uint8"
    case .uint64: "uint64"
    case .uint128: "uint128"
    case .address: "address"
    case .bytes: "bytes"
    case .string: "string"
    case .strings: "string[]"
    }
  }
}

/// The value of a member. From here on it does not matter of which message: each is encoded and written in one place.
@usableFromInline enum TypedDataValue: Sendable {
  case bool(Bool)
  case uint64(UInt64)
  case uint128(UInt128)
  case address(Address)
  case bytes([UInt8])
  case string(TypedDataText)
  case strings([String])

  /// `encodeData` of EIP-712: always one word.
  @inlinable var encoded: Bytes32 {
    switch self {
    case .bool(let flag): Bytes32(bigEndian: 0, 0, 0, flag ? 1 : 0)
    case .uint64(let number): Bytes32(bigEndian: 0, 0, 0, number)
    case .uint128(let number): Bytes32(uint128: number)
    case .address(let address): address.word
    case .bytes(let bytes): Keccak256.hash(bytes)
    case .string(let text): text.hash
    case .strings(let texts): Self.hash(ofElements: texts)
    }
  }

  @usableFromInline static func hash(ofElements elements: [String]) -> Bytes32 {
    var sponge = Keccak256()
    for element in elements { sponge.update(Keccak256.hash(utf8: element)) }
    return sponge.finalize()
  }
}

/// A text and its Keccak-256 hash, which is what EIP-712 encodes.
///
/// Texts that many messages share (a market's symbol, a sentence, an absent value) are hashed once and kept.
public struct TypedDataText: Hashable, Sendable {
  /// The text.
  public let text: String
  @usableFromInline let hash: Bytes32

  /// The empty text.
  public static let empty = TypedDataText("")

  /// Hashes a text's UTF-8 bytes.
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public init(_ text: String) {
    self.text = text
    hash = Keccak256.hash(utf8: text)
  }

  /// Compares the bytes, not the characters: texts that merely look alike sign differently.
  public static func == (left: TypedDataText, right: TypedDataText) -> Bool { left.hash == right.hash }

  /// Feeds the hash of the bytes, which is what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension Bytes32 {
  /// A 128-bit number as a word: big-endian, left-padded with zeros.
  @inlinable
  init(uint128 value: UInt128) {
    self.init(bigEndian: 0, 0, UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
  }
}
