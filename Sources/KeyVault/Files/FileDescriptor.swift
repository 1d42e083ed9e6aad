internal import Foundation

/// An open file or directory, closed when it goes.
struct FileDescriptor: ~Copyable {
  let raw: Int32

  init(_ raw: Int32) { self.raw = raw }

  deinit { close(raw) }

  /// Refuses what is of another kind or another owner, and what others than the owner may read, write or run.
  ///
  /// Asked of the open descriptor: what was checked is what is used.
  func check(path: String, isDirectory: Bool) throws(KeyStoreError) {
    var status = stat()
    guard unsafe fstat(raw, &status) == 0 else { throw .system(operation: "look at it", path: path, code: errno) }
    guard status.st_mode & S_IFMT == (isDirectory ? S_IFDIR : S_IFREG) else { throw .notRegular(path: path) }
    guard status.st_uid == geteuid() else { throw .ownedByAnother(path: path) }
    guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path: path, isDirectory: isDirectory) }
  }

  /// How many bytes it has now, or `nil` when that cannot be told.
  var size: Int? {
    var status = stat()
    return unsafe fstat(raw, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Reads until the end or until the array is full.
  ///
  /// - Returns: how many bytes were read, or `nil` with the reason in `errno`.
  func read(into bytes: inout [UInt8]) -> Int? {
    var count = 0
    while count < bytes.count {
      let result = unsafe bytes.withUnsafeMutableBytes { memory in
        unsafe Foundation.read(raw, memory.baseAddress?.advanced(by: count), memory.count - count)
      }
      if result == 0 { break }
      if result > 0 {
        count += result
      } else if errno != EINTR {
        return nil
      }
    }
    return count
  }

  /// Writes everything.
  ///
  /// - Returns: whether it was written; the reason why not is in `errno`.
  func write(_ bytes: [UInt8]) -> Bool {
    var count = 0
    while count < bytes.count {
      let result = unsafe bytes.withUnsafeBytes { memory in
        unsafe Foundation.write(raw, memory.baseAddress?.advanced(by: count), memory.count - count)
      }
      if result >= 0 {
        count += result
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}

extension KeyStoreError {
  /// What `open` with `O_NOFOLLOW` was refused for.
  init(opening path: String, code: Int32) {
    // A symbolic link is ELOOP for a file, and ENOTDIR where a directory is asked for.
    if code == ELOOP || code == ENOTDIR {
      self = .notRegular(path: path)
    } else {
      self = .system(operation: "open it", path: path, code: code)
    }
  }
}

/// What the system says of an `errno`.
func systemMessage(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
