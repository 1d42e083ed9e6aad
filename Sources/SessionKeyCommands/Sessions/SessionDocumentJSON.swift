internal import EthereumPrimitives
internal import ExchangeAPI
internal import Foundation
internal import PerpsProtocol
internal import SessionKeys
internal import Signing

/// Why a file is not a session's document.
enum SessionDocumentError: Error {
  /// It is not the JSON of one.
  case document(StrictJSONError)
  /// It has a version that this program does not know.
  case unknownVersion
  /// A member has a value that it cannot have.
  case invalidMember(String)
}

extension SessionDocumentError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .document(let error): "not a session's document: \(error.description)"
    case .unknownVersion: "a session's document of another version: use a newer version of this program"
    case .invalidMember(let name): "not a session's document: \(name) has a value that it cannot have"
    }
  }
}

extension SessionDocument {
  /// More than the longest document needs: 64 markets of 32 bytes, and the rest.
  static let bytesMaximum = 16_384

  private static let version = 1
  private static let members = [
    "version", "url", "chainId", "contract", "sandbox", "wallet", "sessionKey", "name", "permission", "markets",
    "maximumOrderValue", "maximumDailyValue", "maximumPriceDeviation", "authorizedAt", "expiresAt", "apiKey",
    "apiSecret",
  ]

  /// Reads a file's bytes: every member must be known, there once, and spelled as it must be.
  init(_ bytes: [UInt8]) throws(SessionDocumentError) {
    do { self = try StrictJSON.decode(Self.self, from: bytes, bytesMaximum: Self.bytesMaximum) } catch {
      if case .refused(let reason as SessionDocumentError) = error { throw reason }
      throw .document(error)
    }
  }

  /// The bytes of the file.
  var bytes: [UInt8] {
    get throws(CommandFailure) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      do { return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")] } catch { throw .encoding }
    }
  }
}

// MARK: - Reading

extension SessionDocument: Decodable {
  init(from decoder: any Decoder) throws {
    // Asked first: a later version will have members that this one does not know.
    let version = try decoder.container(keyedBy: WireKey.self).decode(Int.self, forKey: WireKey("version"))
    guard version == Self.version else { throw SessionDocumentError.unknownVersion }
    let object = try StrictObject(decoder, allowing: Self.members)
    server = try object.read("url") { try ServerURL($0) }
    chainID = try object.value("chainId")
    contract = try object.address("contract")
    isSandbox = try object.bool("sandbox")
    wallet = try object.address("wallet")
    sessionKey = try object.address("sessionKey")
    name = try object.optional("name") { SessionKeyName($0) }
    scope = try Self.scope(in: object)
    authorizedAt = try object.time("authorizedAt")
    expiresAt = try object.time("expiresAt")
    credentials = StoredCredentials(key: try object.string("apiKey"), secret: try object.string("apiSecret"))
    guard APICredentials(key: credentials.key, secret: credentials.secret) != nil else {
      throw SessionDocumentError.invalidMember("apiKey or apiSecret")
    }
  }

  private static func scope(in object: StrictObject) throws -> SessionKeyScope {
    let markets = try object.strings("markets", maximum: SessionKeyScope.marketsMaximum)
    do {
      return try SessionKeyScope(
        permission: try object.read("permission") { Permission(wireName: $0) },
        markets: markets.map { try MarketSymbol($0) },
        maximumOrderValue: try object.optional("maximumOrderValue") { try Pips($0) },
        maximumDailyValue: try object.optional("maximumDailyValue") { try Pips($0) },
        maximumPriceDeviation: try object.optional("maximumPriceDeviation") { try Pips($0) })
    } catch let error as SessionDocumentError { throw error } catch {
      throw SessionDocumentError.invalidMember("markets")
    }
  }
}

extension StrictObject {
  fileprivate func read<Value>(_ name: String, _ read: (String) throws -> Value?) throws -> Value {
    let text = try string(name)
    guard let value = try? read(text) else { throw SessionDocumentError.invalidMember(name) }
    return value
  }

  fileprivate func optional<Value>(_ name: String, _ read: (String) throws -> Value?) throws -> Value? {
    contains(name) ? try self.read(name, read) : nil
  }

  fileprivate func address(_ name: String) throws -> Address {
    try read(name) { text in
      let address = try Address(text)
      return address.description.utf8.elementsEqual(text.utf8) ? address : nil
    }
  }

  fileprivate func time(_ name: String) throws -> Timestamp {
    guard let time = Timestamp(milliseconds: try value(name)) else { throw SessionDocumentError.invalidMember(name) }
    return time
  }
}

// MARK: - Writing

extension SessionDocument: Encodable {
  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: WireKey.self)
    try object.encode(Self.version, forKey: WireKey("version"))
    try object.encode(server.text, forKey: WireKey("url"))
    try object.encode(chainID, forKey: WireKey("chainId"))
    try object.encode(contract.description, forKey: WireKey("contract"))
    try object.encode(isSandbox, forKey: WireKey("sandbox"))
    try object.encode(wallet.description, forKey: WireKey("wallet"))
    try object.encode(sessionKey.description, forKey: WireKey("sessionKey"))
    try object.encodeIfPresent(name?.text, forKey: WireKey("name"))
    try object.encode(scope.permission.wireName.description, forKey: WireKey("permission"))
    try object.encode(scope.markets.map(\.text), forKey: WireKey("markets"))
    try object.encodeIfPresent(scope.maximumOrderValue?.description, forKey: WireKey("maximumOrderValue"))
    try object.encodeIfPresent(scope.maximumDailyValue?.description, forKey: WireKey("maximumDailyValue"))
    try object.encodeIfPresent(scope.maximumPriceDeviation?.description, forKey: WireKey("maximumPriceDeviation"))
    try object.encode(authorizedAt.milliseconds, forKey: WireKey("authorizedAt"))
    try object.encode(expiresAt.milliseconds, forKey: WireKey("expiresAt"))
    try object.encode(credentials.key, forKey: WireKey("apiKey"))
    try object.encode(credentials.secret, forKey: WireKey("apiSecret"))
  }
}
