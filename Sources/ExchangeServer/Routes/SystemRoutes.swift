internal import Foundation
internal import HTTPTypes

/// The calls of operators and of whoever writes a client.
struct SystemRoutes: Sendable {
  let gauges: GaugeReader
  let metrics: ServerMetrics
  let description: [UInt8]

  func add(to routes: inout RouteTable) {
    routes.add(.get, "/health") { _ in
      let isReady = await gauges.isReady
      return try Reply(
        Health(status: isReady ? "ok" : "unavailable", sequence: gauges.sequence),
        status: isReady ? .ok : .serviceUnavailable)
    }
    routes.add(.get, "/metrics") { _ in
      let text = metrics.text(try await gauges.gauges())
      return Reply(status: .ok, contentType: MetricsText.contentType, body: Array(text.utf8))
    }
    routes.add(.get, "/openapi.yaml") { _ in
      Reply(status: .ok, contentType: "application/yaml", body: description)
    }
  }

  private struct Health: Encodable {
    let status: String
    let sequence: UInt64
  }
}

/// The description of the API, as it is served.
enum APIDescription {
  static func load() throws -> [UInt8] {
    guard let url = Bundle.module.url(forResource: "openapi", withExtension: "yaml") else {
      throw ServerError.incomplete(file: "openapi.yaml")
    }
    return [UInt8](try Data(contentsOf: url))
  }
}
