internal import EthereumPrimitives
internal import KeyVault
internal import PerpsProtocol

/// What is shown of a stored key.
struct WalletReport: Encodable {
  let address: String
  let kind: String
  let name: String?
  let created: UInt64
  let file: String

  init(_ key: StoredKey, file: String) {
    address = key.address.description
    kind = key.kind.fileName
    name = key.name?.text
    created = key.created.milliseconds
    self.file = file
  }

  /// Writes that the key has been stored.
  func write(isJSON: Bool, isNew: Bool) throws(CommandFailure) {
    if isJSON { try Report.result(self) } else { try Report.result(text: text(isNew: isNew)) }
  }

  private func text(isNew: Bool) -> String {
    var table = TextTable()
    table.add([("Address", address), ("File", TerminalText.escape(file))])
    let advice =
      isNew
      ? "Back this file up now, and keep the passphrase elsewhere: without both, whatever the wallet holds is lost."
      : "Back this file up, keep the passphrase elsewhere, and then remove the plain key file."
    return table.text + "\n" + advice + "\n"
  }
}

/// What is shown of all keys of a directory.
struct WalletList: Encodable {
  let keys: [WalletReport]

  init(_ keys: [StoredKey], in store: KeyFileStore) {
    self.keys = keys.map { WalletReport($0, file: store.path(of: $0.address)) }
  }

  /// A table with a line for each key.
  var text: String {
    guard !keys.isEmpty else { return "No keys here: session-keys wallet create makes one.\n" }
    var table = TextTable()
    table.add(
      [.text("name"), .text("address"), .text("kind"), .text("created")],
      keys.map { key in
        [
          key.name.map(TerminalText.escape) ?? "-", key.address, key.kind,
          Timestamp(milliseconds: key.created)?.iso8601 ?? "-",
        ]
      })
    return table.text
  }
}
