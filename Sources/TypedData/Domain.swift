public import EthereumPrimitives

/// An EIP-712 domain with the four fields that the exchange's contracts use, and its separator.
///
/// A signature is good in one domain alone: on another chain, for another contract or version of the exchange it
/// recovers to a stranger's address. There is no default domain: whoever signs or verifies says which.
public struct Domain: Hashable, Sendable {
  /// The name of the signing system, readable by the person who signs.
  public let name: String
  /// The version of the signing system.
  public let version: String
  /// The EIP-155 chain id.
  public let chainID: UInt64
  /// The contract that will verify the signature.
  public let verifyingContract: Address
  /// `hashStruct` of the domain.
  public let separator: Bytes32

  /// `encodeType` of the domain.
  public static let encodedType =
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"

  /// Names a domain; the separator is computed once.
  @inline(never)
  public init(name: String, version: String, chainID: UInt64, verifyingContract: Address) {
    self.name = name
    self.version = version
    self.chainID = chainID
    self.verifyingContract = verifyingContract
    let words = [
      Keccak256.hash(utf8: Self.encodedType), Keccak256.hash(utf8: name), Keccak256.hash(utf8: version),
      Bytes32(bigEndian: 0, 0, 0, chainID), verifyingContract.word,
    ]
    var sponge = Keccak256()
    for word in words { sponge.update(word) }
    separator = sponge.finalize()
  }

  /// What is signed: Keccak-256 of `0x19 0x01`, the separator and a struct hash.
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public func digest(ofStructHash structHash: Bytes32) -> Bytes32 {
    SignedData.structuredData(domainSeparator: separator, structHash: structHash).digest
  }

  /// Domains are equal when everything that is signed for them is.
  public static func == (left: Domain, right: Domain) -> Bool { left.separator == right.separator }

  /// Feeds the separator, which is what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(separator) }
}
