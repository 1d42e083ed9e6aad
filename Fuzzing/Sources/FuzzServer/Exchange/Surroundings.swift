import Foundation
import Logging
import Synchronization

/// A clock that goes on by a second each time that it is looked at, so that no rate is ever exceeded.
final class Uptime: Sendable {
  private let seconds = Atomic<UInt64>(1)

  func next() -> UInt64 { seconds.wrappingAdd(1, ordering: .relaxed).oldValue * 1_000_000_000 }
}

/// Writes what the server holds for its own fault to standard error, beside the finding.
struct ErrorLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.error

  static let logger = Logger(label: "exchange") { _ in ErrorLog() }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    FileHandle.standardError.write(Data("\(event.level): \(event.message) \(event.metadata ?? [:])\n".utf8))
  }
}
