internal import ExchangeAPI
internal import SandboxExchange

extension ReadQuery {
  /// A parameter that the call cannot do without.
  func required<Value>(_ value: Value?, _ name: ReadParameter) throws(QueryError) -> Value {
    guard let value else { throw .required(name: name) }
    return value
  }

  /// The part of a history that is asked for.
  ///
  /// - Parameter id: reads an id, or answers `nil` for a text that is none.
  func page<ID>(_ id: (String) -> ID?) throws(QueryError) -> HistoryPage<ID> {
    let from = fromID.flatMap(id)
    if fromID != nil && from == nil { throw .invalid(name: .fromID, reason: "is no id of this history") }
    return HistoryPage(start: start, end: end, limit: limit ?? Self.limitDefault, from: from)
  }
}
