internal import Foundation

/// An open directory that is its owner's alone. Everything in it is reached through the open descriptor, so that it
/// cannot be exchanged for another between a check and a use.
package struct PrivateDirectory: ~Copyable {
  package let path: String
  private let descriptor: FileDescriptor

  static let mode: mode_t = 0o700

  private init(path: String, descriptor: consuming FileDescriptor) {
    self.path = path
    self.descriptor = descriptor
  }

  /// Opens a directory and checks it, or answers `nil` when there is none.
  package static func openIfThere(_ path: String) throws(KeyStoreError) -> PrivateDirectory? {
    let path = withoutEnd(path)
    let opened = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard opened >= 0 else {
      if errno == ENOENT { return nil }
      throw KeyStoreError(opening: path, code: errno)
    }
    let descriptor = FileDescriptor(opened)
    try descriptor.check(path: path, isDirectory: true)
    return PrivateDirectory(path: path, descriptor: descriptor)
  }

  /// Opens a directory and checks it; makes it where it is missing, and those above it.
  package static func create(_ path: String) throws(KeyStoreError) -> PrivateDirectory {
    let path = withoutEnd(path)
    try make(path)
    guard let directory = try openIfThere(path) else {
      throw .system(operation: "open the directory", path: path, code: ENOENT)
    }
    return directory
  }

  /// A path of a file in a directory.
  package static func join(_ directory: String, _ name: String) -> String {
    let directory = withoutEnd(directory)
    return directory == "/" ? "/" + name : directory + "/" + name
  }

  /// A slash at the end would follow a symbolic link.
  private static func withoutEnd(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    return path
  }

  /// Makes a directory and those above it that are missing, each with mode 0700.
  private static func make(_ path: String) throws(KeyStoreError) {
    if makeOne(path) { return }
    let parent = (path as NSString).deletingLastPathComponent
    guard errno == ENOENT, !parent.isEmpty, parent != path else {
      throw .system(operation: "make the directory", path: path, code: errno)
    }
    try make(withoutEnd(parent))
    guard makeOne(path) else { throw .system(operation: "make the directory", path: path, code: errno) }
  }

  /// Makes a directory, or finds one; the reason why not is in `errno`.
  private static func makeOne(_ path: String) -> Bool {
    guard unsafe mkdir(path, mode) == 0 else { return errno == EEXIST }
    // Without this the new directory, and the key in it, could be gone after a power failure.
    let above = unsafe open(path + "/..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if above >= 0 { fsync(FileDescriptor(above).raw) }
    return true
  }
}

// MARK: - Files

extension PrivateDirectory {
  private static let fileMode: mode_t = 0o600
  /// How the names of files begin that are being written; after a crash they may stay, and nobody reads them.
  package static let temporaryPrefix = ".new-"

  /// Whether there is anything of a name, whatever it is.
  package func contains(_ name: String) throws(KeyStoreError) -> Bool {
    var status = stat()
    if unsafe fstatat(descriptor.raw, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return true }
    guard errno == ENOENT else { throw failure("look at the file", name) }
    return false
  }

  /// The names of what is in it, in no order; refused when there are more than so many.
  package func fileNames(maximum: Int) throws(KeyStoreError) -> [String] {
    // Reading closes the descriptor that it is given.
    let copy = unsafe openat(descriptor.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else { throw failure("list the directory", nil) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      guard names.count < maximum else { throw .tooManyFiles(path: path, maximum: maximum) }
      names.append(
        unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          unsafe pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { unsafe String(cString: $0) }
        })
    }
    return names
  }

  /// Reads a file that is its owner's alone, or answers `nil` when there is none.
  package func read(_ name: String, bytesMaximum: Int) throws(KeyStoreError) -> [UInt8]? {
    let path = Self.join(path, name)
    // Not to wait for somebody to write into a pipe: the check refuses it afterwards.
    let opened = unsafe openat(descriptor.raw, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard opened >= 0 else {
      if errno == ENOENT { return nil }
      throw KeyStoreError(opening: path, code: errno)
    }
    let file = FileDescriptor(opened)
    try file.check(path: path, isDirectory: false)
    guard let size = file.size, size <= bytesMaximum else {
      throw .malformed(path: path, .tooLarge(bytesMaximum: bytesMaximum))
    }
    // One byte more, to notice a file that grows.
    var bytes = [UInt8](repeating: 0, count: size + 1)
    guard let count = file.read(into: &bytes) else { throw failure("read the file", name) }
    guard count <= bytesMaximum else { throw .malformed(path: path, .tooLarge(bytesMaximum: bytesMaximum)) }
    return Array(bytes[..<count])
  }

  /// Writes a file under a temporary name, synchronises it, and gives it its name if nothing else has it.
  ///
  /// - Returns: whether it was added; `false` when the name is taken.
  package func add(_ bytes: [UInt8], as name: String) throws(KeyStoreError) -> Bool {
    let temporary = Self.temporaryPrefix + UUID().uuidString
    try write(bytes, to: temporary)
    // A hard link is what POSIX has to give a name without ever taking one away.
    let linked = unsafe linkat(descriptor.raw, temporary, descriptor.raw, name, 0)
    let code = errno
    unsafe unlinkat(descriptor.raw, temporary, 0)
    guard linked == 0 else {
      if code == EEXIST { return false }
      throw .system(operation: "put the file in place", path: Self.join(path, name), code: code)
    }
    try synchronize()
    return true
  }

  /// Removes a file.
  ///
  /// - Returns: whether there was one.
  package func remove(_ name: String) throws(KeyStoreError) -> Bool {
    guard unsafe unlinkat(descriptor.raw, name, 0) == 0 else {
      if errno == ENOENT { return false }
      throw failure("remove the file", name)
    }
    try synchronize()
    return true
  }

  private func write(_ bytes: [UInt8], to name: String) throws(KeyStoreError) {
    let opened = unsafe openat(
      descriptor.raw, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, Self.fileMode)
    guard opened >= 0 else { throw failure("make the file", name) }
    let file = FileDescriptor(opened)
    // The process's umask takes bits away from what is asked for above.
    guard fchmod(file.raw, Self.fileMode) == 0, file.write(bytes), fsync(file.raw) == 0 else {
      let failure = failure("write the file", name)
      unsafe unlinkat(descriptor.raw, name, 0)
      throw failure
    }
  }

  private func synchronize() throws(KeyStoreError) {
    guard fsync(descriptor.raw) == 0 else { throw failure("synchronise the directory", nil) }
  }

  private func failure(_ operation: String, _ name: String?) -> KeyStoreError {
    let code = errno
    return .system(operation: operation, path: name.map { Self.join(path, $0) } ?? path, code: code)
  }
}
