internal import EthereumPrimitives
public import KeyVault
public import Ledger
public import SandboxExchange
internal import SessionKeys
public import TypedData

/// Snapshots of one exchange on a disk, so that a start does not take longer with each entry of the ledger.
///
/// A snapshot saves time and nothing else: the ledger has everything, so one that is missing, damaged or strange is
/// passed over. Each is a file of the EIP-712 domain's separator and the exchange's snapshot, mode 0600, named
/// by the last entry that it contains. One process writes at a time: the one that holds the ledger's lock.
public struct SnapshotDirectory: Sendable {
  private let path: String
  private let domain: Domain

  /// How many snapshots are kept: the newest, and the one before it in case the newest cannot be read.
  public static let snapshotsMaximum = 2
  /// The most files that the directory may have; it is for snapshots alone.
  static let filesMaximum = 1_000
  /// The largest file that is read.
  public static let fileBytesMaximum = 4 * 1_024 * 1_024 * 1_024

  /// Names a directory; it is made with the first snapshot.
  ///
  /// - Parameter domain: the ledger's. Snapshots of other domains are passed over.
  public init(path: String, domain: Domain) {
    self.path = path
    self.domain = domain
  }

  /// Writes a snapshot, and removes those that are not needed any more.
  ///
  /// The file gets its name when it is complete and on the disk, so a crash leaves the snapshots before it. A snapshot
  /// of a later entry than this one is of another past, and is removed.
  ///
  /// - Returns: how many bytes were written; zero for an exchange without entries, which needs no snapshot.
  /// - Throws: when it cannot be written. The snapshots before it are still there.
  @discardableResult
  public func write(_ exchange: SandboxExchange) throws(KeyStoreError) -> Int {
    guard exchange.sequence > 0 else { return 0 }
    let directory = try PrivateDirectory.create(path)
    let (name, bytes) = (Self.name(of: exchange.sequence), domain.separator.bytes + exchange.snapshot())
    // One of the same entry is the same, or damaged.
    _ = try directory.remove(name)
    _ = try directory.add(bytes, as: name)
    let others = try directory.fileNames(maximum: Self.filesMaximum).filter { $0 != name }
    let earlier = others.compactMap(Self.sequence).filter { $0 < exchange.sequence }.sorted()
    let kept = Set(earlier.suffix(Self.snapshotsMaximum - 1).map(Self.name))
    for name in others where !kept.contains(name) && Self.isOurs(name) { _ = try directory.remove(name) }
    return bytes.count
  }

  /// The newest snapshot that is one of this ledger under this configuration, and why newer ones are not.
  ///
  /// - Throws: what reading the ledger throws.
  public func newest(
    under configuration: ExchangeConfiguration, of ledger: any Ledger
  ) async throws -> SnapshotSearch {
    try await newest(under: configuration, upTo: try await ledger.latestSequence()) { exchange in
      let last = try await ledger.entries(from: exchange.sequence, limit: 1).first
      return last.map { exchange.hasLastApplied($0) } ?? false
    }
  }

  /// The newest snapshot up to a sequence number of which a condition holds.
  func newest(
    under configuration: ExchangeConfiguration, upTo latest: UInt64,
    where isOfLedger: (SandboxExchange) async throws -> Bool
  ) async throws -> SnapshotSearch {
    var search = SnapshotSearch()
    guard let directory = try PrivateDirectory.openIfThere(path) else { return search }
    for sequence in try directory.fileNames(maximum: Self.filesMaximum).compactMap(Self.sequence).sorted(by: >) {
      do {
        guard sequence <= latest else { throw SnapshotFault.aheadOfLedger(latest: latest) }
        let exchange = try exchange(from: directory, sequence, under: configuration)
        guard try await isOfLedger(exchange) else { throw SnapshotFault.anotherLedger }
        search.exchange = exchange
        return search
      } catch let fault as SnapshotFault {
        search.skipped.append(SkippedSnapshot(sequence: sequence, fault: fault))
      }
    }
    return search
  }

  private func exchange(
    from directory: borrowing PrivateDirectory, _ sequence: UInt64, under configuration: ExchangeConfiguration
  ) throws(SnapshotFault) -> SandboxExchange {
    let read: [UInt8]?
    do { read = try directory.read(Self.name(of: sequence), bytesMaximum: Self.fileBytesMaximum) } catch {
      throw .unreadable(error.description)
    }
    guard let bytes = read else { throw .missing }
    let separator = domain.separator.bytes
    guard bytes.starts(with: separator) else { throw .anotherDomain }
    let exchange: SandboxExchange
    do {
      exchange = try SandboxExchange(
        snapshot: Array(bytes.dropFirst(separator.count)), configuration: configuration)
    } catch { throw .damaged(error) }
    guard exchange.sequence == sequence else { throw .anotherSequence(exchange.sequence) }
    return exchange
  }
}

// MARK: - Names

extension SnapshotDirectory {
  private static let prefix = "snapshot-"

  private static func name(of sequence: UInt64) -> String { prefix + String(sequence) }

  /// The sequence number that a name has, or `nil` for a name that no snapshot has.
  private static func sequence(of name: String) -> UInt64? {
    guard name.utf8.starts(with: prefix.utf8), let sequence = UInt64(name.dropFirst(prefix.count)) else {
      return nil
    }
    return name.utf8.elementsEqual(Self.name(of: sequence).utf8) ? sequence : nil
  }

  /// Whether a file is a snapshot, or one that was never finished.
  private static func isOurs(_ name: String) -> Bool {
    sequence(of: name) != nil || name.utf8.starts(with: (PrivateDirectory.temporaryPrefix).utf8)
  }
}
