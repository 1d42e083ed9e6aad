import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@testable import Ledger

@Suite("The cache of records")
struct RecordCacheTests {
  @Test("what is asked for stays, what nobody asks for goes, and there are never more than the maximum")
  func generations() throws {
    var cache = RecordCache(countMaximum: 8)
    let hot = try record(0)
    _ = cache.keep(hot)
    for index in 1..<100 {
      _ = cache.keep(try record(index))
      #expect(cache.record(of: hot.address) == hot)
      #expect(cache.count <= 8)
    }
    #expect(cache.record(of: try record(1).address) == nil)
    #expect(cache.record(of: try record(99).address) == (try record(99)))
  }

  private func record(_ index: Int) throws -> SessionKeyRecord {
    let address = Address(lastBytesOf: Bytes32(bigEndian: 0, 0, 0, UInt64(index) + 1))
    let nonce = Nonce(time: NonceTime(TestClock().now), clockSequence: 0, node: 0)
    return SessionKeyRecord(
      address: address, wallet: .zero, publicKey: nil, scope: .unlimited, authorizationNonce: nonce,
      expiresAt: TestClock().now, name: nil)
  }
}
