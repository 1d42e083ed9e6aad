import EthereumPrimitives
import Testing

@testable import Signing

/// What an attacker may put in place of a signature or a key. None of it reaches the C libraries unchecked, and none
/// of it ends the process.
@Suite struct SignatureEdgeCaseTests {
  private static let max = [UInt8](repeating: 0xff, count: 32)
  private static let one = [UInt8](repeating: 0, count: 31) + [1]

  private static func added(_ bytes: Bytes32, _ difference: Int8) -> [UInt8] {
    var bytes = bytes.bytes
    bytes[31] = UInt8(bitPattern: Int8(bitPattern: bytes[31]) + difference)
    return bytes
  }

  struct Scalars: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let r: @Sendable (Curve) -> [UInt8]
    let s: @Sendable (Curve) -> [UInt8]
    let error: SignatureError?
  }

  static let scalars: [Scalars] = [
    Scalars(testDescription: "r = 0", r: { _ in Bytes32.zero.bytes }, s: { _ in one }, error: .scalarOutOfRange),
    Scalars(testDescription: "s = 0", r: { _ in one }, s: { _ in Bytes32.zero.bytes }, error: .scalarOutOfRange),
    Scalars(testDescription: "r = n", r: { $0.order.bytes }, s: { _ in one }, error: .scalarOutOfRange),
    Scalars(testDescription: "r = n + 1", r: { added($0.order, 1) }, s: { _ in one }, error: .scalarOutOfRange),
    Scalars(testDescription: "s = n", r: { _ in one }, s: { $0.order.bytes }, error: .scalarOutOfRange),
    Scalars(testDescription: "r = 2²⁵⁶ − 1", r: { _ in max }, s: { _ in one }, error: .scalarOutOfRange),
    Scalars(testDescription: "s = 2²⁵⁶ − 1", r: { _ in one }, s: { _ in max }, error: .scalarOutOfRange),
    Scalars(testDescription: "s = n − 1", r: { _ in one }, s: { added($0.order, -1) }, error: .highS),
    Scalars(testDescription: "s = (n + 1) / 2", r: { _ in one }, s: { added($0.halfOrder, 1) }, error: .highS),
    Scalars(testDescription: "s = (n − 1) / 2", r: { _ in one }, s: { $0.halfOrder.bytes }, error: nil),
    Scalars(testDescription: "r = n − 1", r: { added($0.order, -1) }, s: { _ in one }, error: nil),
    Scalars(testDescription: "r = s = 1", r: { _ in one }, s: { _ in one }, error: nil),
  ]

  @Test(arguments: Curve.allCases, scalars)
  func `scalars are taken from 1 to n − 1, and s up to half of it`(_ curve: Curve, _ scalars: Scalars) throws {
    let raw = scalars.r(curve) + scalars.s(curve)
    guard let error = scalars.error else {
      let signature = try ECDSASignature(curve: curve, raw: raw)
      // Nobody made such a signature: it verifies for no key, and recovery says yes or no without a crash.
      for index in UInt8(1)...20 {
        let key = try Secp256k1PrivateKey(bytes: Keccak256.hash([index]).bytes).publicKey
        #expect(!ECDSAVerifier().isValid(signature, over: Keccak256.hash([index]), by: key))
      }
      return
    }
    #expect(throws: error) { try ECDSASignature(curve: curve, raw: raw) }
    if curve == .secp256k1 {
      #expect(throws: error) { try RecoverableSignature(raw + [27]) }
    }
  }

  @Test(arguments: [0, 1, 32, 63, 65, 66, 70, 71, 72, 128])
  func `P-256 signatures of other lengths are refused`(_ count: Int) {
    let bytes = [UInt8](repeating: 1, count: count)
    #expect(throws: SignatureError.wrongLength(expectedBytes: 64, actualBytes: count)) {
      try ECDSASignature(curve: .p256, raw: bytes)
    }
  }

  @Test(arguments: [0, 1, 32, 64, 66, 70, 71, 72, 130])
  func `recoverable signatures of other lengths are refused, EIP-2098 and DER among them`(_ count: Int) {
    let bytes = [UInt8](repeating: 1, count: count)
    #expect(throws: SignatureError.wrongLength(expectedBytes: 65, actualBytes: count)) {
      try RecoverableSignature(bytes)
    }
  }

  @Test func `DER in place of raw is refused, whatever its length`() throws {
    // SEQUENCE { INTEGER r, INTEGER s } with short scalars fits into 64 and 65 bytes too.
    for scalarBytes in [28, 29, 30, 31, 32, 33] {
      let integer = [0x02, UInt8(scalarBytes)] + [UInt8](repeating: 0x01, count: scalarBytes)
      let der = [0x30, UInt8(2 * integer.count)] + integer + integer
      let key = try Secp256k1PrivateKey(bytes: Self.one).publicKey
      switch try? KeySignature(der) {
      case nil: break
      case .secp256k1(let signature):
        Issue.record("DER has no v of 27 or 28: \(signature)")
      case .p256(let signature):
        #expect(!ECDSAVerifier().isValid(signature, over: .zero, by: key))
      }
    }
  }

  @Test(arguments: UInt8.min...UInt8.max)
  func `only a v of 27 or 28 is taken`(_ v: UInt8) {
    let bytes = Self.one + Self.one + [v]
    if v == 27 || v == 28 {
      #expect(throws: Never.self) { try RecoverableSignature(bytes) }
    } else {
      #expect(throws: SignatureError.recoveryIDOutOfRange) { try RecoverableSignature(bytes) }
    }
  }

  @Test(arguments: UInt8(2)...255)
  func `recovery ids over 1 do not exist`(_ id: UInt8) throws {
    let one = try #require(Bytes32(Self.one))
    #expect(throws: SignatureError.recoveryIDOutOfRange) { try RecoverableSignature(r: one, s: one, recoveryID: id) }
  }

  @Test func `an r that is the x of no point recovers nothing`() throws {
    // 5 is the least x for which x³ + 7 is no square modulo the field's prime.
    let five = try #require(Bytes32([UInt8](repeating: 0, count: 31) + [5]))
    let one = try #require(Bytes32(Self.one))
    for id in UInt8(0)...1 {
      let signature = try RecoverableSignature(r: five, s: one, recoveryID: id)
      #expect(ECDSAVerifier().recoverPublicKey(from: signature, over: Keccak256.hash([1])) == nil)
    }
  }

  @Test(arguments: Curve.allCases)
  func `a public key that is not on its curve verifies nothing`(_ curve: Curve) throws {
    let digest = Keccak256.hash([1])
    let (secp256k1, p256) = (Secp256k1PrivateKey(), try P256PrivateKey())
    let good = curve == .secp256k1 ? secp256k1.publicKey : p256.publicKey
    let signature = curve == .secp256k1 ? try secp256k1.sign(digest).scalars : try p256.sign(digest)
    #expect(ECDSAVerifier().isValid(signature, over: digest, by: good))
    let prime = Self.max
    var off = good.y.bytes
    off[31] ^= 1
    let wrong: [(x: [UInt8], y: [UInt8])] = [
      (Bytes32.zero.bytes, Bytes32.zero.bytes), (good.x.bytes, off), (good.y.bytes, good.x.bytes),
      (prime, good.y.bytes), (good.x.bytes, prime), (prime, prime), (Bytes32.zero.bytes, good.y.bytes),
    ]
    for point in wrong {
      let key = try #require(PublicKey(curve: curve, raw: point.x + point.y))
      #expect(!ECDSAVerifier().isValid(signature, over: digest, by: key))
    }
  }

  @Test func `a signature is good for a key of its own curve only`() throws {
    let digest = Keccak256.hash([1])
    let (secp256k1, p256) = (Secp256k1PrivateKey(), try P256PrivateKey())
    #expect(!ECDSAVerifier().isValid(try p256.sign(digest), over: digest, by: secp256k1.publicKey))
    #expect(!ECDSAVerifier().isValid(try secp256k1.sign(digest).scalars, over: digest, by: p256.publicKey))
    let renamed = try #require(PublicKey(curve: .p256, raw: secp256k1.publicKey.raw))
    let moved = try ECDSASignature(curve: .p256, normalizingOwn: secp256k1.sign(digest).scalars.raw)
    #expect(!ECDSAVerifier().isValid(moved, over: digest, by: renamed))
  }
}
