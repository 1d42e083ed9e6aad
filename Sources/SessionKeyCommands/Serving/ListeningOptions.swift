internal import ArgumentParser
internal import ExchangeServer

/// Where a server listens, and how it speaks.
struct ListeningOptions: ParsableArguments {
  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 for any that is free.")
  var port: UInt16 = ServerURL.standardPort

  @Option(help: ArgumentHelp("The certificate and those above it, in PEM.", valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"))
  var tlsKey: String?

  @Flag(
    help: ArgumentHelp(
      "Listen on an address that other machines reach, without TLS.",
      discussion: "Whoever is on the way can read everything, the credentials of sessions among it."))
  var insecurePlainHttp = false

  func validate() throws {
    guard !host.isEmpty, !host.utf8.contains(0) else { throw ValidationError("--host is not an address.") }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key belong together: name both, or neither.")
    }
    guard ServerURL.isLoopback(host) || tlsCertificate != nil || insecurePlainHttp else {
      throw ValidationError(
        "Other machines reach \(host), and could read what is sent: name --tls-certificate and --tls-key, or say "
          + "--insecure-plain-http if the network is yours alone.")
    }
  }

  /// Certificate and key, if there are any.
  var tls: TLSFiles? {
    guard let tlsCertificate, let tlsKey else { return nil }
    return TLSFiles(certificateChain: tlsCertificate, privateKey: tlsKey)
  }

  /// The server's address, as clients on this machine write it.
  func url(port: Int) -> String {
    let name = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host
    let bracketed = name.contains(":") && !name.hasPrefix("[") ? "[\(name)]" : name
    return "\(tls == nil ? "http" : "https")://\(bracketed):\(port)"
  }
}
