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
    declaration = TypedDataDeclaration(primaryType, members.map { ($0.name, $0.solidityType) })
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
@usableFromInline struct TypedDataDeclaration: Sendable {
  let primaryType: String
  let members: [(name: String, type: String)]
  let encodedType: String
  let typeHash: Bytes32
  /// A sponge that has absorbed the type hash.
  @usableFromInline let prefix: Keccak256

  init(_ primaryType: String, _ members: [(name: String, type: String)]) {
    self.primaryType = primaryType
    self.members = members
    var type = primaryType + "("
    for (index, member) in members.enumerated() {
      if index > 0 { type += "," }
      type += member.type + " " + member.name
    }
    encodedType = type + ")"
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
  @usableFromInline enum Value: Sendable {
    case bool(@Sendable (Message) -> Bool)
    case uint8(@Sendable (Message) -> UInt8)
    case uint64(@Sendable (Message) -> UInt64)
    case uint128(@Sendable (Message) -> UInt128)
    case address(@Sendable (Message) -> Address)
    case bytes(@Sendable (Message) -> [UInt8])
    case string(@Sendable (Message) -> TypedDataText)
    case strings(@Sendable (Message) -> [String])
  }

  /// The member's name.
  public let name: String
  /// The member's Solidity type.
  public let solidityType: String
  @usableFromInline let value: Value

  /// A `bool`.
  public static func bool(_ name: String, _ value: @escaping @Sendable (Message) -> Bool) -> Self {
    Self(name: name, solidityType: "bool", value: .bool(value))
  }
  /// A `uint8`, as which Solidity encodes an enum.
  public static func uint8(_ name: String, _ value: @escaping @Sendable (Message) -> UInt8) -> Self {
    Self(name: name, solidityType: "uint8", value: .uint8(value))
  }
  /// A `uint64`.
  public static func uint64(_ name: String, _ value: @escaping @Sendable (Message) -> UInt64) -> Self {
    Self(name: name, solidityType: "uint64", value: .uint64(value))
  }
  /// A `uint128`.
  public static func uint128(_ name: String, _ value: @escaping @Sendable (Message) -> UInt128) -> Self {
    Self(name: name, solidityType: "uint128", value: .uint128(value))
  }
  /// An `address`.
  public static func address(_ name: String, _ value: @escaping @Sendable (Message) -> Address) -> Self {
    Self(name: name, solidityType: "address", value: .address(value))
  }
  /// A `bytes` of any length.
  public static func bytes(_ name: String, _ value: @escaping @Sendable (Message) -> [UInt8]) -> Self {
    Self(name: name, solidityType: "bytes", value: .bytes(value))
  }
  /// A `string`.
  public static func string(_ name: String, _ value: @escaping @Sendable (Message) -> TypedDataText) -> Self {
    Self(name: name, solidityType: "string", value: .string(value))
  }
  /// A `string[]`.
  public static func strings(_ name: String, _ value: @escaping @Sendable (Message) -> [String]) -> Self {
    Self(name: name, solidityType: "string[]", value: .strings(value))
  }

  @inlinable func read(_ message: Message) -> TypedDataValue {
    switch value {
    case .bool(let read): .bool(read(message))
    case .uint8(let read): .uint64(UInt64(read(message)))
    case .uint64(let read): .uint64(read(message))
    case .uint128(let read): .uint128(read(message))
    case .address(let read): .address(read(message))
    case .bytes(let read): .bytes(read(message))
    case .string(let read): .string(read(message))
    case .strings(let read): .strings(read(message))
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
