public import EthereumPrimitives

/// A message of any type with its values read. What is left to do is the same for all of them: in the browser's module,
/// where every byte is downloaded, it is there once.
public struct TypedDataDocument: Sendable {
  let declaration: TypedDataDeclaration
  let values: [TypedDataValue]

  /// Reads a message's values.
  public init<Message: TypedDataMessage>(_ message: Message) {
    let schema = Message.schema
    declaration = schema.declaration
    values = schema.values(of: message)
  }

  /// The name of the primary type.
  public var primaryType: String { declaration.primaryType }

  /// `hashStruct` of the message.
  @inline(never)
  public var structHash: Bytes32 {
    var sponge = declaration.prefix
    for value in values { sponge.update(value.encoded) }
    return sponge.finalize()
  }

  /// What is signed: Keccak-256 of `0x19 0x01`, the domain separator and the struct hash.
  public func digest(in domain: Domain) -> Bytes32 { domain.digest(ofStructHash: structHash) }
}
