import CAllocationCount
import EthereumPrimitives
import Figures
import Foundation
import PerpsProtocol
import ReferenceSecp256k1
import SessionKeys
import Signing
import TypedData

/// Measures signing, verifying and hashing against what they are built on, and prints a line for each figure:
/// `name value unit`. Judges nothing.
///
/// Arguments: the file of known orders, then the command that starts `eth_account_order.py`.
@main
struct Benchmarks {
  static func main() {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      guard arguments.count >= 3 else { throw BenchmarkError("usage: Benchmarks VECTORS PYTHON SCRIPT") }
      try Benchmarks(vectors: arguments[0], ethAccount: Array(arguments[1...])).run()
    } catch {
      FileHandle.standardError.write(Data("Benchmarks: \(error)\n".utf8))
      exit(1)
    }
  }

  private static let poolCount = 256

  private let desk: OrderDesk
  private let requests: Pool<SignedRequest>
  private let secp256k1: ReferenceSecp256k1
  private let sha3: ReferenceSHA3
  private let ethAccount: EthAccount

  private init(vectors: String, ethAccount command: [String]) throws {
    try Checks.knownOrder(vectors: vectors)
    let desk = try OrderDesk()
    requests = Pool(try (0..<Self.poolCount).map { _ in try desk.nextRequest() })
    secp256k1 = try ReferenceSecp256k1(
      secret: desk.secret, digests: requests.elements.map { $0.action.digest(in: desk.domain) })
    sha3 = try ReferenceSHA3()
    let order = try desk.nextOrder()
    ethAccount = try EthAccount(command: command, secret: desk.secret, order: order, domain: desk.domain)
    self.desk = desk
    try Checks.desk(desk, secp256k1, ethAccount, order)
    try Checks.hashes(sha3)
  }

  private func run() throws {
    defer { ethAccount.stop() }
    let sign = try Operation { keep(try desk.signNextOrder()) }
    let verify = try Operation { keep(try desk.verify(requests.next())) }
    let authenticate = try Operation { keep(try desk.authenticate(requests.next())) }
    try compareWithLibsecp256k1(sign, verify, authenticate)
    try compareHashing()
    // eth-account recovers the signer, and so does the exchange's own check.
    try compareWithEthAccount(sign, authenticate)
    try countAllocations()
  }
}

// MARK: - The figures

extension Benchmarks {
  private func compareWithLibsecp256k1(
    _ sign: Operation, _ verify: Operation, _ authenticate: Operation
  ) throws {
    Output.note("signing and verifying against libsecp256k1")
    let bareSign = try Operation { secp256k1.sign() }
    let bareVerify = try Operation { secp256k1.verify() }
    let signing = try Comparison(ours: sign.round, reference: bareSign.round)
    let verifying = try Comparison(ours: verify.round, reference: bareVerify.round)
    let authenticating = try Comparison(ours: authenticate.round, reference: bareVerify.round)
    Output.figure("sign-order-vs-libsecp256k1", signing.ratio, "ratio", digits: 3)
    Output.figure("verify-order-vs-libsecp256k1", verifying.ratio, "ratio", digits: 3)
    Output.figure("authenticate-order-vs-libsecp256k1", authenticating.ratio, "ratio", digits: 3)
    Output.figure("sign-order", signing.ours / 1_000, "µs", digits: 2)
    Output.figure("verify-order", verifying.ours / 1_000, "µs", digits: 2)
    Output.figure("authenticate-order", authenticating.ours / 1_000, "µs", digits: 2)
    Output.figure("libsecp256k1-sign", signing.reference / 1_000, "µs", digits: 2)
    Output.figure("libsecp256k1-verify", verifying.reference / 1_000, "µs", digits: 2)
  }

  private func compareHashing() throws {
    Output.note("Keccak-256 against OpenSSL's SHA3-256")
    let long = try compareHashing(byteCount: 1_024)
    let short = try compareHashing(byteCount: 136)
    Output.figure("keccak-1024-vs-openssl-sha3", long.ratio, "ratio", digits: 3)
    Output.figure("keccak-136-vs-openssl-sha3", short.ratio, "ratio", digits: 3)
    Output.figure("keccak-vs-openssl-sha3", max(long.ratio, short.ratio), "ratio", digits: 3)
    // In a message as long as this the permutation is all that counts: one for each 136 bytes.
    let blocks = 400
    let message = [UInt8](repeating: 0x5a, count: 136 * blocks)
    let hash = try Operation { keep(Keccak256.hash(message)) }
    Output.figure(
      "keccak-permutation", median(try (0..<100).map { _ in try hash.round() }) / Double(blocks), "ns", digits: 1)
  }

  private func compareHashing(byteCount: Int) throws -> Comparison {
    let message = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
    let ours = try Operation { keep(Keccak256.hash(message)) }
    let reference = try Operation { sha3.hash(message) }
    return try Comparison(ours: ours.round, reference: reference.round)
  }

  private func compareWithEthAccount(_ sign: Operation, _ verify: Operation) throws {
    Output.note("signing and verifying against eth-account")
    let signing = try Comparison(
      rounds: 40, ours: sign.round,
      reference: { try ethAccount.round("sign", repetitions: 20) })
    let verifying = try Comparison(
      rounds: 40, ours: verify.round,
      reference: { try ethAccount.round("verify", repetitions: 20) })
    Output.figure("sign-order-vs-eth-account", signing.ratio, "ratio", digits: 4)
    Output.figure("verify-order-vs-eth-account", verifying.ratio, "ratio", digits: 4)
    Output.figure("eth-account-sign", signing.reference / 1_000, "µs", digits: 1)
    Output.figure("eth-account-verify", verifying.reference / 1_000, "µs", digits: 1)
  }

  private func countAllocations() throws {
    guard allocations({ keep([UInt8](repeating: 0, count: 100)) }) == 1 else {
      throw BenchmarkError("allocations are not counted on this system")
    }
    Output.figure("sign-order-allocations", try allocations { keep(try desk.signNextOrder()) }, "count", digits: 2)
    Output.figure(
      "authenticate-order-allocations", try allocations { keep(try desk.authenticate(requests.next())) }, "count",
      digits: 2)
  }

  private func allocations(_ body: () throws -> Void) rethrows -> Double {
    let repetitions = 1_000
    let begin = heap_allocation_count()
    for _ in 0..<repetitions { try body() }
    return Double(heap_allocation_count() - begin) / Double(repetitions)
  }
}

/// Values that are used in turn, so that no branch or cache can learn one of them.
final class Pool<Element> {
  let elements: [Element]
  private var position = 0

  init(_ elements: [Element]) { self.elements = elements }

  func next() -> Element {
    position = position + 1 == elements.count ? 0 : position + 1
    return elements[position]
  }
}
