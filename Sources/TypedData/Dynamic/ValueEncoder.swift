internal import EthereumPrimitives

/// `encodeData` of EIP-712 over the values of a document.
struct ValueEncoder {
  let types: [StructType]
  var path: ValuePath

  /// `hashStruct` of a value of a struct type.
  mutating func hash(_ value: JSONValue, as position: Int) throws(DynamicTypedDataError) -> Bytes32 {
    let type = types[position]
    let values = try type.names.values(of: value, at: path)
    var sponge = Keccak256()
    sponge.update(type.typeHash)
    for (index, value) in values.enumerated() {
      path.enter(type.names.names[index])
      sponge.update(try encodeMember(value, as: type.types[index]))
      path.leave()
    }
    return sponge.finalize()
  }

  private mutating func encodeMember(_ value: JSONValue, as type: ValueType) throws(DynamicTypedDataError) -> Bytes32 {
    if case .null = value, case .structure = type { return .zero }
    return try encode(value, as: type)
  }

  private mutating func encode(_ value: JSONValue, as type: ValueType) throws(DynamicTypedDataError) -> Bytes32 {
    if case .null = value { throw path.error(.null) }
    guard path.depth <= DynamicTypedData.depthMaximum else {
      throw path.error(.tooDeep(maximum: DynamicTypedData.depthMaximum))
    }
    switch type {
    case .elementary(let type): return try encode(value, as: type)
    case .structure(let position): return try hash(value, as: position)
    case .array(let element, let count): return try hash(value, asArrayOf: element, count: count)
    }
  }

  /// Keccak-256 of the elements' words; elements that are arrays or structs are hashes themselves.
  private mutating func hash(
    _ value: JSONValue, asArrayOf type: ValueType, count: Int?
  ) throws(DynamicTypedDataError) -> Bytes32 {
    guard case .array(let elements) = value else { throw path.error(.notAnArray) }
    guard elements.count <= DynamicTypedData.elementsMaximum else {
      throw path.error(.tooManyElements(maximum: DynamicTypedData.elementsMaximum))
    }
    if let count, count != elements.count {
      throw path.error(.wrongElementCount(expected: count, actual: elements.count))
    }
    var sponge = Keccak256()
    for (index, element) in elements.enumerated() {
      path.enter(index)
      sponge.update(try encode(element, as: type))
      path.leave()
    }
    return sponge.finalize()
  }
}

// Elementary values.
extension ValueEncoder {
  private func encode(_ value: JSONValue, as type: ElementaryType) throws(DynamicTypedDataError) -> Bytes32 {
    switch type {
    case .bool:
      guard case .bool(let flag) = value else { throw path.error(.notABool) }
      return Bytes32(bigEndian: 0, 0, 0, flag ? 1 : 0)
    case .address:
      let text = try text(value)
      do { return try Address(text).word } catch { throw path.error(.notAnAddress(error)) }
    case .string: return Keccak256.hash(utf8: try text(value))
    case .bytes: return Keccak256.hash(try bytes(value))
    case .fixedBytes(let count): return try word(value, byteCount: count)
    case .integer(let bits, let isSigned): return try integer(value, bits: bits, isSigned: isSigned)
    }
  }

  private func text(_ value: JSONValue) throws(DynamicTypedDataError) -> String {
    guard case .string(let text) = value else { throw path.error(.notAText) }
    return text
  }

  private func bytes(_ value: JSONValue) throws(DynamicTypedDataError) -> [UInt8] {
    let text = try text(value)
    do {
      return try Hex.decode(text, byteCountMaximum: DynamicTypedData.bytesValueMaximum)
    } catch {
      throw path.error(.notBytes(error))
    }
  }

  /// `bytes1` to `bytes32`: the bytes, then zeros.
  private func word(_ value: JSONValue, byteCount: Int) throws(DynamicTypedDataError) -> Bytes32 {
    let bytes = try bytes(value)
    let padding = [UInt8](repeating: 0, count: max(0, 32 - bytes.count))
    guard bytes.count == byteCount, let word = Bytes32(bytes + padding) else {
      throw path.error(.notBytes(.wrongLength(expectedBytes: byteCount, actualBytes: bytes.count)))
    }
    return word
  }

  private func integer(_ value: JSONValue, bits: Int, isSigned: Bool) throws(DynamicTypedDataError) -> Bytes32 {
    do throws(IntegerError) {
      let integer = try Integer256(value)
      guard let word = integer.word(bits: bits, isSigned: isSigned) else { throw .tooLarge }
      return word
    } catch {
      switch error {
      case .notAnInteger: throw path.error(.notAnInteger)
      case .tooLarge: throw path.error(.integerOutOfRange(bits: bits, isSigned: isSigned))
      }
    }
  }
}
