internal import EthereumPrimitives
public import Ledger
internal import PerpsProtocol
internal import SessionKeys

extension SandboxExchange {
  /// The whole state as bytes, from which ``init(snapshot:configuration:)`` goes on as if nothing had happened.
  ///
  /// The same state gives the same bytes: a mark, a version, the fingerprint of the configuration, the content, and
  /// Keccak-256 of all of that. What follows from the rest (sizes of levels, margin held by orders, open interest) is
  /// not written but counted again.
  ///
  /// It takes time with the size of the state; a copy of the exchange does not, and can be written elsewhere while the
  /// original goes on.
  public func snapshot() -> [UInt8] {
    var writer = ByteWriter(capacityBytes: roughSnapshotBytes)
    writer.write(raw: SnapshotFormat.mark)
    writer.write(byte: SnapshotFormat.version)
    writer.write(raw: configuration.fingerprint.bytes)
    write(to: &writer)
    writer.write(raw: Keccak256.hash(writer.bytes).bytes)
    return writer.bytes
  }

  /// About how many bytes a snapshot has: room that is made once is never copied.
  private var roughSnapshotBytes: Int {
    let remembered = histories.map { history in
      200 * history.closedOrders.count + 160 * history.fills.count
        + 100 * (history.deposits.count + history.withdrawals.count)
    }
    return 4_096 + 200_000 * markets.count + (100 + 100 * markets.count) * accounts.list.count
      + 200 * orders.slots.count + remembered.reduce(0, +)
  }

  /// Goes on from a snapshot.
  ///
  /// Nothing is taken on trust: the checksum finds accidents, and content that no exchange can have is refused even
  /// with a right checksum. Whether it is the state of *this* ledger is for ``hasLastApplied(_:)`` to tell.
  ///
  /// - Parameter configuration: the one that the exchange would be started with; it must be the snapshot's.
  public init(snapshot: [UInt8], configuration: ExchangeConfiguration) throws(SnapshotError) {
    var reader = try SnapshotFormat.content(of: snapshot, under: configuration)
    self.init(configuration: configuration)
    do throws(RequestEncodingError) {
      try read(from: &reader)
      try reader.finish()
    } catch { throw .impossible(error.description) }
  }

  /// Whether an entry is the one that was applied last. Where it is, the ledger that has it is the one whose entries
  /// made this state; a ledger that was restored from a copy and has gone another way has another entry there.
  public func hasLastApplied(_ entry: LedgerEntry) -> Bool {
    entry.sequence == sequence && entry.time == lastEntry?.time && entry.request.signature == lastEntry?.signature
  }
}

/// What stands around the content of a snapshot.
enum SnapshotFormat {
  /// The first bytes of every snapshot.
  static let mark = Array("KatanaPerpsState".utf8)
  /// Counted up whenever content is written otherwise or ``ExchangeLimits`` change. Older snapshots are not read: the
  /// ledger is replayed once.
  static let version: UInt8 = 2

  private static let hashBytes = 32

  /// A reader at the begin of the content, when everything around that is as it should be.
  static func content(
    of snapshot: [UInt8], under configuration: ExchangeConfiguration
  ) throws(SnapshotError) -> ByteReader {
    let headerBytes = mark.count + 1 + hashBytes
    guard snapshot.count >= headerBytes + hashBytes, snapshot.starts(with: mark) else { throw .notASnapshot }
    guard snapshot[mark.count] == version else { throw .unknownVersion(snapshot[mark.count]) }
    let end = snapshot.count - hashBytes
    var sponge = Keccak256()
    unsafe sponge.update(snapshot.span.bytes.extracting(..<end))
    guard sponge.finalize().bytes == Array(snapshot[end...]) else { throw .wrongChecksum }
    guard Array(snapshot[(mark.count + 1)..<headerBytes]) == configuration.fingerprint.bytes else {
      throw .anotherConfiguration
    }
    return ByteReader(snapshot, in: headerBytes..<end)
  }
}
