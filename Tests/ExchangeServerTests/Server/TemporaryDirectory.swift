import Foundation
import Synchronization

/// The path of a directory that is there while a test runs.
struct TemporaryDirectory {
  let path = FileManager.default.temporaryDirectory.appending(path: "exchange-\(UUID().uuidString)").path

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// A value that the parts of a test hand on.
final class Box<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value {
    get { mutex.withLock { $0 } }
    set { mutex.withLock { $0 = newValue } }
  }
}
