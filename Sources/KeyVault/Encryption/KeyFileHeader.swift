internal import EthereumPrimitives
internal import PerpsProtocol

/// Everything in a key file that is not encrypted and yet authenticated.
struct KeyFileHeader: Hashable, Sendable {
  /// The one version of key files.
  static let version = 1
  static let derivationName = "scrypt"
  static let cipherName = "AES-256-GCM"
  static let saltByteCount = 32

  let key: StoredKey
  let derivation: ScryptParameters
  let salt: [UInt8]

  /// What AES-GCM authenticates: every member in a fixed order behind its length, so that no two headers are one text.
  ///
  /// Not the JSON of the file: that can be spelled in more than one way.
  var associatedData: [UInt8] {
    let members: [[UInt8]] = [
      Array("katana-perps session-keys key file".utf8), Self.digits(Self.version),
      Array(key.kind.fileName.utf8), Array(key.kind.curve.keyFileName.utf8), key.address.bytes,
      // No name is empty: this is the length of none.
      Array((key.name?.text ?? "").utf8), Self.digits(key.created.milliseconds),
      Array(Self.derivationName.utf8), Self.digits(derivation.rounds), Self.digits(ScryptParameters.blockSize),
      Self.digits(derivation.parallelism), salt, Array(Self.cipherName.utf8),
    ]
    return members.flatMap { Self.digits($0.count) + $0 }
  }

  /// Eight bytes, big-endian.
  private static func digits(_ number: some BinaryInteger) -> [UInt8] {
    let number = UInt64(truncatingIfNeeded: number)
    return (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  }
}
