/// A struct type as a document declares it: names are checked, types are spelled right and not yet looked up.
struct StructDeclaration {
  let name: String
  let path: ValuePath
  let names: MemberNames
  /// The type of each member as spelled.
  let spellings: [String]
  /// This type's own part of `encodeType`, as in `Mail(Person from,Person to,string contents)`.
  let encodedType: String

  /// Members must be named by identifiers, each once.
  init(name: String, path: ValuePath, members: [(name: String, type: String)]) throws(DynamicTypedDataError) {
    self.name = name
    self.path = path
    names = MemberNames(members.map { $0.name })
    spellings = members.map { $0.type }
    for (index, member) in members.enumerated() where !isIdentifier(member.name) {
      throw path.element(index).member("name").error(.notAnIdentifier)
    }
    if let duplicate = names.duplicate { throw path.element(duplicate).member("name").error(.duplicate) }
    var encodedType = name + "("
    for (index, member) in members.enumerated() {
      if index > 0 { encodedType += "," }
      encodedType += member.type + " " + member.name
    }
    self.encodedType = encodedType + ")"
  }

  /// Looks the members' types up.
  func types(among typeNames: MemberNames) throws(DynamicTypedDataError) -> [ValueType] {
    var types: [ValueType] = []
    for (index, text) in spellings.enumerated() {
      let path = path.element(index).member("type")
      guard let spelling = TypeSpelling(text) else { throw path.error(.malformedType) }
      if let elementary = ElementaryType(spelling.name.utf8) {
        types.append(spelling.type(of: .elementary(elementary)))
      } else if let position = typeNames.position(of: spelling.name) {
        types.append(spelling.type(of: .structure(position)))
      } else {
        throw path.error(.unknownType)
      }
    }
    return types
  }
}

// Reading `types`.
extension StructDeclaration {
  static func read(_ types: JSONValue) throws(DynamicTypedDataError) -> [StructDeclaration] {
    let path = ValuePath("types")
    guard case .object(let members) = types else { throw path.error(.notAnObject) }
    guard members.count <= DynamicTypedData.typesMaximum else {
      throw path.error(.tooManyTypes(maximum: DynamicTypedData.typesMaximum))
    }
    var declarations: [StructDeclaration] = []
    var memberCount = 0
    for member in members {
      let path = path.member(member.name)
      guard isIdentifier(member.name) else { throw path.error(.notAnIdentifier) }
      guard !ElementaryType.reserves(member.name) else { throw path.error(.reservedName) }
      guard case .array(let elements) = member.value else { throw path.error(.notAnArray) }
      memberCount += elements.count
      guard memberCount <= DynamicTypedData.membersMaximum else {
        throw path.error(.tooManyMembers(maximum: DynamicTypedData.membersMaximum))
      }
      declarations.append(try read(member.name, elements, at: path))
    }
    return declarations
  }

  private static func read(
    _ name: String, _ elements: [JSONValue], at path: ValuePath
  ) throws(DynamicTypedDataError) -> StructDeclaration {
    var members: [(name: String, type: String)] = []
    for (index, element) in elements.enumerated() {
      let path = path.element(index)
      let values = try MemberNames.declaration.values(of: element, at: path)
      guard case .string(let name)? = values.first else { throw path.member("name").error(.notAText) }
      guard case .string(let type)? = values.last else { throw path.member("type").error(.notAText) }
      members.append((name, type))
    }
    return try StructDeclaration(name: name, path: path, members: members)
  }
}
