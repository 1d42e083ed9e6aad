import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@Suite("Amounts as they are written")
struct WrittenAmountTests {
  private static func exchange(_ request: ArrivedRequest) -> Reaction {
    switch request.call {
    case "GET /v1/gasFees": .answer(200, #"{"withdrawal":{"katana.katana":"0.10000000"}}"#)
    default: .answer(404, Scene.error("ENDPOINT_NOT_FOUND"))
    }
  }

  private func action(_ scene: Scene, _ call: SignedEndpoint) throws -> RequestedAction {
    let request = try #require(scene.server.requests(of: call.rawValue).last)
    return try SignedRequestBody(request.body, of: call).request().action
  }

  @Test("what is signed is what was written")
  func written() async throws {
    let scene = try await Scene(answering: Self.exchange)
    let (exchange, wallet) = (scene.exchange, Scene.wallet)
    _ = await thrown { () async throws(ExchangeError) in try await exchange.deposit("1.00000001", authorizedBy: wallet)
    }
    _ = await thrown { () async throws(ExchangeError) in try await exchange.withdraw("2.00000000", authorizedBy: wallet)
    }
    _ = await thrown { () async throws(ExchangeError) in
      try await exchange.transfer("3.00000000", to: wallet.address, authorizedBy: wallet)
    }
    guard case .deposit(let deposit) = try action(scene, .deposit),
      case .withdraw(let withdrawal) = try action(scene, .withdraw),
      case .transfer(let transfer) = try action(scene, .transfer)
    else {
      Issue.record("another call was made")
      return
    }
    #expect(deposit.quantity.description == "1.00000001")
    #expect(withdrawal.quantity.description == "2.00000000")
    #expect(withdrawal.maximumGasFee.description == "0.10000000")
    #expect(transfer.quantity.description == "3.00000000" && transfer.destinationWallet == wallet.address)
  }

  @Test("a text that is no such decimal is refused, and nothing is sent", arguments: ["100", "-1.00000000", "1.0", ""])
  func refused(text: String) async throws {
    let scene = try await Scene(answering: Self.exchange)
    let (exchange, wallet) = (scene.exchange, Scene.wallet)
    let before = scene.server.requests.count
    let errors = [
      await thrown { () async throws(ExchangeError) in try await exchange.deposit(text, authorizedBy: wallet) },
      await thrown { () async throws(ExchangeError) in try await exchange.withdraw(text, authorizedBy: wallet) },
      await thrown { () async throws(ExchangeError) in
        try await exchange.transfer(text, to: wallet.address, authorizedBy: wallet)
      },
    ]
    for error in errors {
      guard case .invalid(let reason) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(reason.hasPrefix("quantity: "))
    }
    #expect(scene.server.requests.count == before)
  }
}
