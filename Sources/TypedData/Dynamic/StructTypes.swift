internal import EthereumPrimitives

/// A struct type of a document, with everything that hashing its values needs.
struct StructType {
  let name: String
  let types: [ValueType]
  let names: MemberNames
  let encodedType: String
  let typeHash: Bytes32
}

/// The struct types of a document, checked, with `EIP712Domain` among them.
struct StructTypes {
  let all: [StructType]
  /// The position of `EIP712Domain`.
  let domain: Int
  private let names: MemberNames

  /// Reads the declarations.
  ///
  /// - Parameter domain: the domain, from which its type is derived when it is not declared.
  init(_ types: JSONValue, domain: JSONValue) throws(DynamicTypedDataError) {
    var declarations = try StructDeclaration.read(types)
    var typeNames = MemberNames(declarations.map { $0.name })
    if let duplicate = typeNames.duplicate { throw declarations[duplicate].path.error(.duplicate) }
    if let position = typeNames.position(of: DomainFields.typeName) {
      try DomainFields.check(declarations[position])
      self.domain = position
    } else {
      // Resolved with the others' names first: a member cannot be of a type that is not declared.
      self.domain = declarations.count
    }
    var resolved: [[ValueType]] = []
    for declaration in declarations { resolved.append(try declaration.types(among: typeNames)) }
    if self.domain == declarations.count {
      let derived = try DomainFields.derive(from: domain)
      declarations.append(derived)
      resolved.append(try derived.types(among: typeNames))
      typeNames = MemberNames(declarations.map { $0.name })
    }
    names = typeNames
    all = StructTypes.encode(declarations, resolved, sorted: typeNames.sorted)
  }

  /// The position of the document's primary type.
  func primaryType(_ value: JSONValue) throws(DynamicTypedDataError) -> Int {
    let path = ValuePath("primaryType")
    guard case .string(let name) = value else { throw path.error(.notAText) }
    guard let position = names.position(of: name) else { throw path.error(.unknownType) }
    return position
  }

  /// `hashStruct` of a value.
  func hash(_ value: JSONValue, as type: Int, at path: ValuePath) throws(DynamicTypedDataError) -> Bytes32 {
    var encoder = ValueEncoder(types: all, path: path)
    return try encoder.hash(value, as: type)
  }

  private static func encode(
    _ declarations: [StructDeclaration], _ types: [[ValueType]], sorted: [Int]
  ) -> [StructType] {
    declarations.indices.map { position in
      let used = reachable(from: position, in: types)
      var encodedType = declarations[position].encodedType
      for other in sorted where used[other] && other != position { encodedType += declarations[other].encodedType }
      return StructType(
        name: declarations[position].name, types: types[position], names: declarations[position].names,
        encodedType: encodedType, typeHash: Keccak256.hash(utf8: encodedType))
    }
  }

  /// Which struct types a struct type refers to, directly or not, and itself.
  private static func reachable(from position: Int, in types: [[ValueType]]) -> [Bool] {
    var isReached = [Bool](repeating: false, count: types.count)
    isReached[position] = true
    var waiting = [position]
    while let next = waiting.popLast() {
      for type in types[next] {
        guard let other = type.structure, !isReached[other] else { continue }
        isReached[other] = true
        waiting.append(other)
      }
    }
    return isReached
  }
}

extension ValueType {
  /// The struct type that this is, or is an array of.
  fileprivate var structure: Int? {
    switch self {
    case .elementary: nil
    case .structure(let position): position
    case .array(let element, _): element.structure
    }
  }
}
