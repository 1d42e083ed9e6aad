internal import ExchangeAPI
public import PerpsProtocol

/// Which part of a list is read, oldest first.
public struct ReadPage: Hashable, Sendable {
  /// The earliest time, inside.
  public var start: Timestamp?
  /// The latest time, inside.
  public var end: Timestamp?
  /// The id after which the page begins.
  public var fromID: String?
  /// How many elements at most, from 1 to 1,000; 50 where it is `nil`.
  public var limit: Int?

  /// Chooses a part; everything may be left open.
  public init(start: Timestamp? = nil, end: Timestamp? = nil, fromID: String? = nil, limit: Int? = nil) {
    self.start = start
    self.end = end
    self.fromID = fromID
    self.limit = limit
  }

  func applied(to query: ReadQuery) -> ReadQuery {
    var query = query
    (query.start, query.end, query.fromID, query.limit) = (start, end, fromID, limit)
    return query
  }
}
