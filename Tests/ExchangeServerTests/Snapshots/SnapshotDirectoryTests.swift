import EthereumPrimitives
import Foundation
import KeyVault
import Ledger
import PerpsProtocol
import SandboxExchange
import SessionKeys
import Testing
import TypedData

@testable import ExchangeServer

@Suite("Snapshots on a disk save time, and nothing that is wrong with one is more than time lost")
struct SnapshotDirectoryTests {
  let directory = SnapshotFolder()
  let configuration: ExchangeConfiguration
  let snapshots: SnapshotDirectory

  init() throws {
    configuration = try ExchangeConfiguration(indexPricePublisher: .zero)
    snapshots = SnapshotDirectory(path: directory.path, domain: Self.domain(chainID: 1))
  }

  private static func domain(chainID: UInt64) -> Domain {
    Domain(name: "test", version: "1", chainID: chainID, verifyingContract: .zero)
  }

  /// An exchange with so many deposits.
  private func exchange(deposits count: UInt64) throws -> SandboxExchange {
    var exchange = SandboxExchange(configuration: configuration)
    for sequence in 1...count { _ = exchange.apply(try entry(sequence)) }
    return exchange
  }

  private func entry(_ sequence: UInt64) throws -> LedgerEntry {
    let time = try #require(Timestamp(milliseconds: 1_800_000_000_000 + sequence))
    let deposit = Deposit(
      nonce: Nonce(time: NonceTime(time), clockSequence: 0, node: sequence),
      wallet: Address(lastBytesOf: Bytes32(bigEndian: 0, 0, 0, 7)), quantity: .one)
    let signature = try RecoverableSignature(
      r: Bytes32(bigEndian: 0, 0, 0, sequence), s: Bytes32(bigEndian: 0, 0, 0, 1), recoveryID: 0)
    return LedgerEntry(
      sequence: sequence, request: SignedRequest(action: .deposit(deposit), signature: .secp256k1(signature)),
      actor: .wallet, judgement: Judgement(now: time, indexPrice: nil, orderValue: nil, valueUsedBefore: nil))
  }

  private func newest(
    upTo latest: UInt64 = 100, where isOfLedger: (SandboxExchange) -> Bool = { _ in true }
  ) async throws -> SnapshotSearch {
    try await snapshots.newest(under: configuration, upTo: latest, where: isOfLedger)
  }

  private var names: [String] { directory.names }

