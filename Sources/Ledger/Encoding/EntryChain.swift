package import EthereumPrimitives
package import SessionKeys

/// The hash that chains each entry to the one before it.
///
/// It covers everything that is stored of an entry, also what nobody has signed: its time, and a key's label. A byte
/// that changes by itself, or an entry that somebody has changed, left out or put in, breaks the chain at that place.
/// The hash needs no secret: who can write the file can make the chain anew from there on, so that its last hash comes
/// out differently.
package enum EntryChain {
  /// What the first entry is chained to.
  package static let beginning = Bytes32.zero

  /// The hash of an entry: Keccak-256 of the hash before it and the entry's columns in their order.
  package static func hash(
    after previous: Bytes32, sequence: UInt64, kind: UInt8, sessionKey: Address?, request: [UInt8],
    judgement: Judgement
  ) -> Bytes32 {
    var writer = ByteWriter(capacityBytes: 128)
    writer.write(raw: previous.bytes)
    writer.write(integer: sequence)
    writer.write(judgement.now)
    writer.write(byte: kind)
    writer.write(optional: sessionKey)
    writer.write(optional: judgement.indexPrice)
    writer.write(optional: judgement.orderValue)
    writer.write(optional: judgement.valueUsedBefore)
    // The request is the last, so that its length needs no place.
    var hash = Keccak256()
    hash.update(writer.bytes)
    hash.update(request)
    return hash.finalize()
  }

  /// The hash of an entry that is about to be stored.
  package static func hash(of entry: LedgerEntry, encoded: [UInt8], after previous: Bytes32) -> Bytes32 {
    hash(
      after: previous, sequence: entry.sequence, kind: entry.kind.rawValue,
      sessionKey: entry.actor.sessionKey?.address, request: encoded, judgement: entry.judgement)
  }
}
