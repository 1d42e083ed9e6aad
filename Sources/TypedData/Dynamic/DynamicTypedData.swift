public import EthereumPrimitives

/// Typed data that is known only when it arrives: an `eth_signTypedData_v4` document, checked and hashed.
///
/// The document is parsed and never repaired. Every declared member must be there, nothing undeclared may be, and no
/// value is converted: what another reader could take for something else is refused, so that the hashes stand for what
/// the document says. Wallets and libraries are more lenient, and each in its own way. Where they must be chosen
/// between:
///
/// - The domain has any of the five fields of EIP-712 and is hashed as `types.EIP712Domain` declares it, in that order,
///   as EIP-712 and MetaMask do; ethers and eth-account hash the fields in the order of EIP-712 whatever is declared.
/// - Without that declaration its type is derived from the fields that are present, in the order of EIP-712, as ethers
///   and eth-account do. MetaMask takes an empty domain then: who sends a document to wallets declares the type.
/// - A primary type of `EIP712Domain` signs the domain alone, as in MetaMask; the message must be empty then.
///   eth-account refuses it.
/// - A member of a struct type may be `null`, which is encoded as a zero word: recursive types have no end otherwise.
///   Elements of arrays may not be.
/// - Identifiers have no `$`, because wallets disagree on where a type name with one ends.
///
/// Sources: EIP-712; MetaMask's `signTypedData_v4`.
public struct DynamicTypedData: Sendable {
  /// The name of the primary type.
  public let primaryType: String
  /// `encodeType` of EIP-712: the primary type, then the struct types that it refers to, sorted by name.
  public let encodedType: String
  /// `hashStruct` of the domain.
  public let domainSeparator: Bytes32
  /// `hashStruct` of the message; of the domain when that is the primary type.
  public let structHash: Bytes32
  /// What is signed: Keccak-256 of `0x19 0x01`, the domain separator and, unless the domain is the primary type, the
  /// struct hash.
  public let digest: Bytes32

  /// The most struct types that a document may declare.
  public static let typesMaximum = 64
  /// The most members of all struct types together.
  public static let membersMaximum = 1_024
  /// The longest name of a type or member.
  public static let identifierBytesMaximum = 64
  /// The most brackets of an array type.
  public static let arrayDimensionsMaximum = 8
  /// The most elements of one array.
  public static let elementsMaximum = 16_384
  /// The longest path to a value, in steps from the document, as in `message.orders[0].price`, which has four.
  public static let depthMaximum = 32
  /// The longest `bytes` value, in bytes.
  public static let bytesValueMaximum = 131_072

  /// Reads a document: an object with `types`, `primaryType`, `domain` and `message`, and nothing else.
  public init(_ document: JSONValue) throws(DynamicTypedDataError) {
    let root = ValuePath()
    let parts = try MemberNames.document.values(of: document, at: root)
    guard parts.count == 4 else { throw root.error(.notAnObject) }
    let (typesPart, primaryTypePart, domain, message) = (parts[0], parts[1], parts[2], parts[3])
    let types = try StructTypes(typesPart, domain: domain)
    let primary = try types.primaryType(primaryTypePart)
    let separator = try types.hash(domain, as: types.domain, at: ValuePath("domain"))
    primaryType = types.all[primary].name
    encodedType = types.all[primary].encodedType
    domainSeparator = separator
    if primary == types.domain {
      _ = try MemberNames.none.values(of: message, at: ValuePath("message"))
      structHash = separator
      digest = Domain.digest(ofDomainAlone: separator)
    } else {
      structHash = try types.hash(message, as: primary, at: ValuePath("message"))
      digest = SignedData.structuredData(domainSeparator: separator, structHash: structHash).digest
    }
  }
}

extension Domain {
  /// What is signed when the domain is the primary type: Keccak-256 of `0x19 0x01` and the separator.
  static func digest(ofDomainAlone separator: Bytes32) -> Bytes32 { Keccak256.hash([0x19, 0x01] + separator.bytes) }
}
