internal import Crypto
internal import EthereumPrimitives

/// A pair that reads private data: the key names who asks, and the secret signs each request with HMAC-SHA256.
///
/// It moves nothing. Sent as `kp-api-key` and `kp-hmac-signature`: the signature, in lower-case hexadecimal, is over the
/// query string exactly as sent for `GET`, and over the raw body for every other method. Source: the exchange's SDK.
public struct APICredentials: Sendable {
  /// The public part.
  public let key: String
  private let secret: SymmetricKey

  /// The header that carries the key.
  public static let keyHeader = "kp-api-key"
  /// The header that carries the signature.
  public static let signatureHeader = "kp-hmac-signature"
  /// The most bytes that a key or secret may have.
  public static let bytesMaximum = 256

  /// Takes a pair; the secret's text itself is the key of the HMAC. `nil` where either is empty or too long.
  public init?(key: String, secret: String) {
    let sizes = [key.utf8.count, secret.utf8.count]
    guard sizes.allSatisfy({ (1...Self.bytesMaximum).contains($0) }) else { return nil }
    self.key = key
    self.secret = SymmetricKey(data: Array(secret.utf8))
  }

  /// Lends the secret's text for the time of a call, for whoever must store it. It must not be copied out of it.
  public func withSecret<Result>(_ body: (String) throws -> Result) rethrows -> Result {
    try body(unsafe secret.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) })
  }

  /// The signature of a query string or body.
  public func signature(over message: [UInt8]) -> String {
    Hex.encode(Array(HMAC<SHA256>.authenticationCode(for: message, using: secret)), prefix: false)
  }

  /// Whether a signature is right; takes as long whether it is or not.
  public func isValid(_ signature: String, over message: [UInt8]) -> Bool {
    guard let bytes = try? Hex.decode("0x" + signature, byteCount: SHA256.byteCount) else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: message, using: secret)
  }
}

extension APICredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The key; nothing of the secret.
  public var description: String { "API credentials \(key)" }
  /// The key; nothing of the secret.
  public var debugDescription: String { description }
  /// The key; nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: ["key": key]) }
}
