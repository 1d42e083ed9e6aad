public import EthereumPrimitives
public import PerpsProtocol

/// What a store says about a key without opening it. None of it is secret.
public struct StoredKey: Hashable, Sendable {
  /// What the key is for, and on which curve.
  public let kind: KeyKind
  /// How the key is named everywhere: the address of its public key.
  public let address: Address
  /// What its owner calls it; a label and nothing else.
  public let name: KeyName?
  /// When it was put into the store.
  public let created: Timestamp

  /// Describes a key.
  public init(kind: KeyKind, address: Address, name: KeyName?, created: Timestamp) {
    self.kind = kind
    self.address = address
    self.name = name
    self.created = created
  }
}

/// What a key is for. A wallet's key on P-256 cannot be written: contracts know wallets on secp256k1 alone.
public enum KeyKind: Hashable, Sendable {
  /// A wallet, on secp256k1.
  case wallet
  /// A session key, on either curve.
  case sessionKey(Curve)

  /// The curve of the key.
  public var curve: Curve {
    switch self {
    case .wallet: .secp256k1
    case .sessionKey(let curve): curve
    }
  }
}

extension KeyKind {
  /// The kind of two names as files have them, or `nil`.
  init?(kind: String, curve: String) {
    guard let curve = Curve.allCases.first(where: { $0.keyFileName.utf8.elementsEqual(curve.utf8) }) else { return nil }
    let all: [KeyKind] = [.wallet, .sessionKey(curve)]
    guard let found = all.first(where: { $0.fileName.utf8.elementsEqual(kind.utf8) && $0.curve == curve }) else {
      return nil
    }
    self = found
  }

  /// The name in key files, and for people: `wallet` or `sessionKey`.
  public var fileName: String {
    switch self {
    case .wallet: "wallet"
    case .sessionKey: "sessionKey"
    }
  }
}

extension Curve {
  /// The name in key files.
  var keyFileName: String {
    switch self {
    case .secp256k1: "secp256k1"
    case .p256: "P-256"
    }
  }
}
