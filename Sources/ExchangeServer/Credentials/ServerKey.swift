internal import Crypto
internal import EthereumPrimitives
internal import Foundation

/// The server's secret: every secret that it hands out is derived from it, so that none has to be stored.
///
/// It lies in a file that nobody but its owner can open. Whoever has it can read every wallet's data, and can change
/// nothing, except that a sandbox's demo wallets are theirs. Replacing the file takes back all secrets at once.
public struct ServerKey: Sendable {
  private let key: SymmetricKey

  /// The key's length in bytes.
  public static let byteCount = 32

  /// Takes 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// A secret for a purpose, as 64 hexadecimal digits: HMAC-SHA256 over the purpose and the parts, each behind its
  /// length.
  func secret(for purpose: StaticString, _ parts: [UInt8]...) -> String {
    var code = HMAC<SHA256>(key: key)
    for part in [Array("\(purpose)".utf8)] + parts {
      code.update(data: (0..<8).map { UInt8(truncatingIfNeeded: UInt64(part.count) >> (56 - 8 * $0)) })
      code.update(data: part)
    }
    return Hex.encode(Array(code.finalize()), prefix: false)
  }
}

extension ServerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Nothing of the secret.
  public var description: String { "server key" }
  /// Nothing of the secret.
  public var debugDescription: String { description }
  /// Nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