  @Test func `what was written is read again, and only the owner may read it`() async throws {
    let exchange = try exchange(deposits: 5)
    let count = try snapshots.write(exchange)
    let search = try await newest()
    #expect(search.exchange?.digest == exchange.digest)
    #expect(search.skipped.isEmpty)
    #expect(names == ["snapshot-5"])
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path + "/snapshot-5")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == count)
  }

  @Test func `without a directory there is no snapshot, and an empty exchange needs none`() async throws {
    let search = try await newest()
    #expect(search.exchange == nil)
    #expect(search.skipped.isEmpty)
    #expect(try snapshots.write(SandboxExchange(configuration: configuration)) == 0)
    #expect(!FileManager.default.fileExists(atPath: directory.path))
  }

  @Test func `the newest two are kept, and files of others are left alone`() async throws {
    for count in [3, 9, 10, 100] as [UInt64] { try snapshots.write(try exchange(deposits: count)) }
    #expect(names == ["snapshot-10", "snapshot-100"])
    try directory.write([1], as: ".new-snapshot-7")
    try directory.write([1], as: "snapshot-007")
    try directory.write([1], as: "notes")
    try snapshots.write(try exchange(deposits: 101))
    #expect(names == ["notes", "snapshot-007", "snapshot-100", "snapshot-101"])
    #expect(try await newest(upTo: 101).exchange?.sequence == 101)
  }

  @Test func `a snapshot of a later entry is of another past: it is passed over, and gone with the next`() async throws
  {
    try snapshots.write(try exchange(deposits: 8))
    try snapshots.write(try exchange(deposits: 20))
    let search = try await newest(upTo: 19)
    #expect(search.exchange?.sequence == 8)
    #expect(search.skipped == [SkippedSnapshot(sequence: 20, fault: .aheadOfLedger(latest: 19))])
    #expect(search.skipped[0].description == "the snapshot of entry 20 is not used: the ledger ends with entry 19")
    #expect(try await newest(upTo: 20).exchange?.sequence == 20)
    try snapshots.write(try exchange(deposits: 9))
    #expect(names == ["snapshot-8", "snapshot-9"])
  }

  @Test func `a ledger that has gone another way has its own snapshots`() async throws {
    try snapshots.write(try exchange(deposits: 8))
    try snapshots.write(try exchange(deposits: 9))
    let eighth = try entry(8)
    let search = try await newest { $0.hasLastApplied(eighth) }
    #expect(search.exchange?.sequence == 8)
    #expect(search.skipped == [SkippedSnapshot(sequence: 9, fault: .anotherLedger)])
  }

  @Test func `a damaged snapshot is passed over for the one before it`() async throws {
    try snapshots.write(try exchange(deposits: 8))
    try snapshots.write(try exchange(deposits: 9))
    var bytes = try directory.read("snapshot-9")
    bytes[bytes.count / 2] ^= 1
    try directory.write(bytes, as: "snapshot-9")
    #expect(try await newest().exchange?.sequence == 8)
    #expect(try await newest().skipped.map(\.fault) == [.damaged(.wrongChecksum)])
    try directory.write(Array(bytes.prefix(10)), as: "snapshot-9")
    #expect(try await newest().skipped.map(\.fault) == [.anotherDomain])
    try directory.write([], as: "snapshot-9")
    #expect(try await newest().exchange?.sequence == 8)
    try directory.write(try directory.read("snapshot-8"), as: "snapshot-9")
    #expect(try await newest().skipped.map(\.fault) == [.anotherSequence(8)])
  }

  @Test func `another domain and another configuration have other snapshots`() async throws {
    try snapshots.write(try exchange(deposits: 4))
    let elsewhere = SnapshotDirectory(path: directory.path, domain: Self.domain(chainID: 2))
    let foreign = try await elsewhere.newest(under: configuration, upTo: 10) { _ in true }
    #expect(foreign.exchange == nil)
    #expect(foreign.skipped.map(\.fault) == [.anotherDomain])
    let other = try ExchangeConfiguration(indexPricePublisher: .zero, withdrawalMinimum: .zero)
    let search = try await snapshots.newest(under: other, upTo: 10) { _ in true }
    #expect(search.skipped.map(\.fault) == [.damaged(.anotherConfiguration)])
  }

  @Test func `a link or a directory is not read as a snapshot`() async throws {
    try snapshots.write(try exchange(deposits: 4))
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/snapshot-5", withDestinationPath: directory.path + "/snapshot-4")
    try FileManager.default.createDirectory(
      atPath: directory.path + "/snapshot-6", withIntermediateDirectories: false)
    let search = try await newest()
    #expect(search.exchange?.sequence == 4)
    #expect(search.skipped.map(\.sequence) == [6, 5])
  }

  @Test func `a snapshot that others can write is passed over`() async throws {
    try snapshots.write(try exchange(deposits: 4))
    try snapshots.write(try exchange(deposits: 5))
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: directory.path + "/snapshot-5")
    let search = try await newest()
    #expect(search.exchange?.sequence == 4 && search.skipped.map(\.sequence) == [5])
  }

  @Test func `where it cannot be written the reason is told`() throws {
    try directory.write([1], as: "file")
    let nowhere = SnapshotDirectory(path: directory.path + "/file/deep", domain: Self.domain(chainID: 1))
    let exchange = try exchange(deposits: 1)
    #expect(throws: KeyStoreError.self) { try nowhere.write(exchange) }
  }
}

/// A directory that is gone with the test; it is not there until something is written.
final class SnapshotFolder: Sendable {
  let path = FileManager.default.temporaryDirectory.path + "/snapshots-" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names of the files, sorted.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))) }

  func write(_ bytes: [UInt8], as name: String) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + "/" + name)
  }
}
