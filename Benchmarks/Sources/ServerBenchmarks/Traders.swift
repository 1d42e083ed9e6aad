import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import NIOCore
import PerpsProtocol
import SessionKeys
import Signing

/// A wallet with a session key, and the requests that they sign beforehand.
struct BenchmarkTrader: Sendable {
  let session: Session
  let wallet: LocalWallet

  static func make(on exchange: Exchange) async throws -> BenchmarkTrader {
    let wallet = LocalWallet(Secp256k1PrivateKey())
    _ = try await exchange.deposit(Pips("10000000.00000000"), authorizedBy: wallet)
    return BenchmarkTrader(
      session: try await exchange.startSession(authorizedBy: wallet, permitting: .trade(in: ["ETH-USD"])),
      wallet: wallet)
  }

  /// A limit order that rests, under a name of the trader's own.
  func order(_ name: Int) throws -> SignedRequest {
    let order = try Order(
      nonce: session.exchange.nonce(), wallet: wallet.address, sessionKey: session.key.address,
      market: try MarketSymbol("ETH-USD"), side: .buy, quantity: try Pips("0.01000000"),
      terms: .limit(price: try Pips("1900.00000000")), clientOrderID: try ClientOrderID("\(name)"))
    return try signed(.order(order))
  }

  func cancellation(of name: Int) throws -> SignedRequest {
    let cancellation = OrderCancellationByOrderID(
      nonce: session.exchange.nonce(), wallet: wallet.address, sessionKey: session.key.address,
      orderIDs: [.client(try ClientOrderID("\(name)"))])
    guard let cancellation else { preconditionFailure("one order can be cancelled") }
    return try signed(.cancelByOrderID(cancellation))
  }

  private func signed(_ action: TradingAction) throws -> SignedRequest {
    SignedRequest(action: .trade(action), signature: try session.key.sign(action, in: session.exchange.domain))
  }

  /// A new key's authorisation, and its revocation by the wallet.
  func authorizationAndRevocation() throws -> (SignedRequest, SignedRequest) {
    let exchange = session.exchange
    let (key, nonce) = (SessionKey(), exchange.nonce())
    let authorization = try SessionKeyAuthorization(
      nonce: nonce, wallet: wallet.address, sessionKey: key.address, scope: .unlimited,
      expiresAt: nonce.time.timestamp.adding(milliseconds: 3_600_000))
    let enrollment = SessionKeyEnrollment(
      authorization: authorization, consent: try key.consent(to: authorization, in: exchange.domain), publicKey: nil)
    let revocation = SessionKeyRevocation(
      nonce: exchange.nonce(), wallet: wallet.address, sessionKey: key.address, openOrders: .keep)
    return (
      SignedRequest(
        action: .authorizeSessionKey(enrollment),
        signature: .secp256k1(try wallet.sign(authorization, in: exchange.domain))),
      SignedRequest(
        action: .revokeSessionKey(revocation),
        signature: .secp256k1(try wallet.sign(revocation, in: exchange.domain)))
    )
  }
}

extension SignedRequest {
  /// As it is written to a connection over HTTP.
  func http() throws -> ByteBuffer {
    let (endpoint, body) = try SignedRequestBody.encode(self)
    var buffer = ByteBuffer()
    buffer.writeString("\(endpoint.rawValue) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n")
    buffer.writeString("Content-Length: \(body.count)\r\n\r\n")
    buffer.writeBytes(body)
    return buffer
  }

  /// As it is written to a connection over a WebSocket: a masked text frame whose mask is zero.
  func frame(cid: Int) throws -> ByteBuffer {
    let (endpoint, body) = try SignedRequestBody.encode(self)
    let text =
      #"{"method":"request","cid":"\#(cid)","path":"\#(endpoint.rawValue)","body":"#
      + String(decoding: body, as: UTF8.self) + "}"
    var buffer = ByteBuffer()
    buffer.writeInteger(UInt8(0x81))
    buffer.writeInteger(UInt8(0x80 | 126))
    buffer.writeInteger(UInt16(text.utf8.count))
    buffer.writeInteger(UInt32(0))
    buffer.writeString(text)
    return buffer
  }
}
