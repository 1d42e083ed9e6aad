#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// 32 secret bytes in memory of their own: locked against swapping where the system allows, and wiped before the
/// memory is given back. Never copied into an array, never printed; compared in constant time.
///
/// `@unchecked Sendable`: the memory is written only in the initialiser and in the last moment of `deinit`.
@safe final class SecretBytes: @unchecked Sendable {
  static let count = 32

  private let memory: UnsafeMutablePointer<UInt8>
  private let didWipe: (@Sendable (Span<UInt8>) -> Void)?

  /// Fills new memory.
  ///
  /// - Parameter didWipe: sees the memory after the wiping and before it is given back; for the test that proves it.
  init(didWipe: (@Sendable (Span<UInt8>) -> Void)? = nil, _ fill: (inout MutableSpan<UInt8>) -> Void) {
    unsafe memory = .allocate(capacity: Self.count)
    unsafe memory.initialize(repeating: 0, count: Self.count)
    self.didWipe = didWipe
    // Locking is a precaution that an unprivileged process may be denied; the key works without it.
    _ = unsafe mlock(memory, Self.count)
    var span = unsafe MutableSpan(_unsafeStart: memory, count: Self.count)
    fill(&span)
  }

  deinit {
    unsafe wipe(memory, byteCount: Self.count)
    if let didWipe { didWipe(unsafe Span(_unsafeStart: memory, count: Self.count)) }
    _ = unsafe munlock(memory, Self.count)
    unsafe memory.deallocate()
  }

  /// Lends the bytes to C for the time of a call.
  func withBytePointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
    unsafe body(memory)
  }

  /// Lends the bytes for the time of a call; they must not be copied out of it.
  func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
    try body(unsafe Span(_unsafeStart: memory, count: Self.count))
  }

  /// Compares without stopping at the first difference.
  static func == (left: SecretBytes, right: SecretBytes) -> Bool {
    var difference: UInt8 = 0
    for index in 0..<Self.count {
      difference |= unsafe left.memory[index] ^ right.memory[index]
    }
    return difference == 0
  }
}

/// Overwrites an array with zeros, in its place: other copies of it are not reached.
package func wipe(_ bytes: inout [UInt8]) {
  unsafe bytes.withUnsafeMutableBytes { memory in
    if let base = memory.baseAddress { unsafe wipe(base, byteCount: memory.count) }
  }
}

/// Overwrites memory with zeros in a way that the compiler may not leave out.
private func wipe(_ memory: UnsafeMutableRawPointer, byteCount: Int) {
  #if canImport(Darwin)
    _ = unsafe memset_s(memory, byteCount, 0, byteCount)
  #else
    unsafe explicit_bzero(memory, byteCount)
  #endif
}
