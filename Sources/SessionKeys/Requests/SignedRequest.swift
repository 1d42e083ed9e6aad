public import EthereumPrimitives

/// What came in: an action and a signature of which nothing is known yet.
public struct SignedRequest: Hashable, Sendable {
  /// What is asked for.
  public let action: RequestedAction
  /// Who signed it is for ``RequestAuthenticator`` to find out.
  public let signature: KeySignature
  /// A label that is not signed: the name that a trader gave a key. It changes nothing.
  public let label: SessionKeyName?

  /// Puts together a request.
  public init(action: RequestedAction, signature: KeySignature, label: SessionKeyName? = nil) {
    self.action = action
    self.signature = signature
    self.label = label
  }
}

/// The name that a trader gave a session key: at most 64 characters, without control characters.
///
/// Not signed, and so nothing but a label; whoever shows it must treat it as a stranger's text.
public struct SessionKeyName: Hashable, Sendable {
  /// The name.
  public let text: String

  /// The most Unicode scalars that a name may have (the exchange's API: 64 characters).
  public static let scalarsMaximum = 64
  /// The most bytes of UTF-8 that a name may have.
  public static let bytesMaximum = 256

  /// Takes a name, or `nil` when it is too long, or has control, bidirectional or line-separating characters.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.bytesMaximum, text.unicodeScalars.count <= Self.scalarsMaximum else { return nil }
    guard text.unicodeScalars.allSatisfy(Self.isShown) else { return nil }
    self.text = text
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}
