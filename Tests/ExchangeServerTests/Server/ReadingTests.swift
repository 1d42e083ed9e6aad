import EthereumPrimitives
import ExchangeAPI
import HTTPTypes
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@testable import ExchangeServer

@Suite("Private data is read with the right pair only")
struct ReadingTests {
  private func query(_ wallet: Address) -> ReadQuery {
    var query = ReadQuery()
    query.wallet = wallet
    return query
  }

  @Test("without a pair, with half of one, or with a wrong signature nothing is read")
  func signatureIsNeeded() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let credentials = try await trader.begin(exchange)
      var query = query(trader.wallet.address)
      query.nonce = exchange.nonce()
      let (path, signature) = ("/v1/orders?" + query.text, credentials.signature(over: Array(query.text.utf8)))
      let cases: [(HTTPFields, String)] = [
        ([:], "REQUIRED_API_KEY"),
        ([.hmacSignature: signature], "REQUIRED_API_KEY"),
        ([.apiKey: credentials.key], "REQUIRED_HMAC_SIGNATURE"),
        ([.apiKey: "session-00", .hmacSignature: signature], "INVALID_API_KEY"),
        ([.apiKey: credentials.key, .hmacSignature: ""], "INVALID_HMAC_SIGNATURE"),
        ([.apiKey: credentials.key, .hmacSignature: "0" + signature.dropFirst()], "INVALID_HMAC_SIGNATURE"),
      ]
      for (headers, code) in cases where signature.first != "0" || headers[.hmacSignature]?.first != "0" {
        let answer = try await exchange.execute(.get, path, headers: headers)
        #expect(answer.status == 401 && answer.code == code)
      }
      let right: HTTPFields = [.apiKey: credentials.key, .hmacSignature: signature]
      #expect(try await exchange.execute(.get, path, headers: right).status == 200)
      #expect(try await exchange.execute(.get, path + "&limit=1", headers: right).code == "INVALID_HMAC_SIGNATURE")
    }
  }

  @Test("a pair reads no other wallet, and a name that stands twice is refused")
  func pairIsOfOneWallet() async throws {
    try await TestExchange.run { exchange in
      let credentials = try await Trader(seed: 1).begin(exchange)
      let other = try await exchange.read(.orders, with: credentials, query(try Trader(seed: 2).wallet.address))
      #expect(other.status == 403 && other.code == "WALLET_NOT_ASSOCIATED")
      var headers: HTTPFields = [.apiKey: credentials.key, .hmacSignature: "00"]
      headers.append(HTTPField(name: .apiKey, value: credentials.key))
      #expect(try await exchange.execute(.get, "/v1/orders?x=1", headers: headers).code == "BAD_REQUEST")
    }
  }

  @Test("a pair dies when its key expires, at that millisecond")
  func pairExpires() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let credentials = try await trader.begin(exchange)
      let query = query(trader.wallet.address)
      exchange.pass(milliseconds: Timestamp.millisecondsPerDay - 1)
      #expect(try await exchange.read(.orders, with: credentials, query).status == 200)
      exchange.pass(milliseconds: 1)
      #expect(try await exchange.read(.orders, with: credentials, query).code == "INVALID_API_KEY")
    }
  }

  @Test("a query is read while its nonce is fresh: ten minutes back and ten seconds ahead, both inside")
  func nonceIsFresh() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let credentials = try await trader.begin(exchange)
      func code(_ milliseconds: UInt64) async throws -> String? {
        var query = query(trader.wallet.address)
        let time = Timestamp(milliseconds: milliseconds) ?? .maximum
        query.nonce = Nonce(time: NonceTime(time), clockSequence: 0, node: 1)
        return try await exchange.read(.orders, with: credentials, query).code
      }
      let now = exchange.now.milliseconds
      #expect(try await code(now - 600_000) == nil)
      #expect(try await code(now - 600_001) == "NONCE_OUTSIDE_WINDOW")
      #expect(try await code(now + 10_000) == nil)
      #expect(try await code(now + 10_001) == "NONCE_OUTSIDE_WINDOW")
    }
  }

  @Test("an account's pair reads a wallet from its association on")
  func accountReadsItsWallets() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let issuer = CredentialIssuer(
        serverKey: try #require(ServerKey(bytes: [UInt8](repeating: 7, count: 32))), domain: TestExchange.domain)
      let account = try #require(AccountID("00112233445566778899aabbccddeeff"))
      let credentials = try #require(issuer.credentials(of: .account(account)))
      let query = query(trader.wallet.address)
      #expect(try await exchange.read(.wallets, with: credentials, query).code == "WALLET_NOT_ASSOCIATED")
      let association = try trader.sign(
        .associateWallet(WalletAssociation(nonce: exchange.nonce(), wallet: trader.wallet.address)))
      let body = try SignedRequestBody.encode(association).body
      let headers: HTTPFields = [.apiKey: credentials.key, .hmacSignature: credentials.signature(over: body)]
      #expect(try await exchange.send(association, headers: headers).status == 200)
      #expect(try await exchange.read(.wallets, with: credentials, query).status == 200)
    }
  }

  @Test("who names no wallet is answered all that the pair reads, with their positions unless they are not wanted")
  func walletsOfAPair() async throws {
    try await TestExchange.run { exchange in
      let traders = [try Trader(seed: 1), try Trader(seed: 2)]
      let session = try await traders[0].begin(exchange)
      let issuer = CredentialIssuer(
        serverKey: try #require(ServerKey(bytes: [UInt8](repeating: 7, count: 32))), domain: TestExchange.domain)
      let id = try #require(AccountID("00112233445566778899aabbccddeeff"))
      let account = try #require(issuer.credentials(of: .account(id)))
      func wallets(_ credentials: APICredentials, _ query: ReadQuery = ReadQuery()) async throws -> [Address] {
        let answer: [WalletDetails] = try await exchange.read(.wallets, with: credentials, query).value()
        #expect(answer.allSatisfy { ($0.positions == nil) == (query.includePositions == false) })
        return answer.map(\.wallet)
      }
      #expect(try await wallets(account) == [])
      for trader in traders {
        let association = try trader.sign(
          .associateWallet(WalletAssociation(nonce: exchange.nonce(), wallet: trader.wallet.address)))
        let body = try SignedRequestBody.encode(association).body
        let headers: HTTPFields = [.apiKey: account.key, .hmacSignature: account.signature(over: body)]
        #expect(try await exchange.send(association, headers: headers).status == 200)
      }
      let all = traders.map(\.wallet.address)
      #expect(try await wallets(session) == [all[0]])
      #expect(try await wallets(account) == all)
      var query = ReadQuery()
      (query.wallet, query.wallets, query.includePositions) = (all[1], all, false)
      #expect(try await wallets(account, query) == [all[1], all[0]])
      let refused = try await exchange.read(.wallets, with: session, query)
      #expect(refused.status == 403 && refused.code == "WALLET_NOT_ASSOCIATED")
    }
  }

  @Test("of a book one level is answered, or with level 2 as many as are asked for")
  func levelsOfABook() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      _ = try await trader.begin(exchange)
      for price in 1_000..<1_052 {
        let order = try trader.order(exchange, .buy, "0.01000000", at: "\(price).00000000")
        #expect(try await exchange.send(order).status == 200)
      }
      for (query, count) in [
        ("", 1), ("&limit=9", 1), ("&level=1", 1), ("&level=2", 50), ("&level=2&limit=7", 7), ("&level=2&limit=0", 52),
        ("&level=2&limit=1000", 52),
      ] {
        let book: OrderBook = try await exchange.execute(.get, "/v1/orderbook?market=ETH-USD" + query).value()
        #expect(book.bids.count == count, "\(query)")
      }
    }
  }

  @Test("a signed call needs no pair, but one that comes with it must be right")
  func signedCallsTakeRightPairsOnly() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let credentials = try await trader.begin(exchange)
      let order = try trader.order(exchange)
      let wrong: HTTPFields = [.apiKey: credentials.key, .hmacSignature: credentials.signature(over: [1])]
      #expect(try await exchange.send(order, headers: wrong).code == "INVALID_HMAC_SIGNATURE")
      let body = try SignedRequestBody.encode(order).body
      let right: HTTPFields = [.apiKey: credentials.key, .hmacSignature: credentials.signature(over: body)]
      #expect(try await exchange.send(order, headers: right).status == 200)
    }
  }
}
