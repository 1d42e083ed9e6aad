internal import EthereumPrimitives
internal import Foundation
internal import Signing

/// 256 random bits in a file of a private directory, as 64 hexadecimal digits and a line feed.
package struct SecretFile: Sendable {
  /// The length of the secret in bytes.
  package static let byteCount = 32

  private static let bytesMaximum = 2 * byteCount + 1

  private let directory: String
  private let name: String

  /// Names the file. The directory must be its owner's alone.
  package init(directory: String, name: String) {
    self.directory = directory
    self.name = name
  }

  /// Where the file is.
  package var path: String { PrivateDirectory.join(directory, name) }

  /// Lends the secret for the time of a call, or answers `nil` when there is none; wiped afterwards.
  package func read<Result>(_ body: ([UInt8]) -> Result) throws(KeyStoreError) -> Result? {
    guard let folder = try PrivateDirectory.openIfThere(directory), var bytes = try read(in: folder) else { return nil }
    defer { wipe(&bytes) }
    return body(bytes)
  }

  /// Lends the secret, which is made with the system's generator on its first use.
  package func readOrMake<Result>(_ body: ([UInt8]) -> Result) throws(KeyStoreError) -> Result {
    let folder = try PrivateDirectory.create(directory)
    if try !folder.contains(name) { try make(in: folder) }
    guard var bytes = try read(in: folder) else { throw .noSecret(path: path) }
    defer { wipe(&bytes) }
    return body(bytes)
  }

  /// Puts the same secret into another private directory, which is made where it is missing.
  ///
  /// - Returns: whether there was one to copy.
  /// - Throws: also when a file of that name is there already.
  package func copyIfThere(to directory: String) throws(KeyStoreError) -> Bool {
    guard let folder = try PrivateDirectory.openIfThere(self.directory), var bytes = try read(in: folder) else {
      return false
    }
    defer { wipe(&bytes) }
    let target = try PrivateDirectory.create(directory)
    guard try write(bytes, in: target) else {
      throw .system(operation: "make the file", path: PrivateDirectory.join(directory, name), code: EEXIST)
    }
    return true
  }

  private func make(in folder: borrowing PrivateDirectory) throws(KeyStoreError) {
    var generator = SystemRandomNumberGenerator()
    var bytes = (0..<Self.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    defer { wipe(&bytes) }
    // Where another process was faster, its secret counts.
    _ = try write(bytes, in: folder)
  }

  /// Whether it was written; `false` where there is a file of that name.
  private func write(_ bytes: [UInt8], in folder: borrowing PrivateDirectory) throws(KeyStoreError) -> Bool {
    var text = Array(Hex.encode(bytes, prefix: false).utf8) + [UInt8(ascii: "\n")]
    defer { wipe(&text) }
    return try folder.add(text, as: name)
  }

  private func read(in folder: borrowing PrivateDirectory) throws(KeyStoreError) -> [UInt8]? {
    guard var text = try folder.read(name, bytesMaximum: Self.bytesMaximum) else { return nil }
    defer { wipe(&text) }
    guard text.count == Self.bytesMaximum, text.last == UInt8(ascii: "\n") else {
      throw .malformed(path: path, .notASecret)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for index in 0..<Self.byteCount {
      guard let high = Hex.value(ofDigit: text[2 * index]), let low = Hex.value(ofDigit: text[2 * index + 1]) else {
        throw .malformed(path: path, .notASecret)
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}
