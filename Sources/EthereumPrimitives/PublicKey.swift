/// A public key by its 64 bytes `x ‖ y` (big-endian, uncompressed, without the leading `0x04`).
///
/// That the point lies on its curve is checked where it is used, by the library that knows the curve (`Signing`); a
/// key that is not on it verifies nothing.
public struct PublicKey: Hashable, Sendable {
  /// The curve that the point belongs to.
  public let curve: Curve
  /// The x coordinate.
  public let x: Bytes32
  /// The y coordinate.
  public let y: Bytes32

  /// Takes the two coordinates.
  public init(curve: Curve, x: Bytes32, y: Bytes32) {
    self.curve = curve
    self.x = x
    self.y = y
  }

  /// Takes 64 bytes `x ‖ y`, or `nil` for any other length.
  public init?(curve: Curve, raw bytes: [UInt8]) {
    guard bytes.count == 64, let x = Bytes32(bytes[..<32]), let y = Bytes32(bytes[32...]) else { return nil }
    self.curve = curve
    self.x = x
    self.y = y
  }

  /// The 64 bytes `x ‖ y`.
  public var raw: [UInt8] { x.bytes + y.bytes }

  /// The last 20 bytes of Keccak-256 of the 64 bytes: how the key is named everywhere.
  public var address: Address {
    var sponge = Keccak256()
    sponge.update(x)
    sponge.update(y)
    return Address(lastBytesOf: sponge.finalize())
  }
}
