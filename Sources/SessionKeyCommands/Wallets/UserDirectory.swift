internal import Foundation
internal import PerpsProtocol

/// Where this user's files are when nobody says where.
enum UserDirectory {
  /// A directory of `session-keys` in `$XDG_DATA_HOME`, or in `~/.local/share`; `nil` when neither is known.
  static func standard(
    _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    // The XDG base directory specification: a relative path is as good as none.
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/session-keys/" + name }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/share/session-keys/" + name
  }
}

extension Timestamp {
  /// The system's clock.
  static var systemNow: Timestamp {
    let milliseconds = UInt64(max(0, Date.now.timeIntervalSince1970 * 1_000))
    return Timestamp(milliseconds: milliseconds) ?? .maximum
  }
}
