internal import EthereumPrimitives
internal import ExchangeAPI
internal import Foundation
internal import PerpsProtocol

/// A key file as JSON, version 1.
struct KeyFileDocument: Hashable, Sendable {
  /// More than the longest name in escapes needs.
  static let bytesMaximum = 4096

  let header: KeyFileHeader
  let sealed: SealedKey

  init(header: KeyFileHeader, sealed: SealedKey) {
    self.header = header
    self.sealed = sealed
  }

  /// Reads a file's bytes: every member must be known, there once, and spelled as it must be.
  init(_ bytes: [UInt8]) throws(KeyFileError) {
    do {
      self = try StrictJSON.decode(Self.self, from: bytes, bytesMaximum: Self.bytesMaximum)
    } catch { throw KeyFileError(error) }
  }

  /// The bytes of the file.
  var bytes: [UInt8] {
    get throws(KeyStoreError) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      do { return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")] } catch { throw .cryptography }
    }
  }
}

// MARK: - Reading

extension KeyFileDocument: Decodable {
  init(from decoder: any Decoder) throws {
    // Asked first: a later version will have members that this one does not know.
    let version = try decoder.container(keyedBy: WireKey.self).decode(Int.self, forKey: WireKey("version"))
    guard version == KeyFileHeader.version else { throw KeyFileError.unknownVersion }
    let object = try StrictObject(
      decoder, allowing: ["version", "kind", "curve", "address", "name", "created", "kdf", "cipher"])
    let derivation = try object.value("kdf", as: Derivation.self)
    header = KeyFileHeader(
      key: try Self.key(in: object), derivation: derivation.parameters, salt: derivation.salt)
    sealed = try object.value("cipher", as: Cipher.self).sealed
  }

  private static func key(in object: StrictObject) throws -> StoredKey {
    guard let kind = KeyKind(kind: try object.string("kind"), curve: try object.string("curve")) else {
      throw KeyFileError.invalidMember("kind or curve")
    }
    let (text, name) = (try object.string("address"), try object.optionalString("name"))
    guard let address = try? Address(text), address.description.utf8.elementsEqual(text.utf8) else {
      throw KeyFileError.invalidMember("address")
    }
    guard let created = Timestamp(milliseconds: try object.value("created")) else {
      throw KeyFileError.invalidMember("created")
    }
    do {
      return StoredKey(kind: kind, address: address, name: try name.map(KeyName.init), created: created)
    } catch { throw KeyFileError.invalidMember("name") }
  }

  private struct Derivation: Decodable {
    let parameters: ScryptParameters
    let salt: [UInt8]

    init(from decoder: any Decoder) throws {
      let object = try StrictObject(decoder, allowing: ["name", "n", "r", "p", "salt"])
      try object.expect("name", KeyFileHeader.derivationName)
      parameters = try ScryptParameters(n: object.value("n"), r: object.value("r"), p: object.value("p"))
      salt = try object.bytes("salt", count: KeyFileHeader.saltByteCount)
    }
  }

  private struct Cipher: Decodable {
    let sealed: SealedKey

    init(from decoder: any Decoder) throws {
      let object = try StrictObject(decoder, allowing: ["name", "nonce", "ciphertext", "tag"])
      try object.expect("name", KeyFileHeader.cipherName)
      sealed = SealedKey(
        nonce: try object.bytes("nonce", count: SealedKey.nonceByteCount),
        ciphertext: try object.bytes("ciphertext", count: VaultKey.secretByteCount),
        tag: try object.bytes("tag", count: SealedKey.tagByteCount))
    }
  }
}

extension StrictObject {
  fileprivate func expect(_ name: String, _ text: String) throws {
    guard try string(name).utf8.elementsEqual(text.utf8) else { throw KeyFileError.invalidMember(path(to: name)) }
  }

  fileprivate func bytes(_ name: String, count: Int) throws -> [UInt8] {
    guard let bytes = try? Hex.decode(try string(name), byteCount: count) else {
      throw KeyFileError.invalidMember(path(to: name))
    }
    return bytes
  }
}

// MARK: - Writing

extension KeyFileDocument: Encodable {
  func encode(to encoder: any Encoder) throws {
    let key = header.key
    var object = encoder.container(keyedBy: WireKey.self)
    try object.encode(KeyFileHeader.version, forKey: WireKey("version"))
    try object.encode(key.kind.fileName, forKey: WireKey("kind"))
    try object.encode(key.kind.curve.keyFileName, forKey: WireKey("curve"))
    try object.encode(key.address.description, forKey: WireKey("address"))
    try object.encodeIfPresent(key.name?.text, forKey: WireKey("name"))
    try object.encode(key.created.milliseconds, forKey: WireKey("created"))
    var derivation = object.nestedContainer(keyedBy: WireKey.self, forKey: WireKey("kdf"))
    try derivation.encode(KeyFileHeader.derivationName, forKey: WireKey("name"))
    try derivation.encode(header.derivation.rounds, forKey: WireKey("n"))
    try derivation.encode(ScryptParameters.blockSize, forKey: WireKey("r"))
    try derivation.encode(header.derivation.parallelism, forKey: WireKey("p"))
    try derivation.encode(Hex.encode(header.salt), forKey: WireKey("salt"))
    var cipher = object.nestedContainer(keyedBy: WireKey.self, forKey: WireKey("cipher"))
    try cipher.encode(KeyFileHeader.cipherName, forKey: WireKey("name"))
    try cipher.encode(Hex.encode(sealed.nonce), forKey: WireKey("nonce"))
    try cipher.encode(Hex.encode(sealed.ciphertext), forKey: WireKey("ciphertext"))
    try cipher.encode(Hex.encode(sealed.tag), forKey: WireKey("tag"))
  }
}
