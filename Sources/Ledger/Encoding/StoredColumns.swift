package import EthereumPrimitives
package import PerpsProtocol
package import SessionKeys
package import TypedData

/// One row of a store, by the places of its columns: the same values are read from every store in the same way.
///
/// A value that no ledger has stored throws ``LedgerError/damaged(_:)``.
package protocol StoredColumns {
  func optionalInteger(_ index: Int) throws -> UInt64?
  func optionalText(_ index: Int) throws -> String?
  func optionalBytes(_ index: Int) throws -> [UInt8]?
}

extension StoredColumns {
  package func integer(_ index: Int) throws -> UInt64 { try required(optionalInteger(index)) }

  package func time(_ index: Int) throws -> Timestamp { try required(Timestamp(milliseconds: integer(index))) }

  package func optionalPips(_ index: Int) throws -> Pips? {
    try optionalInteger(index).map { try required(Pips(count: $0)) }
  }

  package func optionalAddress(_ index: Int) throws -> Address? {
    try optionalBytes(index).map { try required(Address($0)) }
  }

  package func bytes(_ index: Int) throws -> [UInt8] { try required(optionalBytes(index)) }

  package func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw LedgerError.damaged("a value that must be stored is missing or impossible") }
    return value
  }
}

// MARK: - What several columns say together

extension StoredColumns {
  /// A count of refusals, and the last one's code and time, from three columns.
  package func refusals(_ index: Int) throws -> KeyRefusals? {
    let count = try integer(index)
    guard count > 0 else { return nil }
    return KeyRefusals(
      count: count, lastCode: try required(optionalText(index + 1).flatMap(RefusalCode.init)),
      lastTime: try time(index + 2))
  }

  /// A session key's record, from its curve, its public key and the registering request.
  package func record(_ index: Int) throws -> SessionKeyRecord {
    let curve = try optionalInteger(index).map { try required(Curve(rawValue: UInt8(clamping: $0))) }
    let publicKey = try curve.map { try required(PublicKey(curve: $0, raw: bytes(index + 1))) }
    let request = try RequestEncoding.decode(bytes(index + 2))
    return try required(SessionKeyRecord(registeredBy: request, publicKey: publicKey))
  }

  /// The facts of an entry's judgement, from its time and from three columns.
  package func judgement(time: Int, facts index: Int) throws -> Judgement {
    Judgement(
      now: try self.time(time), indexPrice: try optionalPips(index), orderValue: try optionalPips(index + 1),
      valueUsedBefore: try optionalPips(index + 2))
  }

  /// How a key stands, from ten columns and whether a revocation of all of its wallet's keys covers it.
  package func standing(_ index: Int, isRevokedWithAll: Bool) throws -> KeyStanding {
    KeyStanding(
      wallet: try required(optionalAddress(index)), authorizationTicks: try integer(index + 1),
      isRevokedWithAll: isRevokedWithAll, revokedBy: try optionalInteger(index + 2),
      firstUse: try optionalInteger(index + 3), lastUse: try optionalInteger(index + 4),
      actionCount: try integer(index + 5), valueDay: try integer(index + 6),
      valueUsed: try required(optionalPips(index + 7)), refusals: try refusals(index + 8))
  }

  /// A nonce, from its sixteen bytes.
  package func nonce(_ index: Int) throws -> Nonce {
    var reader = ByteReader(try bytes(index))
    return try reader.read()
  }

  /// The domain of a ledger, from four columns.
  package func domain(_ index: Int) throws -> Domain {
    guard let name = try optionalText(index), let version = try optionalText(index + 1),
      let chainID = try optionalText(index + 2).flatMap({ UInt64($0) }), let contract = try optionalAddress(index + 3)
    else { throw LedgerError.damaged("its domain is missing") }
    return Domain(name: name, version: version, chainID: chainID, verifyingContract: contract)
  }

  /// An entry of the columns that ``LedgerEntry/storedColumns`` names.
  ///
  /// - Parameter record: asked for the record of the key that has signed.
  package func entry(
    _ request: SignedRequest, record: (Address) throws -> SessionKeyRecord?
  ) throws -> LedgerEntry {
    let actor = try optionalAddress(3).map { address -> Actor in .sessionKey(try required(record(address))) }
    return LedgerEntry(
      sequence: try integer(0), kind: try required(LedgerEntry.Kind(rawValue: UInt8(clamping: integer(2)))),
      request: request, actor: actor ?? .wallet, judgement: try judgement(time: 1, facts: 5))
  }
}

extension LedgerEntry {
  /// The columns that an entry is read from, in their order; the request, encoded, is the fifth.
  package static let storedColumns =
    "sequence, time, kind, session_key, request, index_price, order_value, value_used_before"
}
