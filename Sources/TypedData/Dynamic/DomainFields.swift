/// The five fields that a domain may have, with their types, in the order of EIP-712.
enum DomainFields {
  static let typeName = "EIP712Domain"

  private static let all: [(name: String, type: String)] = [
    ("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"),
    ("salt", "bytes32"),
  ]

  /// Takes any of the fields, in any order.
  static func check(_ declaration: StructDeclaration) throws(DynamicTypedDataError) {
    for (index, name) in declaration.names.names.enumerated() {
      let type = declaration.spellings[index]
      let isField = all.contains { $0.name.utf8.elementsEqual(name.utf8) && $0.type.utf8.elementsEqual(type.utf8) }
      guard isField else { throw declaration.path.element(index).error(.wrongDomainField) }
    }
  }

  /// Declares the fields that a domain has.
  static func derive(from domain: JSONValue) throws(DynamicTypedDataError) -> StructDeclaration {
    guard case .object(let members) = domain else { throw ValuePath("domain").error(.notAnObject) }
    let present = all.filter { field in members.contains { $0.name.utf8.elementsEqual(field.name.utf8) } }
    return try StructDeclaration(name: typeName, path: ValuePath("types").member(typeName), members: present)
  }
}
