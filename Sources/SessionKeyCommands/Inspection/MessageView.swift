internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import TypedData

/// A message with everything that can be shown of it: what a wallet is given, taken apart again.
struct MessageView {
  let primaryType: String
  let encodedType: String
  let structHash: Bytes32
  /// The domain as an object.
  let domain: JSONValue
  /// The message as an object, its members in the order in which they are signed.
  let message: JSONValue

  /// Takes a message apart.
  init(_ message: some PerpsMessage, in domain: Domain) throws(StrictJSONError) {
    primaryType = type(of: message).primaryType
    encodedType = type(of: message).encodedType
    structHash = message.structHash
    let document = try StrictJSON.tree(Array(message.json(in: domain).utf8))
    self.domain = document.member("domain") ?? .null
    self.message = document.member("message") ?? .null
  }
}

extension JSONValue {
  /// The members of an object; none of anything else.
  var members: [JSONMember] {
    if case .object(let members) = self { members } else { [] }
  }

  /// The value of an object's member.
  func member(_ name: String) -> JSONValue? {
    members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}
