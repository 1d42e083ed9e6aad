import EthereumPrimitives
import Testing

@Suite("A signature has one form, with the low s of EIP-2")
struct SignatureFormTests {
  private static let one = Bytes32(bigEndian: 0, 0, 0, 1)

  /// A number and its neighbours: one less, itself, one more.
  private func neighbours(_ number: Bytes32) -> (Bytes32, Bytes32) {
    let (digit0, digit1, digit2, digit3) = number.bigEndianDigits
    return (
      Bytes32(bigEndian: digit0, digit1, digit2, digit3 - 1), Bytes32(bigEndian: digit0, digit1, digit2, digit3 + 1)
    )
  }

  @Test("the orders of the curves are those of SEC 2, and half of them is half")
  func orders() {
    #expect(
      Curve.secp256k1.order.description == "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
    // EIP-2: "All transaction signatures whose s-value is greater than secp256k1n/2 are now considered invalid."
    #expect(
      Curve.secp256k1.halfOrder.description == "0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0")
    #expect(Curve.p256.order.description == "0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
    #expect(Curve.p256.halfOrder.description == "0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8")
  }

  @Test("r is from 1 to n − 1, s from 1 to (n − 1) / 2", arguments: Curve.allCases)
  func ranges(curve: Curve) throws {
    let largestR = neighbours(curve.order).0
    let tooHighS = neighbours(curve.halfOrder).1
    _ = try ECDSASignature(curve: curve, r: Self.one, s: Self.one)
    _ = try ECDSASignature(curve: curve, r: largestR, s: curve.halfOrder)
    #expect(throws: SignatureError.highS) { try ECDSASignature(curve: curve, r: Self.one, s: tooHighS) }
    #expect(throws: SignatureError.highS) { try ECDSASignature(curve: curve, r: Self.one, s: largestR) }
    for scalar in [Bytes32.zero, curve.order, neighbours(curve.order).1] {
      #expect(throws: SignatureError.scalarOutOfRange) { try ECDSASignature(curve: curve, r: scalar, s: Self.one) }
      #expect(throws: SignatureError.scalarOutOfRange) { try ECDSASignature(curve: curve, r: Self.one, s: scalar) }
    }
  }

  @Test("one's own high s becomes n − s, and a low s stays", arguments: Curve.allCases)
  func normalizing(curve: Curve) throws {
    let high = neighbours(curve.order).0
    let own = try ECDSASignature(curve: curve, normalizingOwn: Self.one.bytes + high.bytes)
    #expect(own.s == Self.one)
    let low = try ECDSASignature(curve: curve, normalizingOwn: Self.one.bytes + curve.halfOrder.bytes)
    #expect(low.s == curve.halfOrder)
    let middle = try ECDSASignature(curve: curve, normalizingOwn: Self.one.bytes + neighbours(curve.halfOrder).1.bytes)
    #expect(middle.s == curve.halfOrder)
    #expect(throws: SignatureError.scalarOutOfRange) {
      try ECDSASignature(curve: curve, normalizingOwn: Self.one.bytes + curve.order.bytes)
    }
  }

  @Test("v is 27 or 28 and nothing else", arguments: UInt8.min...UInt8.max)
  func recoveryIDs(v: UInt8) throws {
    let bytes = Self.one.bytes + Self.one.bytes + [v]
    if v == 27 || v == 28 {
      #expect(try RecoverableSignature(bytes).bytes == bytes)
    } else {
      #expect(throws: SignatureError.recoveryIDOutOfRange) { try RecoverableSignature(bytes) }
    }
  }

  @Test("65 bytes are a secp256k1 signature, 64 a P-256 one, and other lengths none", arguments: 0...72)
  func lengths(count: Int) throws {
    let bytes = [UInt8]((Self.one.bytes + Self.one.bytes + [27] + [UInt8](repeating: 0, count: 8)).prefix(count))
    switch count {
    case 64: #expect(try KeySignature(bytes).curve == .p256)
    case 65: #expect(try KeySignature(bytes).curve == .secp256k1)
    default:
      #expect(throws: SignatureError.wrongLength(expectedBytes: 65, actualBytes: count)) { try KeySignature(bytes) }
    }
  }

  @Test("a public key is 64 bytes, and named by the hash of them")
  func publicKeys() throws {
    // The key of the private key 0x0101…01.
    let x = "1b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f"
    let y = "70beaf8f588b541507fed6a642c5ab42dfdf8120a7f639de5122d47a69a8e8d1"
    let key = try #require(PublicKey(curve: .secp256k1, raw: Hex.decode("0x" + x + y)))
    #expect(key.address.description == "0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1")
    #expect(key.raw == (try Hex.decode("0x" + x + y)))
    #expect(PublicKey(curve: .secp256k1, raw: [4] + key.raw) == nil)
    #expect(PublicKey(curve: .secp256k1, raw: key.raw.dropLast()) == nil)
  }
}
