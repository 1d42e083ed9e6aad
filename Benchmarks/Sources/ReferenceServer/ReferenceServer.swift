import Foundation
import Hummingbird
import Logging

/// The server's framework alone: reads the same requests, decodes the same body, and answers with a constant.
///
/// Argument: the port to listen on, on loopback.
@main
struct ReferenceServer {
  struct Body: Decodable {
    struct Parameters: Decodable {
      let nonce: String
      let wallet: String
      let market: String
      let type: String
      let side: String
      let quantity: String
      let price: String
      let timeInForce: String?
      let selfTradePrevention: String?
      let clientOrderId: String?
      let delegatedKey: String
    }
    let parameters: Parameters
    let signature: String
  }

  /// As long as the answer to an order.
  static let answer = ByteBuffer(
    string: #"{"clientOrderId":"0000000000000000","cumulativeQuoteQuantity":"0.00000000","delegatedKey":"#
      + #""0x0000000000000000000000000000000000000000","executedQuantity":"0.00000000","market":"ETH-USD","#
      + #""orderId":"1","originalQuantity":"0.01000000","price":"1900.00000000","reduceOnly":false,"#
      + #""selfTradePrevention":"dc","side":"buy","status":"open","time":1800000000000,"timeInForce":"gtc","#
      + #""type":"limit","wallet":"0x0000000000000000000000000000000000000000"}"#)

  static func main() async throws {
    let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 0
    let router = Router()
    router.post("/v1/orders") { request, context in
      let body = try await request.decode(as: Body.self, context: context)
      guard !body.signature.isEmpty else { throw HTTPError(.badRequest) }
      return Response(
        status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: answer))
    }
    var application = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in
        print(channel.localAddress?.port ?? 0)
        fflush(nil)
      })
    application.logger.logLevel = .error
    try await application.runService()
  }
}
