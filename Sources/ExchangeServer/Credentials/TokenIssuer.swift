internal import EthereumPrimitives
internal import PerpsProtocol
internal import TypedData

/// Makes the tokens that open private subscriptions, and recognises them again without having stored any.
///
/// A token says in plain text who reads which wallet until when, and behind it stands a code that only this server can
/// make. Whether its reader still may is asked each time that it is used.
struct TokenIssuer: Sendable {
  let serverKey: ServerKey
  let issuer: CredentialIssuer
  let domain: Domain

  /// What a token says.
  struct Claim: Hashable {
    let reader: Reader
    let wallet: Address
  }

  /// How long a token can be used, in milliseconds.
  static let lifetime: UInt64 = 15 * 60 * 1_000

  func token(for reader: Reader, of wallet: Address, now: Timestamp) -> String {
    let end = now.adding(milliseconds: Self.lifetime).milliseconds
    let claims = "\(issuer.key(of: reader)).\(wallet).\(end)"
    return claims + "." + code(over: claims)
  }

  /// What a token says, or `nil` for one that is not of this server or whose time is over; its end is outside.
  func claim(in token: String, now: Timestamp) -> Claim? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, Self.isEqual(parts[3], code(over: parts[..<3].joined(separator: "."))) else { return nil }
    guard let end = UInt64(parts[2]), now.milliseconds < end else { return nil }
    guard let reader = issuer.reader(ofKey: parts[0]), let wallet = try? Address(parts[1]) else { return nil }
    return Claim(reader: reader, wallet: wallet)
  }

  private func code(over claims: String) -> String {
    serverKey.secret(for: "websocket-token", domain.separator.bytes, Array(claims.utf8))
  }

  /// Compares without stopping at the first difference. The length of a code is no secret.
  private static func isEqual(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    return zip(left.utf8, right.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
