internal import ArgumentParser
internal import EthereumPrimitives
internal import ExchangeAPI
internal import TypedData

/// `session-keys typed-data`
struct TypedDataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "typed-data",
    abstract: "Hash typed data (EIP-712) of any kind.",
    discussion: """
      Reads the JSON that wallets take for eth_signTypedData_v4, an object with types, primaryType, domain and \
      message, and shows the hashes on the way to the digest that is signed. Undeclared and missing members are \
      refused, not passed over. With a primaryType of EIP712Domain the domain alone is signed.

      Example:
        session-keys typed-data mail.json

      With --json, one object with the texts primaryType and encodeType, and the hashes domainSeparator, structHash \
      and digest (0x and 64 lower-case hexadecimal digits); errors are an object with code and message on standard \
      error.

      \(ExitStatus.help)
      """)

  @Flag(help: "Write JSON, for programs.")
  var json = false

  @Argument(help: "The typed data: a file, or - for standard input.")
  var file: InputSource

  func run() throws {
    let hashes = try TypedDataHashes(document: file.read(bytesMaximum: InputSource.typedDataBytesMaximum))
    if json { try Report.result(hashes) } else { try Report.result(text: hashes.text) }
  }
}

/// The hashes of a typed-data document.
struct TypedDataHashes: Encodable {
  let primaryType: String
  let encodeType: String
  let domainSeparator: String
  let structHash: String
  let digest: String

  /// Hashes a document.
  init(document bytes: [UInt8]) throws(CommandFailure) {
    let document: JSONValue
    let typedData: DynamicTypedData
    do { document = try StrictJSON.tree(bytes) } catch { throw .document(error) }
    do { typedData = try DynamicTypedData(document) } catch { throw .typedData(error) }
    primaryType = typedData.primaryType
    encodeType = typedData.encodedType
    domainSeparator = typedData.domainSeparator.description
    structHash = typedData.structHash.description
    digest = typedData.digest.description
  }

  /// The hashes in a table.
  var text: String {
    var table = TextTable()
    table.add([
      ("primaryType", primaryType), ("encodeType", encodeType), ("domainSeparator", domainSeparator),
      ("structHash", structHash), ("digest", digest),
    ])
    return table.text
  }
}
