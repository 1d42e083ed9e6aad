internal import EthereumPrimitives
internal import PerpsProtocol
internal import TypedData

/// What both kinds of preparation do: find the call and the domain, and write the answer.
enum Preparation {
  /// The largest chain id that a JavaScript number holds exactly.
  static let chainIDMaximum: UInt64 = 1 << 53 - 1

  /// Which of some names the field `call` gives, or `nil` when it gives another.
  @inline(never)
  static func index(_ record: Record, among calls: [StaticString]) throws(SignerRefusal) -> Int? {
    guard let bytes = record.value(of: "call".utf8Bytes) else {
      throw SignerRefusal(.requiredParameter, field: "call", "call is missing: add it, as in POST /v1/orders")
    }
    for (index, name) in calls.enumerated() where name.description.utf8Bytes == bytes { return index }
    return nil
  }

  /// The domain of a record; there is none by default.
  @inline(never)
  static func domain(_ record: Record) throws(SignerRefusal) -> Domain {
    let fields = try Fields(record, .domain, allowing: "chainId contract environment")
    let chainID = try fields.number("chainId", maximum: chainIDMaximum)
    let contract = try fields.address("contract")
    return .katanaPerps(try environment(fields), chainID: chainID, contract: contract)
  }

  @inline(never)
  private static func environment(_ fields: Fields) throws(SignerRefusal) -> Environment {
    guard let bytes = fields.bytes("environment") else { throw fields.missing("environment") }
    if bytes == "production".utf8Bytes { return .production }
    if bytes == "sandbox".utf8Bytes { return .sandbox }
    throw fields.refusal("environment", "must be production or sandbox")
  }

  /// The answer: what is signed, and the document that a wallet shows.
  @inline(never)
  static func answer(_ message: TypedDataDocument, in domain: Domain) -> Record {
    var answer = Record()
    answer.append("digest", message.digest(in: domain).description)
    answer.append("primaryType", message.primaryType)
    answer.append("typedData", message.json(in: domain))
    return answer
  }
}
