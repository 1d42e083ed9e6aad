internal import ExchangeAPI
internal import NIOCore

/// Which sockets there are, and what each has subscribed to.
struct SubscriberTable {
  typealias ID = ObjectIdentifier

  private var sockets: [ID: Socket] = [:]
  private var places: [Topic: [ID: Place]] = [:]

  private struct Socket {
    let outlet: any SocketOutlet
    var topics: Set<Topic> = []
  }

  /// A socket among those of a topic.
  struct Place {
    let grant: Grant?
    /// Whether events are delivered: not before it is sure that the grant is good.
    var isConfirmed: Bool
  }

  var topicCount: Int { places.count }
  var socketCount: Int { sockets.count }
  var outlets: [any SocketOutlet] { sockets.values.map(\.outlet) }
  var privateTopics: [Topic] { places.keys.filter(\.name.isPrivate) }

  func outlet(_ id: ID) -> (any SocketOutlet)? { sockets[id]?.outlet }
  func places(of topic: Topic) -> [ID: Place]? { places[topic] }
  func topics(of id: ID) -> Set<Topic> { sockets[id]?.topics ?? [] }
  func hasPlace(in topic: Topic, _ id: ID) -> Bool { places[topic]?[id] != nil }
  func isConfirmed(_ topic: Topic, _ id: ID) -> Bool { places[topic]?[id]?.isConfirmed ?? false }

  mutating func add(_ outlet: any SocketOutlet) { sockets[ID(outlet)] = Socket(outlet: outlet) }

  mutating func remove(_ id: ID) {
    for topic in sockets.removeValue(forKey: id)?.topics ?? [] { vacate(topic, id) }
  }

  /// Gives a socket a place in each topic where it has none that is confirmed.
  mutating func join(_ wanted: [Topic], _ id: ID, _ place: Place) throws {
    guard let socket = sockets[id] else { return }
    let maximum = ServerLimits.topicsPerSocketMaximum
    guard socket.topics.union(wanted).count <= maximum else {
      throw CallFailure(
        .badRequest, "a connection has at most \(maximum) subscriptions, counted by market: end some first")
    }
    for topic in wanted where !isConfirmed(topic, id) {
      places[topic, default: [:]][id] = place
      sockets[id]?.topics.insert(topic)
    }
  }

  mutating func confirm(_ topic: Topic, _ id: ID) { places[topic]?[id]?.isConfirmed = true }

  mutating func leave(_ topic: Topic, _ id: ID) {
    sockets[id]?.topics.remove(topic)
    vacate(topic, id)
  }

  private mutating func vacate(_ topic: Topic, _ id: ID) {
    places[topic]?[id] = nil
    if places[topic]?.isEmpty == true { places[topic] = nil }
  }
}
