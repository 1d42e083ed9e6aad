internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SessionKeys
internal import TypedData

extension Inspection {
  /// Everything in words, for a terminal.
  func text(of endpoint: SignedEndpoint) -> String {
    let words = MessageWords(action: action)
    var table = TextTable()
    table.add([("Request", endpoint.rawValue), ("Signs", message.primaryType)])
    table.section("Message", message.message.members.map { ($0.name, words.words(for: $0)) })
    table.section("Domain", message.domain.members.map { ($0.name, words.words(for: $0)) })
    table.section(
      "Hashes",
      [
        ("encodeType", message.encodedType), ("domainSeparator", domain.separator.description),
        ("structHash", message.structHash.description), ("digest", digest.description),
      ])
    table.section(
      "Signature",
      [("curve", curve.name), ("signer", signer?.description ?? "not known"), ("signed by", signedBy.words)])
    if let consent { table.section("Consent of the session key", consent.rows) }
    if let label { table.section("Not signed", [("name", TerminalText.quote(label.text))]) }
    if !notes.isEmpty { table.section("Notes", notes.map { ("-", TerminalText.escape($0.description)) }) }
    return table.text
  }
}

extension Signatory.Role {
  fileprivate var words: String {
    switch self {
    case .wallet: "the wallet"
    case .sessionKey: "the session key that the request names"
    case .unknown: "unknown (see the notes)"
    }
  }
}

extension ConsentInspection {
  fileprivate var rows: [(name: String, value: String)] {
    [
      ("digest", digest.description), ("signer", signer?.description ?? "not known"),
      ("valid", isValid ? "yes" : "no (see the notes)"),
    ]
  }
}
