/// Why bytes are not a snapshot that an exchange can go on from. The ledger has everything that is needed to do without.
public enum SnapshotError: Error, Hashable, Sendable {
  /// The bytes do not begin as a snapshot does.
  case notASnapshot
  /// Another version of the program has written it.
  case unknownVersion(UInt8)
  /// It was written under another configuration: other markets, fees or margins.
  case anotherConfiguration
  /// The checksum does not fit the content: it was cut off or changed.
  case wrongChecksum
  /// The content is not a state that an exchange can have, for this reason.
  case impossible(String)
}

extension SnapshotError: CustomStringConvertible {
  /// What was wrong, in a sentence.
  public var description: String {
    switch self {
    case .notASnapshot: "it is not a snapshot of an exchange"
    case .unknownVersion(let version): "its version \(version) is not known to this program"
    case .anotherConfiguration: "it was written under another configuration"
    case .wrongChecksum: "its checksum does not fit: it was cut off or changed"
    case .impossible(let reason): "no exchange can be in its state: \(reason)"
    }
  }
}
