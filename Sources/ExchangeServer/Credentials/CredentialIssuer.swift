public import EthereumPrimitives
internal import PerpsProtocol
internal import Signing
public import TypedData

/// Makes the pairs that read private data, and recognises them again without having stored any.
///
/// The key says what the pair is of; the secret is derived from the server's key. A key that was never handed out has a
/// secret too, which nobody knows.
public struct CredentialIssuer: Sendable {
  private let serverKey: ServerKey
  private let domain: Domain

  private static let sessionPrefix = "session-"
  private static let accountPrefix = "account-"

  /// Makes pairs for an exchange; those of another server key or domain are not recognised.
  public init(serverKey: ServerKey, domain: Domain) {
    self.serverKey = serverKey
    self.domain = domain
  }

  /// The pair of a session key: it reads its wallet's data, as long as the key lives.
  public func pair(ofSessionKey address: Address) -> IssuedPair { pair(of: .sessionKey(address)) }

  /// The pair of an account: it reads the data of the wallets that are associated with it.
  public func pair(ofAccount account: AccountID) -> IssuedPair { pair(of: .account(account)) }

  /// What a reader's pair is called.
  func key(of reader: Reader) -> String {
    switch reader {
    case .sessionKey(let address): Self.sessionPrefix + Hex.encode(address.bytes, prefix: false)
    case .account(let account): Self.accountPrefix + account.text
    }
  }

  private func pair(of reader: Reader) -> IssuedPair {
    let key = key(of: reader)
    return IssuedPair(key: key, secret: serverKey.secret(for: "api-secret", domain.separator.bytes, Array(key.utf8)))
  }

  /// Whose pair a key is of, or `nil` for a text that is no key.
  func reader(ofKey key: String) -> Reader? {
    if let digits = Self.rest(of: key, after: Self.sessionPrefix) {
      guard digits.utf8.allSatisfy({ !(UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }) else { return nil }
      return (try? Hex.decode("0x" + digits, byteCount: 20)).flatMap { Address($0) }.map(Reader.sessionKey)
    }
    return Self.rest(of: key, after: Self.accountPrefix).flatMap(AccountID.init).map(Reader.account)
  }

  /// A reader's pair, for checking a signature.
  func credentials(of reader: Reader) -> APICredentials? {
    let pair = pair(of: reader)
    return APICredentials(key: pair.key, secret: pair.secret)
  }

  private static func rest(of text: String, after prefix: String) -> String? {
    guard text.utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }
}

/// A pair as it is handed out, once. The secret is not to be logged.
public struct IssuedPair: Sendable {
  /// What goes into `kp-api-key`.
  public let key: String
  /// What signs.
  public let secret: String
}

/// Who reads.
enum Reader: Hashable, Sendable {
  /// Whoever holds a session key's pair.
  case sessionKey(Address)
  /// Whoever holds an account's pair.
  case account(AccountID)
}

/// The name of an account: 32 hexadecimal digits in lower case, random. It is not secret.
public struct AccountID: Hashable, Sendable {
  /// The digits.
  public let text: String

  /// Takes the digits.
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 32, digits.allSatisfy({ Hex.value(ofDigit: $0) != nil && !($0 >= 65 && $0 <= 70) }) else {
      return nil
    }
    self.text = text
  }

  /// Makes a new one.
  public init(using generator: inout some RandomNumberGenerator) {
    let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    text = Hex.encode(bytes, prefix: false)
  }
}
