/// The members that an object must have, no more and no fewer.
///
/// Names are found by their bytes: texts that are equal only by Unicode's rules are different names.
struct MemberNames {
  /// The names in the order in which they were given.
  let names: [String]
  /// The positions of the names, sorted by name.
  let sorted: [Int]

  static let document = MemberNames(["types", "primaryType", "domain", "message"])
  static let declaration = MemberNames(["name", "type"])
  static let none = MemberNames([])

  init(_ names: [String]) {
    self.names = names
    sorted = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
  }

  /// The position of a name that stands twice, if there is one.
  var duplicate: Int? {
    for (left, right) in zip(sorted, sorted.dropFirst()) where names[left].utf8.elementsEqual(names[right].utf8) {
      return max(left, right)
    }
    return nil
  }

  /// The position of a name.
  func position(of name: String) -> Int? {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if names[sorted[middle]].utf8.lexicographicallyPrecedes(name.utf8) { low = middle + 1 } else { high = middle }
    }
    guard low < sorted.count, names[sorted[low]].utf8.elementsEqual(name.utf8) else { return nil }
    return sorted[low]
  }

  /// The values of an object's members, in the order of the names.
  func values(of object: JSONValue, at path: ValuePath) throws(DynamicTypedDataError) -> [JSONValue] {
    guard case .object(let members) = object else { throw path.error(.notAnObject) }
    var found = [JSONValue?](repeating: nil, count: names.count)
    for member in members {
      guard let position = position(of: member.name) else { throw path.member(member.name).error(.undeclared) }
      guard found[position] == nil else { throw path.member(member.name).error(.duplicate) }
      found[position] = member.value
    }
    var values: [JSONValue] = []
    values.reserveCapacity(names.count)
    for (position, value) in found.enumerated() {
      guard let value else { throw path.member(names[position]).error(.missing) }
      values.append(value)
    }
    return values
  }
}
