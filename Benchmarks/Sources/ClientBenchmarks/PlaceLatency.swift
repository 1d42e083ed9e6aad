import EthereumPrimitives
import ExchangeAPI
import ExchangeClient
import Figures
import Foundation
import PerpsProtocol
import ServedExchange
import SessionKeys
import Signing

/// How long `place` takes, its signature included, while orders are sent at a steady rate.
///
/// An order's time begins when it should have been sent: a client that is held up makes the figures worse, not better.
struct PlaceLatency {
  let exchange: Exchange

  /// As many as keep every wallet under its limit of open orders.
  private static let traderCount = 16

  /// The latencies in seconds, from the shortest to the longest.
  func run(count: Int, perSecond: Int) async throws -> [Double] {
    let sessions = try await sessions()
    let draft = try OrderDraft.limit(.buy, "0.01000000", of: "ETH-USD", at: "1900.00000000")
    // Connections are opened, and what is made once is made, before anything is measured.
    try await send(256, perSecond: perSecond, sessions, draft)
    let latencies = try await send(count, perSecond: perSecond, sessions, draft)
    for session in sessions { _ = try await session.end() }
    return latencies.sorted()
  }

  private func sessions() async throws -> [Session] {
    try await Publisher.publish(on: exchange)
    var sessions: [Session] = []
    for _ in 0..<Self.traderCount {
      let wallet = LocalWallet(Secp256k1PrivateKey())
      _ = try await exchange.deposit(Pips("1000000.00000000"), authorizedBy: wallet)
      sessions.append(try await exchange.startSession(authorizedBy: wallet, permitting: .trade(in: ["ETH-USD"])))
    }
    return sessions
  }

  @discardableResult
  private func send(
    _ count: Int, perSecond: Int, _ sessions: [Session], _ draft: OrderDraft
  ) async throws -> [Double] {
    let begin = ContinuousClock.now + .milliseconds(10)
    return try await withThrowingTaskGroup(of: Double.self) { group in
      for index in 0..<count {
        let due = begin + .seconds(Double(index) / Double(perSecond))
        try await Task.sleep(until: due, tolerance: .zero, clock: .continuous)
        let session = sessions[index % sessions.count]
        group.addTask {
          _ = try await session.place(draft)
          return (ContinuousClock.now - due).seconds
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
