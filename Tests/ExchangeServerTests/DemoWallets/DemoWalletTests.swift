import EthereumPrimitives
import ExchangeAPI
import Foundation
import HTTPTypes
import PerpsProtocol
import SessionKeys
import Signing
import Testing
import TypedData

@testable import ExchangeServer

@Suite("Demo wallets sign for their own exchange, and only where a sandbox offers them")
struct DemoWalletTests {
  private static let id = String(repeating: "0a", count: 16)

  @Test("a demo wallet deposits, like any other")
  func deposits() async throws {
    try await offering { exchange in
      let wallet = try await wallet(of: Self.id, exchange)
      let deposit = Deposit(nonce: exchange.nonce(), wallet: wallet, quantity: try Pips("100.00000000"))
      let signature = try await sign(deposit.json(in: TestExchange.domain), exchange)
      let answer = try await exchange.send(
        SignedRequest(action: .deposit(deposit), signature: .secp256k1(try RecoverableSignature(signature))))
      #expect(answer.status == 200, "\(answer.text)")
    }
  }

  @Test("an id is the same wallet each time, another id another, and another server's another")
  func walletsAreStable() async throws {
    let other = String(repeating: "0b", count: 16)
    let here = Box<[Address]>([])
    try await offering { exchange in
      let wallet = try await wallet(of: Self.id, exchange)
      let (again, others) = (try await self.wallet(of: Self.id, exchange), try await self.wallet(of: other, exchange))
      #expect(again == wallet && others != wallet)
      here.value.append(wallet)
    }
    let key = try #require(ServerKey(bytes: [UInt8](repeating: 8, count: 32)))
    let id = try #require(DemoWalletID(Self.id))
    let elsewhere = try DemoWallets(serverKey: key, domain: TestExchange.domain).wallet(of: id)
    #expect(elsewhere.address != here.value.first)
  }

  @Test("what is for another domain, or is a domain alone, is not signed")
  func otherDomains() async throws {
    try await offering { exchange in
      let deposit = Deposit(
        nonce: exchange.nonce(), wallet: try await wallet(of: Self.id, exchange), quantity: try Pips("1.00000000"))
      let real = deposit.json(
        in: .katanaPerps(.production, chainID: TestExchange.domain.chainID, contract: .zero))
      let alone =
        #"{"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},"#
        + #"{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}]},"#
        + #""primaryType":"EIP712Domain","domain":{"name":"KatanaPerps","version":"2.0.0-sandbox","chainId":747474,"#
        + #""verifyingContract":"\#(Address.zero)"},"message":{}}"#
      for document in [real, alone] {
        let answer = try await ask(document, exchange)
        #expect(answer.status == 400 && answer.text.contains("another domain"), "\(answer.text)")
      }
    }
  }

  @Test(
    "what is no id or no document is refused with the reason",
    arguments: [
      (#"{"id":"0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A","typedData":"{}"}"#, "INVALID_PARAMETER"),
      (#"{"id":"0a0a","typedData":"{}"}"#, "INVALID_PARAMETER"), (#"{"typedData":"{}"}"#, "REQUIRED_PARAMETER"),
      (#"{"id":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"}"#, "REQUIRED_PARAMETER"),
      (#"{"id":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","typedData":"{"}"#, "INVALID_PARAMETER"),
      (#"{"id":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","typedData":{}}"#, "INVALID_PARAMETER"),
      (#"{"id":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","typedData":"{}","x":1}"#, "INVALID_PARAMETER"),
    ])
  func malformed(body: String, code: String) async throws {
    try await offering { exchange in
      let answer = try await exchange.execute(.post, DemoWalletRoutes.signingPath, body: Array(body.utf8))
      #expect(answer.status == 400 && answer.code == code, "\(answer.text)")
      #expect(!answer.text.contains(Self.id))
    }
  }

  @Test("a page of another origin has no demo wallet, whatever it asks")
  func otherOrigins() async throws {
    try await offering { exchange in
      for path in [DemoWalletRoutes.path, DemoWalletRoutes.signingPath] {
        let answer = try await exchange.execute(
          .post, path, headers: [.origin: "https://other.example"], body: Array(#"{"id":"\#(Self.id)"}"#.utf8))
        #expect(answer.status == 400 && answer.text.contains("own page"))
      }
    }
  }

  @Test("a server that does not offer them, or is no sandbox, has no such calls")
  func notOffered() async throws {
    for (isSandbox, offers) in [(true, false), (false, true)] {
      try await TestExchange.run(change: {
        $0.isSandbox = isSandbox
        $0.offersDemoWallets = offers
      }) { exchange in
        for path in [DemoWalletRoutes.path, DemoWalletRoutes.signingPath] {
          let answer = try await exchange.execute(.post, path, body: [])
          #expect(answer.code == "ENDPOINT_NOT_FOUND")
        }
      }
    }
  }

  @Test("an id is told by no description")
  func idIsSecret() throws {
    let id = try #require(DemoWalletID(Self.id))
    #expect(!"\(id) \(String(reflecting: id)) \(Mirror(reflecting: id).children.count)".contains("0a0a"))
  }

  private func offering(_ body: @escaping @Sendable (TestExchange) async throws -> Void) async throws {
    try await TestExchange.run(change: { $0.offersDemoWallets = true }, body)
  }

  private func wallet(of id: String, _ exchange: TestExchange) async throws -> Address {
    let answer = try await exchange.execute(.post, DemoWalletRoutes.path, body: Array(#"{"id":"\#(id)"}"#.utf8))
    return try Address(try #require(try answer.value([String: String].self)["wallet"]))
  }

  private func ask(_ document: String, _ exchange: TestExchange) async throws -> TestAnswer {
    let body = try JSONEncoder().encode(["id": Self.id, "typedData": document])
    return try await exchange.execute(.post, DemoWalletRoutes.signingPath, body: [UInt8](body))
  }

  private func sign(_ document: String, _ exchange: TestExchange) async throws -> [UInt8] {
    let answer = try await ask(document, exchange)
    return try Hex.decode(try #require(try answer.value([String: String].self)["signature"]), byteCount: 65)
  }
}
