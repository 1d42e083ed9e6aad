import EthereumPrimitives
import PerpsProtocol
import Testing
import TypedData

@testable import Signing

@Suite struct SignatureTests {
  /// RFC 6979's nonce for secp256k1 and SHA-256 digests: vectors that Bitcoin's libraries share (key, message, r ‖ s).
  @Test(arguments: [
    (
      "0x0000000000000000000000000000000000000000000000000000000000000001",
      // SHA-256 of "Satoshi Nakamoto"
      "0xa0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e",
      "0x934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
        + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"
    )
  ])
  func `signatures have the nonce of RFC 6979`(_ key: String, _ digest: String, _ expected: String) throws {
    let key = try Secp256k1PrivateKey(bytes: Hex.decode(key))
    #expect(try Hex.encode(key.sign(Bytes32(hex: digest)).scalars.raw) == expected)
  }

  @Test func `every signature has a low s, a v of 27 or 28, and verifies`() throws {
    let verifier = ECDSAVerifier()
    var recoveryIDs: Set<UInt8> = []
    for index in UInt8(1)...100 {
      let digest = Keccak256.hash([index])
      let key = try Secp256k1PrivateKey(bytes: Keccak256.hash([index, index]).bytes)
      let signature = try key.sign(digest)
      #expect(signature.scalars.s <= Curve.secp256k1.halfOrder)
      #expect(try RecoverableSignature(signature.bytes) == signature)
      #expect(verifier.recoverPublicKey(from: signature, over: digest) == key.publicKey)
      recoveryIDs.insert(signature.bytes[64])
    }
    #expect(recoveryIDs == [27, 28])
  }

  @Test func `P-256 signatures are over SHA-256 of the digest, have a low s, and verify`() throws {
    let verifier = ECDSAVerifier()
    for index in UInt8(1)...40 {
      let digest = Keccak256.hash([index])
      let key = try P256PrivateKey(bytes: Keccak256.hash([index, index]).bytes)
      let signature = try key.sign(digest)
      #expect(signature.s <= Curve.p256.halfOrder)
      #expect(try ECDSASignature(curve: .p256, raw: signature.raw) == signature)
      #expect(verifier.isValid(signature, over: digest, by: key.publicKey))
      #expect(!verifier.isValid(signature, over: Keccak256.hash([index, 0]), by: key.publicKey))
    }
  }

  @Test func `a high s of one's own is replaced by its low twin, and a stranger's is refused`() throws {
    let key = try P256PrivateKey(bytes: [UInt8](repeating: 7, count: 32))
    let low = try key.sign(.zero)
    var high = low.raw
    let twin = subtract(low.s.bytes, from: Curve.p256.order.bytes)
    high.replaceSubrange(32..., with: twin)
    #expect(throws: SignatureError.highS) { try ECDSASignature(curve: .p256, raw: high) }
    #expect(try ECDSASignature(curve: .p256, normalizingOwn: high) == low)
    #expect(try ECDSASignature(curve: .p256, normalizingOwn: low.raw) == low)
  }

  @Test func `a session key signs only what names it`() throws {
    let (key, other) = (SessionKey(), SessionKey())
    let domain = Domain.katanaPerps(.sandbox, chainID: 1, contract: .zero)
    var nonces = NonceSequence()
    let time = NonceTime(Timestamp.maximum)
    let byOther = OrderCancellationByWallet(nonce: nonces.next(now: time), wallet: .zero, sessionKey: other.address)
    let byWallet = OrderCancellationByWallet(nonce: nonces.next(now: time), wallet: .zero, sessionKey: nil)
    let byKey = OrderCancellationByWallet(nonce: nonces.next(now: time), wallet: .zero, sessionKey: key.address)
    #expect(throws: SigningError.namesAnotherKey) { try key.sign(.cancelByWallet(byOther), in: domain) }
    #expect(throws: SigningError.namesAnotherKey) { try key.sign(.cancelByWallet(byWallet), in: domain) }
    #expect(throws: Never.self) { try key.sign(.cancelByWallet(byKey), in: domain) }
    let revocation = SessionKeyRevocation(
      nonce: nonces.next(now: time), wallet: .zero, sessionKey: other.address, openOrders: .keep)
    #expect(throws: SigningError.namesAnotherKey) { try key.sign(revocation, in: domain) }
  }
}

/// `minuend − subtrahend` on big-endian bytes, digit by digit: a second route, for checking.
private func subtract(_ subtrahend: [UInt8], from minuend: [UInt8]) -> [UInt8] {
  var result = minuend
  var borrow = 0
  for index in minuend.indices.reversed() {
    let difference = Int(minuend[index]) - Int(subtrahend[index]) - borrow
    borrow = difference < 0 ? 1 : 0
    result[index] = UInt8(difference + borrow * 256)
  }
  return result
}
