internal import Foundation

/// An open file or standard input, closed when it goes.
struct InputDescriptor: ~Copyable {
  private let source: InputSource
  private let descriptor: Int32

  init(_ source: InputSource) throws(InputError) {
    self.source = source
    switch source {
    case .standardInput: descriptor = STDIN_FILENO
    case .file(let path):
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw errno == ENOENT ? .notFound(source) : .notReadable(source) }
    }
  }

  deinit { if descriptor > STDIN_FILENO { close(descriptor) } }

  /// Whether it is a regular file that others than its owner may read, write or run.
  ///
  /// Asked of the open file, so that it cannot be exchanged between the question and the reading.
  func isOpenToOthers() throws(InputError) -> Bool {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .notReadable(source) }
    return status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o077 != 0
  }

  /// Reads until the end or until the array is full, and copies nothing elsewhere.
  ///
  /// - Returns: how many bytes were read.
  func read(into bytes: inout [UInt8]) throws(InputError) -> Int {
    var count = 0
    while count < bytes.count {
      let result = unsafe bytes.withUnsafeMutableBytes { memory in
        unsafe Foundation.read(descriptor, memory.baseAddress?.advanced(by: count), memory.count - count)
      }
      if result == 0 { break }
      if result > 0 {
        count += result
      } else if errno != EINTR {
        throw .notReadable(source)
      }
    }
    return count
  }
}
