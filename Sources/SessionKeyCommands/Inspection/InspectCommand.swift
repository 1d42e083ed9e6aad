internal import ArgumentParser
internal import ExchangeAPI

/// `session-keys inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what a signed request stands for, and who signed it.",
    discussion: """
      Reads the body of a request as the REST API takes it, {"parameters": {...}, "signature": "0x..."}, and shows \
      the typed data that was signed, its hashes, and whose key signed it: the wallet's, the session key's that the \
      parameters name, or neither. Nothing is sent anywhere.

      Example:
        session-keys inspect --request "POST /v1/orders" \\
          --chain-id 747474 --contract $CONTRACT order.json

      \(SignedEndpoint.calls)

      With --json, one object:
        primaryType, encodeType   text
        domain, message           objects, as in typed data
        nonceTime                 the nonce's time, milliseconds since 1970
        domainSeparator           hash, as are structHash and digest: 0x and
                                  64 lower-case hexadecimal digits
        curve                     "secp256k1" or "P-256"
        signer                    address, or null when it cannot be known
        signedBy                  "wallet", "sessionKey" or "unknown"
        consent                   POST /v1/sessionKeys only: an object with
                                  digest, signer and valid (true or false)
      and errors as an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @OptionGroup var options: RequestOptions

  @Flag(help: "Write JSON, for programs.")
  var json = false

  @Argument(help: "The signed body: a file, or - for standard input.")
  var file: InputSource

  func run() throws {
    let inspection = try inspect(file.read(bytesMaximum: SignedRequestBody.bytesMaximum))
    if json { try Report.result(inspection) } else { try Report.result(text: inspection.text(of: options.request)) }
  }

  private func inspect(_ bytes: [UInt8]) throws(CommandFailure) -> Inspection {
    let body: SignedRequestBody
    do { body = try SignedRequestBody(bytes, of: options.request) } catch { throw .body(error) }
    do { return try Inspection(body, in: options.domain) } catch { throw .document(error) }
  }
}
