public import EthereumPrimitives

/// Why an `eth_signTypedData_v4` document is refused, and where in it.
///
/// The offending value itself is not part of the error: it is somebody else's text.
public struct DynamicTypedDataError: Error, Sendable {
  /// Where the offending value is, as in `message.contents[2].amount`; `document` is the document itself.
  ///
  /// A name that is no identifier stands there as `?`, so that the path is safe to print.
  public let path: String
  /// What is wrong with it.
  public let reason: Reason

  /// What is wrong with a value of a document.
  public enum Reason: Hashable, Sendable {
    /// The value is not a JSON object.
    case notAnObject
    /// The value is not a JSON array.
    case notAnArray
    /// The value is not a JSON text.
    case notAText
    /// The value is not `true` or `false`.
    case notABool
    /// The value is not a number or text that spells an integer.
    case notAnInteger
    /// The integer does not fit its type.
    case integerOutOfRange(bits: Int, isSigned: Bool)
    /// The value is not hexadecimal text of the right length.
    case notBytes(HexError)
    /// The value is not an address.
    case notAnAddress(AddressError)
    /// The value is `null`, and its type is not a struct type.
    case null
    /// The member is declared and not there.
    case missing
    /// The member is there and not declared.
    case undeclared
    /// The name was used before in the same object or type.
    case duplicate
    /// The name is not made of ASCII letters, digits and underscores, is too long, or begins with a digit.
    case notAnIdentifier
    /// The name of the type means, or looks like, an elementary type.
    case reservedName
    /// The text is not the name of a type, with or without array brackets.
    case malformedType
    /// The type is neither elementary nor declared.
    case unknownType
    /// The member of `EIP712Domain` is not one of the five of EIP-712, or not of its type.
    case wrongDomainField
    /// An array of fixed length has another number of elements.
    case wrongElementCount(expected: Int, actual: Int)
    /// There are more struct types than are taken.
    case tooManyTypes(maximum: Int)
    /// The struct types have more members than are taken.
    case tooManyMembers(maximum: Int)
    /// The array has more elements than are taken.
    case tooManyElements(maximum: Int)
    /// Structs and arrays are nested deeper than is taken.
    case tooDeep(maximum: Int)
  }
}

extension DynamicTypedDataError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String { path + " " + reason.description }
}

extension DynamicTypedDataError.Reason: CustomStringConvertible {
  /// What was wrong and what is expected, as the rest of a sentence that begins with the path.
  public var description: String {
    switch self {
    case .notAnObject: "must be a JSON object"
    case .notAnArray: "must be a JSON array"
    case .notAText: "must be a JSON text"
    case .notABool: "must be true or false"
    case .notAnInteger:
      "must be an integer: a number or text of decimal digits without zeros in front, fraction or exponent, or a text "
        + "of 0x and hexadecimal digits"
    case .integerOutOfRange(let bits, let isSigned): "does not fit in \(isSigned ? "int" : "uint")\(bits)"
    case .notBytes(let reason): "must be bytes: \(reason.description)"
    case .notAnAddress(let reason): "must be an address: \(reason.description)"
    case .null: "must not be null: only members of a struct type may be"
    case .missing: "is declared in types and missing: add it"
    case .undeclared: "is not declared: declare it in types, or leave it out"
    case .duplicate: "is named twice: leave one out"
    case .notAnIdentifier:
      "must be named with 1 to \(DynamicTypedData.identifierBytesMaximum) ASCII letters, digits and underscores, and "
        + "no digit in front"
    case .reservedName: "must not be named like an elementary type: rename it"
    case .malformedType: "must be the name of a type, with brackets for an array, as in uint8[2][]"
    case .unknownType: "must be an elementary type of EIP-712 or be declared in types"
    case .wrongDomainField:
      "must be one of: string name, string version, uint256 chainId, address verifyingContract, bytes32 salt"
    case .wrongElementCount(let expected, let actual): "must have \(expected) elements and has \(actual)"
    case .tooManyTypes(let maximum): "must declare at most \(maximum) types"
    case .tooManyMembers(let maximum): "must declare at most \(maximum) members in all types together"
    case .tooManyElements(let maximum): "must have at most \(maximum) elements"
    case .tooDeep(let maximum): "is nested deeper than the maximum of \(maximum)"
    }
  }
}
