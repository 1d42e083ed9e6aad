/// An elliptic curve that keys of this system live on.
public enum Curve: UInt8, Hashable, Sendable, CaseIterable {
  /// The curve of Ethereum: wallets, and session keys that the exchange's contracts check (SEC 2, section 2.4.1).
  case secp256k1 = 1
  /// NIST P-256: WebCrypto, Secure Enclave, passkeys (FIPS 186-5, SEC 2 section 2.4.2).
  case p256 = 2

  /// The order `n` of the group: scalars are from 1 to `n − 1`.
  public var order: Bytes32 {
    switch self {
    case .secp256k1:
      Bytes32(
        bigEndian: 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_fffe, 0xbaae_dce6_af48_a03b, 0xbfd2_5e8c_d036_4141)
    case .p256:
      Bytes32(
        bigEndian: 0xffff_ffff_0000_0000, 0xffff_ffff_ffff_ffff, 0xbce6_faad_a717_9e84, 0xf3b9_cac2_fc63_2551)
    }
  }

  /// `(n − 1) / 2`, the largest `s` that is accepted.
  public var halfOrder: Bytes32 {
    switch self {
    case .secp256k1:
      Bytes32(
        bigEndian: 0x7fff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0x5d57_6e73_57a4_501d, 0xdfe9_2f46_681b_20a0)
    case .p256:
      Bytes32(
        bigEndian: 0x7fff_ffff_8000_0000, 0x7fff_ffff_ffff_ffff, 0xde73_7d56_d38b_cf42, 0x79dc_e561_7e31_92a8)
    }
  }
}

/// The two scalars of an ECDSA signature, checked: `r` from 1 to `n − 1`, `s` from 1 to `(n − 1) / 2`.
///
/// For every signature `(r, s)` there is a second, `(r, n − s)`, that anybody can compute. Only the one with the low
/// `s` exists as a value of this type, so that a signature cannot be changed into another valid one (malleability).
/// Sources: EIP-2, section "Homestead"; OpenZeppelin `ECDSA.tryRecover`.
public struct ECDSASignature: Hashable, Sendable {
  /// The curve whose order bounds the scalars.
  public let curve: Curve
  /// The x coordinate of the ephemeral point, modulo the order.
  public let r: Bytes32
  /// The proof, at most half of the order.
  public let s: Bytes32

  /// Checks two scalars.
  @inline(never)
  public init(curve: Curve, r: Bytes32, s: Bytes32) throws(SignatureError) {
    guard r != .zero, r < curve.order else { throw .scalarOutOfRange }
    guard s != .zero, s < curve.order else { throw .scalarOutOfRange }
    guard s <= curve.halfOrder else { throw .highS }
    self.curve = curve
    self.r = r
    self.s = s
  }

  /// Reads `r ‖ s`, 64 bytes (IEEE P1363), as a P-256 session key writes it.
  public init(curve: Curve, raw bytes: [UInt8]) throws(SignatureError) {
    let (r, s) = try Self.scalars(of: bytes)
    try self.init(curve: curve, r: r, s: s)
  }

  /// Reads `r ‖ s`, 64 bytes, and replaces a high `s` by `n − s`.
  ///
  /// For whoever *makes* signatures with a library that does not choose the low `s`: WebCrypto, a Secure Enclave,
  /// BoringSSL. Never for what came from elsewhere: input is parsed, not repaired.
  public init(curve: Curve, normalizingOwn bytes: [UInt8]) throws(SignatureError) {
    let (r, s) = try Self.scalars(of: bytes)
    guard s != .zero, s < curve.order else { throw .scalarOutOfRange }
    try self.init(curve: curve, r: r, s: s <= curve.halfOrder ? s : curve.order.subtracting(s))
  }

  /// `r ‖ s`, 64 bytes.
  public var raw: [UInt8] { r.bytes + s.bytes }

