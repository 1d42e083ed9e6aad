public import TypedData

/// A message of the exchange: typed data with a nonce.
public protocol PerpsMessage: TypedDataMessage {
  /// The request's nonce.
  var nonce: Nonce { get }
}
