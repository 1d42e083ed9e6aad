import ExchangeAPI
import Foundation
import Testing
import TypedData

@testable import EthereumPrimitives
@testable import SessionKeyCommands

@Suite("What is wrong is refused")
struct RefusalTests {
  static let wallet = "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A"

  /// The body of a good order, with one thing replaced.
  private func body(replacing old: String, with new: String) throws -> [UInt8] {
    let good = String(
      decoding: try TestRequest.body(
        .placeOrder, TestRequest.order(wallet: try TestKey.wallet.address), signedBy: .wallet),
      as: UTF8.self)
    let changed = good.replacing(old, with: new)
    #expect(changed != good, "nothing was replaced")
    return Array(changed.utf8)
  }

  private func refusal(of body: [UInt8]) throws -> RequestBodyError {
    try #require(throws: RequestBodyError.self) { try SignedRequestBody(body, of: .placeOrder) }
  }

  @Test("the test's wallet is the one that its key has")
  func walletIsKnown() throws {
    #expect(try TestKey.wallet.address.description == Self.wallet)
  }

  @Test(
    "a body is refused",
    arguments: [
      (#""side":"buy""#, #""side":"buy","sides":"buy""#, "INVALID_PARAMETER", "no member sides"),
      (#"{"parameters""#, #"{"extra":1,"parameters""#, "INVALID_PARAMETER", "no member extra"),
      (wallet, wallet.replacing("E7E3", with: "e7E3"), "INVALID_PARAMETER", "checksum"),
      (#""1.00000000""#, #""1.0000000""#, "INVALID_PARAMETER", "eight digits"),
      (#""1.00000000""#, #"1.00000000"#, "INVALID_PARAMETER", "wrong JSON type"),
      (#""side":"buy","#, "", "REQUIRED_PARAMETER", "side"),
      (#""side":"buy""#, #""side":"buy","side":"sell""#, "BAD_REQUEST", "named twice"),
      (#"}"#, "", "BAD_REQUEST", "not JSON"),
    ])
  func bodyIsRefused(old: String, new: String, code: String, message: String) throws {
    let error = try refusal(of: try body(replacing: old, with: new))
    #expect(error.code == code)
    #expect(error.description.contains(message))
  }

  private func refusal(ofSignature change: (String) throws -> String) throws -> RequestBodyError {
    let good = try TestRequest.body(
      .placeOrder, TestRequest.order(wallet: try TestKey.wallet.address), signedBy: .wallet)
    let signature = try #require(StrictJSON.tree(good).member("signature")).text
    return try refusal(of: try body(replacing: signature, with: change(signature)))
  }

  @Test("a signature with the high s is refused")
  func highSIsRefused() throws {
    let error = try refusal { text in
      let good = try RecoverableSignature(Hex.decode(text, byteCount: 65))
      let highS = Curve.secp256k1.order.subtracting(good.scalars.s)
      return Hex.encode(good.scalars.r.bytes + highS.bytes + [27 + (1 - good.recoveryID)])
    }
    #expect(error.code == "INVALID_PARAMETER")
    #expect(error.description.contains("over half"))
  }

  @Test("a signature with v of 0, 1 or 29 is refused", arguments: ["00", "01", "1d"])
  func wrongVIsRefused(v: String) throws {
    #expect(try refusal { $0.dropLast(2) + v }.description.contains("must be 27 or 28"))
  }

  @Test("a signature of 63, 66 or 70 bytes is refused", arguments: [63, 66, 70])
  func wrongLengthIsRefused(byteCount: Int) throws {
    let der = [0x30, 0x44, 0x02, 0x20] + [UInt8](repeating: 0x01, count: byteCount - 4)
    #expect(try refusal { _ in Hex.encode(der) }.description.contains("signature: "))
  }

  @Test("DER that happens to have 64 bytes is no P-256 signature with a low s")
  func derOf64BytesIsRefused() throws {
    let der =
      [0x30, 0x3e, 0x02, 0x1d] + [UInt8](repeating: 0x7f, count: 28) + [0xf0] + [UInt8](repeating: 1, count: 31)
    #expect(try refusal { _ in Hex.encode(der) }.description.contains("over half"))
  }

  @Test("parameters with a number that cannot be passed on exactly are refused, and the place is said")
  func inexactNumberIsRefused() throws {
    let failure = try #require(throws: CommandFailure.self) {
      try RequestToSign(
        document: Array(#"{"parameters":{"nonce":"a","quantity":0.1}}"#.utf8), of: .placeOrder, in: TestRequest.domain)
    }
    #expect(failure.description.hasPrefix("quantity is a number"))
    #expect(failure.exitStatus == .badInput)
  }

  @Test("a whole body in place of parameters is refused")
  func bodyInPlaceOfParameters() throws {
    let body = try TestRequest.body(
      .placeOrder, TestRequest.order(wallet: try TestKey.wallet.address), signedBy: .wallet)
    let failure = try #require(throws: CommandFailure.self) {
      try RequestToSign(document: body, of: .placeOrder, in: TestRequest.domain)
    }
    #expect(failure.code == "INVALID_PARAMETER")
  }

  @Test("typed data with an undeclared member, and what is no JSON, are refused")
  func typedDataIsRefused() throws {
    let undeclared = #"{"types":{"A":[]},"primaryType":"A","domain":{},"message":{"x":1}}"#
    #expect(
      try #require(throws: CommandFailure.self) { try TypedDataHashes(document: Array(undeclared.utf8)) }.code
        == "INVALID_TYPED_DATA")
    #expect(
      try #require(throws: CommandFailure.self) { try TypedDataHashes(document: Array("{".utf8)) }.code == "BAD_REQUEST"
    )
  }

  @Test("typed data whose primary type is the domain has the domain's hash alone")
  func domainAlone() throws {
    let document = #"{"types":{},"primaryType":"EIP712Domain","domain":{"chainId":1},"message":{}}"#
    let hashes = try TypedDataHashes(document: Array(document.utf8))
    #expect(hashes.encodeType == "EIP712Domain(uint256 chainId)")
    #expect(hashes.structHash == hashes.domainSeparator)
    #expect(
      try hashes.digest
        == Keccak256.hash([0x19, 0x01] + Bytes32(hex: hashes.domainSeparator).bytes).description)
  }
}
