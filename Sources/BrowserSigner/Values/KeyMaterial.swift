internal import EthereumPrimitives

/// What the page needs to know of keys and signatures: spelling, no secrets and no curve arithmetic.
enum KeyMaterial {
  /// The byte before the coordinates of an uncompressed point (SEC 1, section 2.3.3).
  private static let uncompressedPoint: UInt8 = 0x04

  /// The same signature with the low `s`: WebCrypto's is too large half of the time.
  @inline(never)
  static func lowS(_ record: Record) throws(SignerRefusal) -> Record {
    let fields = try fields(record, allowing: "signature")
    let bytes = try fields.hex("signature", byteCount: 64)
    var answer = Record()
    do {
      answer.append("signature", Hex.encode(try ECDSASignature(curve: .p256, normalizingOwn: bytes).raw))
    } catch { throw fields.refusal("signature", error.description) }
    return answer
  }

  /// The address of a P-256 key, and its 64 bytes as they stand in a request.
  @inline(never)
  static func addressOfPublicKey(_ record: Record) throws(SignerRefusal) -> Record {
    let fields = try fields(record, allowing: "publicKey")
    let bytes = try fields.hex("publicKey", byteCount: 65)
    guard bytes[0] == uncompressedPoint, let key = PublicKey(curve: .p256, raw: Array(bytes[1...])) else {
      throw fields.refusal("publicKey", "must begin with the byte 04: export the key uncompressed")
    }
    var answer = Record()
    answer.append("address", key.address.description)
    answer.append("publicKey", Hex.encode(key.raw))
    return answer
  }

  /// An address with its checksum; one in mixed case must have the right one already.
  @inline(never)
  static func checksumAddress(_ record: Record) throws(SignerRefusal) -> Record {
    let address = try fields(record, allowing: "address").address("address")
    var answer = Record()
    answer.append("address", address.description)
    return answer
  }

  @inline(never)
  private static func fields(_ record: Record, allowing name: StaticString) throws(SignerRefusal) -> Fields {
    try Fields.refuse([.domain, .parameters], of: record)
    return try Fields(record, .function, allowing: name)
  }
}