  private static func scalars(of bytes: [UInt8]) throws(SignatureError) -> (r: Bytes32, s: Bytes32) {
    guard bytes.count == 64, let r = Bytes32(bytes[..<32]), let s = Bytes32(bytes[32...]) else {
      throw .wrongLength(expectedBytes: 64, actualBytes: bytes.count)
    }
    return (r, s)
  }
}

/// A secp256k1 signature with its recovery id: what wallets and secp256k1 session keys write, 65 bytes `r ‖ s ‖ v`.
public struct RecoverableSignature: Hashable, Sendable {
  /// The two scalars.
  public let scalars: ECDSASignature
  /// Which of the two candidate points has the even y: 0 or 1.
  ///
  /// Ids 2 and 3 (`r` over the field's reduction) have no `v` in Ethereum, and are refused.
  public let recoveryID: UInt8

  /// Checks the scalars and the recovery id.
  public init(r: Bytes32, s: Bytes32, recoveryID: UInt8) throws(SignatureError) {
    guard recoveryID <= 1 else { throw .recoveryIDOutOfRange }
    scalars = try ECDSASignature(curve: .secp256k1, r: r, s: s)
    self.recoveryID = recoveryID
  }

  /// Reads 65 bytes `r ‖ s ‖ v`, where `v` is 27 or 28.
  ///
  /// EIP-2098's 64-byte form, `v` of 0 or 1, and DER are refused: the contracts refuse them too, and a request has
  /// one spelling.
  public init(_ bytes: [UInt8]) throws(SignatureError) {
    guard bytes.count == 65, let r = Bytes32(bytes[..<32]), let s = Bytes32(bytes[32..<64]) else {
      throw .wrongLength(expectedBytes: 65, actualBytes: bytes.count)
    }
    guard bytes[64] == 27 || bytes[64] == 28 else { throw .recoveryIDOutOfRange }
    try self.init(r: r, s: s, recoveryID: bytes[64] - 27)
  }

  /// The 65 bytes `r ‖ s ‖ v`.
  public var bytes: [UInt8] { scalars.raw + [27 + recoveryID] }
}

extension RecoverableSignature: CustomStringConvertible {
  /// The 65 bytes in hexadecimal.
  public var description: String { Hex.encode(bytes) }
}

/// Why bytes are not a signature that is accepted.
public enum SignatureError: Error, Hashable, Sendable {
  /// Another number of bytes, for example DER or EIP-2098's short form.
  case wrongLength(expectedBytes: Int, actualBytes: Int)
  /// `r` or `s` is zero, or not below the order of the group.
  case scalarOutOfRange
  /// `s` is over half of the order: the malleable twin of a signature.
  case highS
  /// `v` is not 27 or 28.
  case recoveryIDOutOfRange
}

extension SignatureError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .wrongLength(let expected, let actual):
      String("a signature has ", expected, " bytes here, not ", actual)
    case .scalarOutOfRange: "r and s of a signature must be from 1 to the order of the curve minus 1"
    case .highS: "s of the signature is over half of the curve's order: sign with the low s"
    case .recoveryIDOutOfRange: "v, the last byte of the signature, must be 27 or 28"
    }
  }
}

extension Bytes32 {
  /// `self − other` modulo 2²⁵⁶, as big-endian numbers.
  @inline(never)
  func subtracting(_ other: Bytes32) -> Bytes32 {
    let (left, right) = (bigEndianDigits, other.bigEndianDigits)
    var borrow: UInt64 = 0
    func digit(_ minuend: UInt64, _ subtrahend: UInt64) -> UInt64 {
      let (partial, first) = minuend.subtractingReportingOverflow(subtrahend)
      let (difference, second) = partial.subtractingReportingOverflow(borrow)
      borrow = first || second ? 1 : 0
      return difference
    }
    let digit3 = digit(left.3, right.3)
    let digit2 = digit(left.2, right.2)
    let digit1 = digit(left.1, right.1)
    let digit0 = digit(left.0, right.0)
    return Bytes32(bigEndian: digit0, digit1, digit2, digit3)
  }
}
