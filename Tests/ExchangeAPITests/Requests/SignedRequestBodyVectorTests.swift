import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import SessionKeys
import Signing
import Testing
import TypedData

@Suite("The exchange's own requests are read, hashed and signed as the exchange's client does")
struct SignedRequestBodyVectorTests {
  @Test("there are 36 of them, six of each kind")
  func vectorsAreComplete() throws {
    let counts = Dictionary(grouping: try ExchangeVectors.load(), by: \.endpoint).mapValues(\.count)
    #expect(
      counts == [
        .authorizeDelegatedKey: 6, .associateWallet: 6, .placeOrder: 6, .cancelOrders: 6, .withdraw: 6,
        .setInitialMarginFractionOverride: 6,
      ])
  }

  @Test("a body gives the type, the hashes and the signer", arguments: try ExchangeVectors.load())
  func bodyIsRead(vector: ExchangeVector) throws {
    let request = try SignedRequestBody(vector.body, of: vector.endpoint).request()
    let message = request.action.message
    #expect(type(of: message).encodedType == vector.encodeType)
    #expect(vector.domain.separator == vector.domainSeparator)
    #expect(message.structHash == vector.structHash)
    #expect(request.action.digest(in: vector.domain) == vector.digest)
    #expect(request.signature.bytes == vector.signature)
    guard case .secp256k1(let signature) = request.signature else {
      Issue.record("the signature is not recoverable")
      return
    }
    #expect(ECDSAVerifier().recoverPublicKey(from: signature, over: vector.digest)?.address == vector.signer)
  }

  @Test("the vector's key signs the parameters with the same bytes", arguments: try ExchangeVectors.load())
  func parametersAreSigned(vector: ExchangeVector) throws {
    let unsigned = try UnsignedRequest(parameters: vector.parameters, of: vector.endpoint)
    let wallet = LocalWallet(try Secp256k1PrivateKey(bytes: vector.privateKey))
    #expect(wallet.address == vector.signer)
    #expect(try wallet.sign(unsigned.action.message, in: vector.domain).bytes == vector.signature)
  }

  @Test("parameters without the wallet, which is not signed, give the same message but no request")
  func walletOfAuthorizationIsUnsigned() throws {
    for vector in try ExchangeVectors.load() where vector.endpoint == .authorizeDelegatedKey {
      let text = String(decoding: vector.parameters, as: UTF8.self)
      let without = text.replacing(try Regex(#","wallet":"0x[0-9A-Fa-f]{40}"|"wallet":"0x[0-9A-Fa-f]{40}","#), with: "")
      #expect(without.utf8.count < text.utf8.count)
      let unsigned = try UnsignedRequest(parameters: Array(without.utf8), of: .authorizeDelegatedKey)
      #expect(unsigned.action.digest(in: vector.domain) == vector.digest)
      let body = try SignedRequestBody(
        Array(#"{"parameters":\#(without),"signature":\#(BodyDraft.signature)}"#.utf8), of: .authorizeDelegatedKey)
      #expect(throws: RequestBodyError.self) { try body.request() }
    }
  }
}
