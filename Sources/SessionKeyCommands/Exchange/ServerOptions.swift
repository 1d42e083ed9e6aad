internal import ArgumentParser
internal import ExchangeClient
internal import Foundation
internal import PerpsProtocol

/// Which exchange a command speaks to.
struct ServerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The exchange's server.",
      discussion: "Default: $SESSION_KEYS_URL, else the session's, else \(ServerURL.standard.text).", valueName: "url"),
    transform: { try ServerURL($0) })
  var url: ServerURL?

  @Flag(
    help: ArgumentHelp(
      "Use plain HTTP to another machine.",
      discussion: "Whoever is on the way can read everything, the session's credentials among it."))
  var insecurePlainHttp = false

  @Flag(help: "Sign for an exchange that is no sandbox. A session remembers what it was started for.")
  var production = false

  /// The variable of the environment that names a server where `--url` does not.
  static let environmentVariable = "SESSION_KEYS_URL"

  func validate() throws {
    do { try check(server) } catch let error as ServerURLError {
      throw ValidationError("\(Self.environmentVariable): \(error).")
    }
  }

  /// Refuses to speak openly where others may listen.
  func check(_ server: ServerURL?) throws {
    guard let server, server.isOpenToOthers, !insecurePlainHttp else { return }
    throw ValidationError(
      "Others could read what is sent to \(server.text): use https, or say --insecure-plain-http if the network is "
        + "yours alone.")
  }

  /// The server that was asked for, if any.
  var server: ServerURL? {
    get throws(ServerURLError) {
      if let url { return url }
      guard let text = ProcessInfo.processInfo.environment[Self.environmentVariable], !text.isEmpty else { return nil }
      return try ServerURL(text)
    }
  }

  /// The server that was asked for, or the standard one.
  var serverOrStandard: ServerURL {
    get throws(CommandFailure) { try named ?? .standard }
  }

  /// The server that was asked for, if any.
  var named: ServerURL? {
    get throws(CommandFailure) {
      do { return try server } catch { throw .serverURL(error) }
    }
  }

  /// Connects to the server that was asked for, or the standard one.
  func connect(configuration: ClientConfiguration = ClientConfiguration()) async throws(CommandFailure) -> Exchange {
    try await Self.connect(to: serverOrStandard, isSandbox: !production, configuration: configuration)
  }

  /// Connects to a server.
  static func connect(
    to server: ServerURL, isSandbox: Bool, configuration: ClientConfiguration = ClientConfiguration()
  ) async throws(CommandFailure) -> Exchange {
    let endpoint: ExchangeEndpoint
    do {
      // Plain HTTP to another machine was refused with the arguments, or agreed to.
      endpoint = try .url(server.text, environment: isSandbox ? .sandbox : .production, allowingPlaintext: true)
    } catch { throw .serverURL(.notAnAddress) }
    do { return try await Exchange.connect(to: endpoint, configuration: configuration) } catch {
      throw .exchange(error)
    }
  }
}
