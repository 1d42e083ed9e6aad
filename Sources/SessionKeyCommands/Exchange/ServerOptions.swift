internal import ArgumentParser
internal import Foundation

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
}
