internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// How session keys stand in the course of one transaction: each is read once, changed in memory, and written at the
/// end. Nothing outlives the transaction.
final class KeyStandings<Store: StoreTransaction> {
  private let store: Store
  private var standings: [Address: KeyStanding?] = [:]
  private var used: Set<Address> = []
  private var refused: Set<Address> = []

  init(store: Store) { self.store = store }

  /// How a key stands, or `nil` when it was never registered.
  func standing(of address: Address) throws -> KeyStanding? {
    if let standing = standings[address] { return standing }
    let standing = try store.standing(of: address)
    standings[address] = .some(standing)
    return standing
  }

  /// Counts an entry that a registered key has signed.
  func use(_ address: Address, at sequence: UInt64, day: UInt64, orderValue: Pips?) throws {
    try change(address) { $0.use(at: sequence, day: day, orderValue: orderValue) }
    used.insert(address)
  }

  /// Counts a refusal of what a registered key has signed.
  func refuse(_ address: Address, _ code: RefusalCode, at time: Timestamp) throws {
    try change(address) { $0.refuse(code, at: time) }
    refused.insert(address)
  }

  /// Revokes a registered key.
  func revoke(_ address: Address, by sequence: UInt64) throws {
    try store.revoke(address, by: sequence)
    try change(address) { $0.revokedBy = sequence }
  }

  private func change(_ address: Address, _ body: (inout KeyStanding) -> Void) throws {
    guard var standing = try standing(of: address) else {
      throw LedgerError.damaged("a session key that acts is not stored")
    }
    body(&standing)
    standings[address] = .some(standing)
  }

  /// Adds a key that the entry registers.
  func register(_ record: SessionKeyRecord, at sequence: UInt64) throws {
    try store.register(record, at: sequence)
    standings[record.address] = nil
  }

  /// Writes what has changed and reads anew from then on. Revocations were written at once.
  func flush() throws {
    if !used.isEmpty { try store.write(uses: current(used)) }
    if !refused.isEmpty { try store.write(refusals: current(refused)) }
    (used, refused, standings) = ([], [], [:])
  }

  private func current(_ addresses: Set<Address>) throws -> [Address: KeyStanding] {
    var current: [Address: KeyStanding] = [:]
    current.reserveCapacity(addresses.count)
    for address in addresses { current[address] = try standing(of: address) }
    return current
  }
}
