import EthereumPrimitives
import Synchronization
import Testing

@testable import Signing

private let order = Curve.secp256k1.order

@Suite struct PrivateKeyTests {
  private static let one = [UInt8](repeating: 0, count: 31) + [1]

  @Test func `the key 1 has the generator's address`() throws {
    let key = try Secp256k1PrivateKey(bytes: Self.one)
    #expect(key.address.description == "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")
  }

  @Test(arguments: [
    (Bytes32.zero.bytes, PrivateKeyError.outOfRange),
    (order.bytes, .outOfRange),
    ([UInt8](repeating: 0xff, count: 32), .outOfRange),
    ([], .wrongLength(expectedBytes: 32, actualBytes: 0)),
    ([UInt8](repeating: 1, count: 31), .wrongLength(expectedBytes: 32, actualBytes: 31)),
    ([UInt8](repeating: 1, count: 33), .wrongLength(expectedBytes: 32, actualBytes: 33)),
  ])
  func `what is not a scalar of 32 bytes is no private key, on either curve`(
    _ bytes: [UInt8], _ error: PrivateKeyError
  ) {
    #expect(throws: error) { try Secp256k1PrivateKey(bytes: bytes) }
    // P-256 has a smaller order: what is out of range for secp256k1 is out of range there too.
    #expect(throws: error) { try P256PrivateKey(bytes: bytes) }
  }

  @Test func `the order minus one is a private key`() throws {
    var bytes = order.bytes
    bytes[31] -= 1
    #expect(throws: Never.self) { try Secp256k1PrivateKey(bytes: bytes) }
  }

  @Test func `new keys differ`() {
    #expect(Secp256k1PrivateKey() != Secp256k1PrivateKey())
    #expect(SessionKey().address != SessionKey().address)
  }

  @Test func `keys are equal exactly when their bytes are`() throws {
    var other = Self.one
    other[0] = 1
    let key = try Secp256k1PrivateKey(bytes: Self.one)
    #expect(try key == Secp256k1PrivateKey(bytes: Self.one))
    #expect(try key != Secp256k1PrivateKey(bytes: other))
  }

  @Test func `the bytes are gone from memory when the last copy of a key goes`() throws {
    let seen = Mutex<[[UInt8]]>([])
    do {
      let secret = SecretBytes { wiped in
        seen.withLock { $0.append(wiped.indices.map { wiped[$0] }) }
      } _: { memory in
        for index in memory.indices { memory[index] = 0x5a }
      }
      let before = secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
      #expect(before == [UInt8](repeating: 0x5a, count: 32))
      let key = try #require(Secp256k1PrivateKey(secret))
      let copy = key
      _ = try copy.sign(.zero)
      #expect(seen.withLock { $0.isEmpty })
    }
    #expect(seen.withLock { $0 } == [[UInt8](repeating: 0, count: 32)])
  }

  @Test func `taking a key from an array wipes the array, also when it is refused`() throws {
    var good = Self.one
    _ = try Secp256k1PrivateKey(wiping: &good)
    #expect(good == [UInt8](repeating: 0, count: 32))
    var bad = [UInt8](repeating: 0xff, count: 32)
    #expect(throws: PrivateKeyError.outOfRange) { try Secp256k1PrivateKey(wiping: &bad) }
    #expect(bad == [UInt8](repeating: 0, count: 32))
  }

  @Test func `nothing that prints a key prints its bytes`() throws {
    let bytes = [UInt8](repeating: 0xa7, count: 32)
    let secp256k1 = try Secp256k1PrivateKey(bytes: bytes)
    let p256 = try P256PrivateKey(bytes: bytes)
    let values: [Any] = [
      secp256k1, p256, SessionKey(secp256k1), SessionKey(p256), LocalWallet(secp256k1), [secp256k1],
      Optional(p256) as Any,
    ]
    for value in values {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), String(describing: value), dumped] {
        let text = text.lowercased()
        #expect(!text.contains("a7a7"))
        #expect(!text.contains("167, 167"))
      }
    }
  }
}
