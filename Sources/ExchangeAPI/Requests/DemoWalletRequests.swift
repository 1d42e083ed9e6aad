internal import EthereumPrimitives
public import TypedData

/// The body of `POST /v1/sandbox/demoWallet`: `{"id": "…"}`.
public struct DemoWalletRequest: Sendable {
  /// Which demo wallet.
  public let id: DemoWalletID

  /// Reads a body.
  public init(_ bytes: [UInt8]) throws(RequestBodyError) {
    do { self = try StrictJSON.decode(Self.self, from: bytes, bytesMaximum: SignedRequestBody.bytesMaximum) } catch {
      throw RequestBodyError(error)
    }
  }
}

extension DemoWalletRequest: Decodable {
  /// Reads a document of which every member is known.
  public init(from decoder: any Decoder) throws {
    id = try DemoWalletID(in: StrictObject(decoder, allowing: [DemoWalletID.name]))
  }
}

/// The body of `POST /v1/sandbox/demoWallet/sign`: `{"id": "…", "typedData": "{…}"}`, the document of
/// `eth_signTypedData_v4` as the text that a wallet is given.
public struct DemoSigningRequest: Sendable {
  /// Which demo wallet.
  public let id: DemoWalletID
  /// What it is to sign.
  public let typedData: DynamicTypedData

  /// Reads a body.
  public init(_ bytes: [UInt8]) throws(RequestBodyError) {
    do { self = try StrictJSON.decode(Self.self, from: bytes, bytesMaximum: SignedRequestBody.bytesMaximum) } catch {
      throw RequestBodyError(error)
    }
  }
}

extension DemoSigningRequest: Decodable {
  private static let typedDataName = "typedData"

  /// Reads a document of which every member is known.
  public init(from decoder: any Decoder) throws {
    let object = try StrictObject(decoder, allowing: [DemoWalletID.name, Self.typedDataName])
    id = try DemoWalletID(in: object)
    let text = try object.string(Self.typedDataName)
    do {
      typedData = try DynamicTypedData(
        StrictJSON.tree(Array(text.utf8), bytesMaximum: SignedRequestBody.bytesMaximum))
    } catch { throw RequestBodyError.parameter(name: Self.typedDataName, reason: "\(error)") }
  }
}

/// What stands for a demo wallet: 32 hexadecimal digits in lower case, drawn at random by whoever uses it.
///
/// Secret: whoever knows it can have the wallet sign.
public struct DemoWalletID: Sendable {
  private let digits: [UInt8]

  static let name = "id"
  private static let digitCount = 32

  /// Takes the digits.
  public init?(_ text: String) {
    digits = Array(text.utf8)
    guard digits.count == Self.digitCount, digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
  }

  init(in object: StrictObject) throws {
    guard let id = DemoWalletID(try object.string(Self.name)) else {
      throw RequestBodyError.parameter(
        name: Self.name, reason: "must be \(Self.digitCount) hexadecimal digits in lower case, drawn at random")
    }
    self = id
  }

  /// Lends the digits for the time of a call.
  public func withDigits<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result { try body(digits) }
}

extension DemoWalletID: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Nothing of the secret.
  public var description: String { "demo wallet id" }
  /// Nothing of the secret.
  public var debugDescription: String { description }
  /// Nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
