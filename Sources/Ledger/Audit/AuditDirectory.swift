internal import EthereumPrimitives
internal import SessionKeys
internal import Synchronization

/// The session keys that authentic authorisations name, for the verification of pages ahead of their judgement.
///
/// Whether an authorisation holds is for ``AuditJudge`` to say, which verifies anew where a key turns out to be another,
/// or none. The first authorisation of an address is kept, as the rules would have it.
final class AuditDirectory: SessionKeyDirectory, Sendable {
  private let state = Mutex(State())

  private struct State {
    var records: [Address: KeyBox] = [:]
    var p256: [Address: [KeyBox]] = [:]
  }

  func add(_ record: SessionKeyRecord) {
    state.withLock { state in
      guard state.records[record.address] == nil else { return }
      let box = KeyBox(record)
      state.records[record.address] = box
      if record.publicKey?.curve == .p256 { state.p256[record.wallet, default: []].append(box) }
    }
  }

  func box(of sessionKey: Address) -> KeyBox? { state.withLock { $0.records[sessionKey] } }

  func record(of sessionKey: Address) -> SessionKeyRecord? { box(of: sessionKey)?.record }

  func p256Records(of wallet: Address) -> [SessionKeyRecord] {
    let boxes = state.withLock { $0.p256[wallet] ?? [] }
    return boxes.suffix(LedgerLimits.p256RecordsMaximum).reversed().map(\.record)
  }
}

/// A record that is kept once, whoever refers to it.
final class KeyBox: Sendable {
  let record: SessionKeyRecord

  init(_ record: SessionKeyRecord) { self.record = record }
}
