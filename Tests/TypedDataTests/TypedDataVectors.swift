import EthereumPrimitives
import ExchangeAPI
import Foundation
import TypedData

/// A document with the hashes that another implementation computed.
struct TypedDataVector: Decodable, Sendable {
  let document: String
  let domainSeparator: String
  let structHash: String
  let digest: String

  /// One vector a line.
  static func lines(of file: URL) throws -> [TypedDataVector] {
    try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(TypedDataVector.self, from: $0)
    }
  }
}

/// Files of the repository, found from where this one is.
enum RepositoryFile {
  static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  static let ethAccount = tests.appending(path: "TypedDataTests/Vectors/eth-account-typed-data.jsonl")
  static let exchange = tests.appending(path: "SigningTests/Vectors/katana-typed-data.json")
}

/// Reads and hashes a document.
func hashed(_ document: String) throws -> DynamicTypedData {
  try DynamicTypedData(StrictJSON.tree(Array(document.utf8)))
}

extension JSONValue {
  /// A member of an object.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, if it is one.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The elements of an array; none of anything else.
  var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  /// The object with another member.
  func adding(_ name: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members + [JSONMember(name: name, value: value)])
  }
}
