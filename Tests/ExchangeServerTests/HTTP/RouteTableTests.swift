import ExchangeAPI
import HTTPTypes
import Testing

@testable import ExchangeServer

@Suite("There is one spelling of each call")
struct RouteTableTests {
  private var routes: RouteTable {
    var routes = RouteTable()
    routes.add(.get, "/v1/orders") { _ in Reply(status: .ok, contentType: "a", body: []) }
    routes.add(.delete, "/v1/orders") { _ in Reply(status: .ok, contentType: "b", body: []) }
    return routes
  }

  @Test(
    "a path that is spelled in another way is none",
    arguments: ["/v1/orders/", "//v1/orders", "/V1/orders", "/v1/%6frders", "/v1/./orders", "v1/orders", "", "/"])
  func otherSpellingsAreRefused(path: String) {
    #expect(throws: CallFailure.self) { _ = try routes.handler(of: .get, path) }
  }

  @Test("a method that the path does not have is named as the reason, with those that it has")
  func otherMethodIsRefused() {
    do {
      _ = try routes.handler(of: .post, "/v1/orders")
      Issue.record("there is no such call")
    } catch {
      #expect(error.code == .exchange(.methodNotAllowed))
      #expect(error.message == "this path takes DELETE, GET only")
    }
  }

  @Test("what ends session keys is urgent, and nothing else of a path is")
  func urgency() {
    var routes = routes
    for endpoint in SignedEndpoint.allCases {
      routes.add(endpoint.httpMethod, endpoint.path, isUrgent: endpoint.endsSessionKeys) { _ in
        Reply(status: .ok, contentType: "a", body: [])
      }
    }
    let urgent = SignedEndpoint.allCases.filter { routes.isUrgent($0.httpMethod, $0.path) }
    #expect(urgent == [.removeDelegatedKey, .revokeSessionKeys])
    #expect(!routes.isUrgent(.get, "/v1/sessionKeys"))
  }
}
