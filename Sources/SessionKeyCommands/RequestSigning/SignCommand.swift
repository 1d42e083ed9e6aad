internal import ArgumentParser
internal import ExchangeAPI

/// `session-keys sign`
struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign",
    abstract: "Sign a request, and write the body to send.",
    discussion: """
      Reads the parameters of a request, a JSON object as it stands under "parameters" (alone, or as the only member \
      "parameters" of an object), and writes the whole body on one line: {"parameters": {...}, "signature": "0x..."}. \
      The values of the parameters are not changed. Nothing is sent anywhere.

      Signs with whichever key it is given, and warns when the exchange will refuse the signature. A key file has \
      0x and 64 hexadecimal digits, and must be yours alone (chmod 600); a key is never an argument. Where the key is \
      the P-256 session key that the parameters name, it signs as that.

      Example:
        session-keys sign --request "POST /v1/orders" \\
          --chain-id 747474 --contract $CONTRACT \\
          --key-file session.key parameters.json > order.json

      where parameters.json has, for a limit order of a session key:
        {"nonce": "be5feaa6-5914-11f1-8e9f-63b0b182ca6b",
         "wallet": "0x...", "delegatedKey": "0x...",
         "market": "ETH-USD", "type": "limit", "side": "buy",
         "quantity": "1.00000000", "price": "2000.00000000"}
      A nonce is a new version-1 UUID, as uuidgen --time makes it.

      \(SignedEndpoint.calls)

      With --json, warnings and errors are objects with code and message on standard error, one on a line; the body \
      is the same.

      \(ExitStatus.help)
      """)

  @OptionGroup var options: RequestOptions

  @Option(help: ArgumentHelp("The private key that signs: a file, or - for standard input.", valueName: "file"))
  var keyFile: InputSource

  @Option(
    help: ArgumentHelp(
      "The private key of the session key that consents: a file, or -. For POST /v1/sessionKeys.", valueName: "file"))
  var consentKeyFile: InputSource?

  @Flag(help: "Write warnings and errors as JSON, for programs.")
  var json = false

  @Argument(help: "The parameters: a file, or - for standard input.")
  var file: InputSource

  func validate() throws {
    guard ![keyFile, consentKeyFile].contains(where: { $0?.looksLikeKey ?? false }) else {
      throw ValidationError("A key is never an argument: put it in a file and name that. Consider this one known.")
    }
    guard [file, keyFile, consentKeyFile].count(where: { $0 == .standardInput }) <= 1 else {
      throw ValidationError("Only one of the files may be - (standard input): name files for the others.")
    }
    guard consentKeyFile == nil || options.request == .authorizeSessionKey else {
      throw ValidationError(
        "Only \(SignedEndpoint.authorizeSessionKey.rawValue) has a consent: leave out --consent-key-file.")
    }
  }

  func run() throws {
    let request = try RequestToSign(
      document: file.read(bytesMaximum: SignedRequestBody.bytesMaximum), of: options.request, in: options.domain)
    let key = try keyFile.key()
    let body = try request.body(signedBy: key, consentBy: consentKeyFile?.key())
    if let objection = request.objection(to: key) {
      Report(isJSON: json).warning(code: objection.code, objection.description)
    }
    try Report.result(line: body)
  }
}

extension InputSource {
  /// Whether somebody has given a key in place of a file's name.
  var looksLikeKey: Bool {
    if case .file(let path) = self { SecretText.isKey(path) } else { false }
  }

  /// The private key in a plain key file.
  func key() throws(CommandFailure) -> SigningKey {
    do { return try KeyFile(source: self).read() } catch { throw .keyFile(error) }
  }
}
