import EthereumPrimitives
import ExchangeAPI
import Foundation
import Testing
import TypedData

@Suite("Typed data hashed as other implementations hash it")
struct DynamicTypedDataVectorTests {
  private static let differentialFile = ProcessInfo.processInfo.environment["TYPED_DATA_DIFFERENTIAL"]

  @Test("every committed document has the hashes that eth-account gives it")
  func committedVectors() throws {
    let vectors = try TypedDataVector.lines(of: RepositoryFile.ethAccount)
    #expect(vectors.count == 40)
    for vector in vectors { try check(vector) }
  }

  @Test(
    "every random document has the hashes that eth-account gives it",
    .enabled(
      if: differentialFile != nil,
      "TYPED_DATA_DIFFERENTIAL names no file: make one with Tests/Differential/typed_data_differential.py"))
  func differential() throws {
    let file = try #require(Self.differentialFile)
    let vectors = try TypedDataVector.lines(of: URL(filePath: file))
    #expect(vectors.count >= 600)
    for vector in vectors { try check(vector) }
  }

  @Test("the check of vectors fails on a document that differs in one digit")
  func changedVector() throws {
    let vector = try #require(try TypedDataVector.lines(of: RepositoryFile.ethAccount).first)
    let changed = vector.document.replacingOccurrences(of: "\"primaryType\"", with: "\"primaryTypes\"")
    #expect(changed != vector.document)
    #expect(throws: DynamicTypedDataError.self) { try hashed(changed) }
    let other = try #require(try TypedDataVector.lines(of: RepositoryFile.ethAccount).last)
    #expect(try hashed(other.document).digest.description != vector.digest)
  }

  @Test("every request of the exchange's own client has its hashes")
  func exchangeVectors() throws {
    let bytes = [UInt8](try Data(contentsOf: RepositoryFile.exchange))
    let vectors = try #require(try StrictJSON.tree(bytes)["vectors"]).elements
    #expect(vectors.count == 36)
    for vector in vectors {
      let typedData = try DynamicTypedData(document(of: vector))
      #expect(typedData.primaryType == vector["primaryType"]?.text)
      #expect(typedData.encodedType == vector["encodeType"]?.text)
      #expect(typedData.domainSeparator.description == vector["domainSeparator"]?.text)
      #expect(typedData.structHash.description == vector["structHash"]?.text)
      #expect(typedData.digest.description == vector["digest"]?.text)
    }
  }

  private func check(_ vector: TypedDataVector) throws {
    let typedData: DynamicTypedData
    do {
      typedData = try hashed(vector.document)
    } catch {
      Issue.record("\(error): \(vector.document)")
      return
    }
    let document = Comment(rawValue: vector.document)
    #expect(typedData.domainSeparator.description == vector.domainSeparator, document)
    #expect(typedData.structHash.description == vector.structHash, document)
    #expect(typedData.digest.description == vector.digest, document)
  }

  /// The exchange's vectors have no `EIP712Domain`, so it is declared here.
  private func document(of vector: JSONValue) throws -> JSONValue {
    let fields = [
      ("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"),
    ]
    let domainType = JSONValue.array(
      fields.map { name, type in
        .object([
          JSONMember(name: "name", value: .string(name)), JSONMember(name: "type", value: .string(type)),
        ])
      })
    return .object([
      JSONMember(name: "types", value: try #require(vector["types"]).adding("EIP712Domain", domainType)),
      JSONMember(name: "primaryType", value: try #require(vector["primaryType"])),
      JSONMember(name: "domain", value: try #require(vector["domain"])),
      JSONMember(name: "message", value: try #require(vector["message"])),
    ])
  }
}
