internal import Foundation

/// A directory whose files are the owner's alone. A file has its name only once it is complete and on the disk.
struct PrivateFiles: ~Copyable {
  private let path: String
  private let descriptor: Int32

  /// What the names of files begin with that are not complete.
  static let temporaryPrefix = ".new-"
  private static let fileMode: mode_t = 0o600

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  /// Opens a directory, or gives `nil` when there is none.
  static func open(_ path: String) -> PrivateFiles? {
    let descriptor = unsafe Foundation.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    return descriptor < 0 ? nil : PrivateFiles(path: path, descriptor: descriptor)
  }

  /// Opens a directory, and makes it where there is none.
  static func make(_ path: String) throws(SnapshotFileError) -> PrivateFiles {
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw .system(operation: "make the directory", path: path, code: errno)
    }
    guard let directory = open(path) else {
      throw .system(operation: "open the directory", path: path, code: errno)
    }
    return directory
  }

  deinit { close(descriptor) }

  /// The names of all files.
  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

  /// Writes a file in the place of one of the same name, if there is one.
  func write(_ bytes: [UInt8], as name: String) throws(SnapshotFileError) {
    let temporary = Self.temporaryPrefix + name
    remove(temporary)
    do throws(SnapshotFileError) {
      try fill(temporary, with: bytes)
      guard unsafe renameat(descriptor, temporary, descriptor, name) == 0 else { throw failure("name", name) }
      guard fsync(descriptor) == 0 else { throw failure("synchronise the directory of", name) }
    } catch {
      remove(temporary)
      throw error
    }
  }

  private func fill(_ name: String, with bytes: [UInt8]) throws(SnapshotFileError) {
    let file = unsafe openat(
      descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, Self.fileMode)
    guard file >= 0 else { throw failure("make", name) }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Foundation.write(file, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { throw failure("write", name) }
      rest = rest.dropFirst(max(count, 0))
    }
    guard fsync(file) == 0 else { throw failure("synchronise", name) }
  }

  /// Reads a whole file.
  func read(_ name: String, bytesMaximum: Int) throws(SnapshotFileError) -> [UInt8] {
    let file = unsafe openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw failure("open", name) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw failure("look at", name) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= bytesMaximum else {
      throw .notAFile(path: path + "/" + name)
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var count = 0
    while count < bytes.count {
      let result = unsafe bytes.withUnsafeMutableBytes { memory in
        unsafe Foundation.read(file, memory.baseAddress?.advanced(by: count), memory.count - count)
      }
      guard result > 0 || (result < 0 && errno == EINTR) else { throw failure("read", name) }
      count += max(result, 0)
    }
    return bytes
  }

  /// Removes a file, if there is one.
  func remove(_ name: String) { unsafe unlinkat(descriptor, name, 0) }

  private func failure(_ operation: String, _ name: String) -> SnapshotFileError {
    .system(operation: operation, path: path + "/" + name, code: errno)
  }
}

extension SnapshotFileError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .system(let operation, let path, let code):
      unsafe "cannot \(operation) \(path): \(String(cString: strerror(code)))"
    case .notAFile(let path): "\(path) is not a file, or larger than a snapshot can be: move it away"
    }
  }
}
