internal import EthereumPrimitives
internal import SessionKeys

/// The `parameters` of a call as they arrive, and the action that they ask for.
protocol WireParameters: Decodable, Sendable {
  /// The members that a body with these parameters may have.
  static var bodyMembers: [String] { get }
  /// What the signature may stand for, most usual first: never empty, and nearly always one.
  var actions: [RequestedAction] { get }
  /// The same with the consent of a key that is being authorised.
  func actions(consent: KeySignature?) -> [RequestedAction]
  /// A parameter that the call needs although it is not signed, when it is missing.
  var missingParameter: String? { get }
  /// The label of a key that is being authorised.
  var label: SessionKeyName? { get }
}

extension WireParameters {
  static var bodyMembers: [String] { ["parameters", "signature"] }
  func actions(consent: KeySignature?) -> [RequestedAction] { actions }
  var missingParameter: String? { nil }
  var label: SessionKeyName? { nil }
}
