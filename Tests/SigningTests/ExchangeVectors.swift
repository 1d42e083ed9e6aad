import EthereumPrimitives
import Foundation
import Testing

@testable import Signing

/// Signatures that the exchange's own SDK made; see Vectors/README.md.
struct ExchangeVector: Decodable, Sendable, CustomTestStringConvertible {
  let kind: String
  let digest: String
  let privateKey: String
  let signer: String
  let signature: String

  var testDescription: String { "\(kind) \(digest.prefix(10))" }

  static let all: [ExchangeVector] = {
    struct File: Decodable { let vectors: [ExchangeVector] }
    guard let url = Bundle.module.url(forResource: "katana-typed-data", withExtension: "json", subdirectory: "Vectors"),
      let data = try? Data(contentsOf: url), let file = try? JSONDecoder().decode(File.self, from: data)
    else { return [] }
    return file.vectors
  }()
}

@Suite struct ExchangeVectorTests {
  @Test func `the file has all its vectors`() { #expect(ExchangeVector.all.count == 36) }

  @Test(arguments: ExchangeVector.all)
  func `signing gives the signature of the exchange's SDK, byte for byte`(_ vector: ExchangeVector) throws {
    let key = try Secp256k1PrivateKey(bytes: Hex.decode(vector.privateKey))
    #expect(key.address.description == vector.signer)
    #expect(try key.sign(Bytes32(hex: vector.digest)).description == vector.signature)
  }

  @Test(arguments: ExchangeVector.all)
  func `recovery finds the signer and verification accepts the key`(_ vector: ExchangeVector) throws {
    let digest = try Bytes32(hex: vector.digest)
    let signature = try RecoverableSignature(Hex.decode(vector.signature))
    let verifier = ECDSAVerifier()
    let key = try #require(verifier.recoverPublicKey(from: signature, over: digest))
    #expect(key.address.description == vector.signer)
    #expect(verifier.isValid(signature.scalars, over: digest, by: key))
    #expect(!verifier.isValid(signature.scalars, over: Keccak256.hash(digest.bytes), by: key))
  }
}
