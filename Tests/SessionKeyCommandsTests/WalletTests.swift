import EthereumPrimitives
import ExchangeAPI
import Foundation
import KeyVault
import PerpsProtocol
import Signing
import Testing
import TypedData

@testable import SessionKeyCommands

@Suite("session-keys wallet, as a user runs it", .serialized)
struct WalletTests {
  let tool: Tool
  private static let passphrase = "correct horse battery staple"

  init() throws { tool = try Tool() }

  private func json(_ outcome: Tool.Outcome) throws -> JSONValue {
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error == "")
    return try StrictJSON.tree(Array(outcome.output.utf8))
  }

  private func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private func open(_ address: Address, in directory: String) throws -> Address? {
    var bytes = Array(Self.passphrase.utf8)
    let passphrase = try Passphrase(wiping: &bytes)
    return try KeyFileStore(directory: directory).open(address, credential: passphrase).wallet?.address
  }

  @Test("a wallet that is created is shown, listed, and opens with the passphrase of the file")
  func create() throws {
    try TemporaryFolder.with { folder in
      let (keys, file) = (folder.url.path + "/a/keys", try folder.write(Self.passphrase + "\n", to: "passphrase"))
      let created = try json(
        tool.run(["wallet", "create", "--directory", keys, "--name", "main", "--passphrase-file", file, "--json"]))
      #expect(created.members.map(\.name) == ["address", "created", "file", "kind", "name"])
      let address = try Address(#require(try created.member("address")?.text))
      #expect(try open(address, in: keys) == address)
      #expect(try created.member("file")?.text.hasPrefix(keys) == true)

      let list = try json(tool.run(["wallet", "list", "--directory", keys, "--json"]))
      #expect(list.members.map(\.name) == ["keys"])
      let table = try tool.run(["wallet", "list", "--directory", keys]).output
      #expect(table.hasPrefix("NAME  ADDRESS"))
      #expect(table.contains("\nmain  \(address)  wallet  20"))
      #expect(table.hasSuffix("Z\n"))
    }
  }

  @Test("a created wallet is to be backed up, and its file is named; an empty list says what to do")
  func words() throws {
    try TemporaryFolder.with { folder in
      let keys = folder.url.path + "/keys"
      #expect(try tool.run(["wallet", "list", "--directory", keys]).output.contains("wallet create"))
      let file = try folder.write(Self.passphrase, to: "passphrase")
      let created = try tool.run(["wallet", "create", "--directory", keys, "--passphrase-file", "-"], input: file)
      #expect(created.status == 0)
      #expect(created.output.hasPrefix("Address  0x"))
      #expect(created.output.contains("\nFile     \(keys)/0x"))
      #expect(created.output.contains("\nBack this file up now"))
    }
  }

  @Test("a plain key file is imported, from a file and from standard input, and not a second time")
  func importKey() throws {
    try TemporaryFolder.with { folder in
      let file = try folder.write(Self.passphrase, to: "passphrase")
      let key = try folder.write(TestKey.wallet.hex + "\n", to: "wallet.key")
      for source in [key, "-"] {
        let keys = folder.url.path + (source == "-" ? "/one" : "/other")
        let arguments = [
          "wallet", "import", "--directory", keys, "--passphrase-file", file, "--json", "--key-file", source,
        ]
        let imported = try json(tool.run(arguments, input: key))
        #expect(try imported.member("address")?.text == TestKey.wallet.address.description)
        #expect(try open(TestKey.wallet.address, in: keys) == TestKey.wallet.address)
        let again = try tool.run(arguments, input: key)
        #expect(again.status == 65)
        #expect(try StrictJSON.tree(Array(again.error.utf8)).member("code")?.text == "KEY_ALREADY_STORED")
      }
    }
  }

  @Test("the file has mode 0600 and its directories 0700, whatever the umask", arguments: ["000", "022", "077", "277"])
  func umask(umask: String) throws {
    try TemporaryFolder.with { folder in
      let (keys, file) = (folder.url.path + "/keys", try folder.write(Self.passphrase, to: "passphrase"))
      if umask == "277" {
        try FileManager.default.createDirectory(
          atPath: keys, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      }
      let created = try json(
        tool.run(
          ["wallet", "create", "--directory", keys, "--passphrase-file", file, "--json"], umask: umask))
      #expect(try permissions(#require(try created.member("file")?.text)) == 0o600)
      #expect(try permissions(keys) == 0o700)
    }
  }

  @Test("keys are in $XDG_DATA_HOME, or in ~/.local/share where that is not an absolute path")
  func standardDirectory() throws {
    try TemporaryFolder.with { folder in
      let file = try folder.write(Self.passphrase, to: "passphrase")
      let (home, data) = (folder.url.path + "/home", folder.url.path + "/data")
      for (xdg, directory) in [
        (data, data + "/session-keys/keys"), ("", home + "/.local/share/session-keys/keys"),
      ] {
        let environment = ["HOME": home, "XDG_DATA_HOME": xdg]
        let created = try json(
          tool.run(["wallet", "create", "--passphrase-file", file, "--json"], environment: environment))
        #expect(try created.member("file")?.text.hasPrefix(directory + "/0x") == true)
        #expect(try tool.run(["wallet", "list"], environment: environment).output.contains("wallet"))
      }
    }
    #expect(UserDirectory.standard("keys", environment: ["XDG_DATA_HOME": "relative"]) == nil)
    #expect(UserDirectory.standard("keys", environment: [:]) == nil)
  }

  @Test("bad input is 65, no file 66, wrong arguments 64; nothing is stored, and nothing secret is said")
  func statuses() throws {
    try TemporaryFolder.with { folder in
      let (keys, file) = (folder.url.path + "/keys", try folder.write(Self.passphrase, to: "passphrase"))
      let short = try folder.write("1111111\n", to: "short")
      let long = try folder.write(String(repeating: "1", count: 1025), to: "long")
      let empty = try folder.write("\n", to: "empty")
      let loose = try folder.write(Self.passphrase, to: "loose", permissions: 0o644)
      let key = try folder.write(TestKey.wallet.hex, to: "wallet.key")
      let looseKey = try folder.write(TestKey.wallet.hex, to: "loose.key", permissions: 0o640)
      let create = ["wallet", "create", "--directory", keys, "--passphrase-file"]
      let importing = ["wallet", "import", "--directory", keys, "--passphrase-file"]
      let cases: [(arguments: [String], status: Int32, code: String)] = [
        (create + [short], 65, "INVALID_PASSPHRASE"), (create + [long], 65, "INVALID_PASSPHRASE"),
        (create + [empty], 65, "INVALID_PASSPHRASE"), (create + [loose], 65, "INVALID_PASSPHRASE"),
        (create + [folder.url.path + "/none"], 66, "INPUT_NOT_FOUND"),
        (create + [TestKey.wallet.hex], 64, "USAGE"), (create + [file, "--name", TestKey.wallet.hex], 64, "USAGE"),
        (create + [file, "--name", ""], 64, "USAGE"), (create + [file, "--name", "a\nb"], 64, "USAGE"),
        (create + [file, TestKey.wallet.hex], 64, "USAGE"),
        (importing + [file, "--key-file", looseKey], 65, "INVALID_KEY_FILE"),
        (importing + [file, "--key-file", file], 65, "INVALID_KEY_FILE"),
        (importing + [file, "--key-file", TestKey.wallet.hex], 64, "USAGE"),
        (importing + [file, "--key-file", folder.url.path + "/none"], 66, "INPUT_NOT_FOUND"),
        (importing + ["-", "--key-file", "-"], 64, "USAGE"), (importing + [file], 64, "USAGE"),
        (importing + [short, "--key-file", key], 65, "INVALID_PASSPHRASE"),
        (["wallet", "list", "--directory", ""], 64, "USAGE"),
        (["wallet", "list", "--directory", key], 65, "INVALID_KEY_FILE"),
        (["wallet", "create", "--directory", key + "/keys", "--passphrase-file", file], 74, "KEY_STORE_FAILED"),
      ]
      for (arguments, status, code) in cases {
        let outcome = try tool.run(arguments + ["--json"])
        #expect(outcome.status == status, "\(arguments)")
        #expect(outcome.output == "")
        let tree = try StrictJSON.tree(Array(outcome.error.utf8))
        #expect(try tree.member("code")?.text == code, "\(arguments)")
        let words = try tool.run(arguments)
        #expect(words.error.hasPrefix("Error: "))
        for text in [outcome.error, words.error] {
          #expect(!text.contains("1111111") && !text.contains("horse"), "\(arguments)")
        }
      }
      #expect(!FileManager.default.fileExists(atPath: keys))
    }
  }

  @Test("a directory that others can open is refused, and what to do is said")
  func looseDirectory() throws {
    try TemporaryFolder.with { folder in
      let file = try folder.write(Self.passphrase, to: "passphrase")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
      for arguments in [["list"], ["create", "--passphrase-file", file]] {
        let outcome = try tool.run(["wallet"] + arguments + ["--directory", folder.url.path])
        #expect(outcome.status == 65)
        #expect(outcome.error.contains("chmod 700"))
      }
    }
  }

  @Test("what a file's name has for a terminal to obey is shown, not obeyed")
  func escapes() throws {
    try TemporaryFolder.with { folder in
      let (keys, file) = (folder.url.path + "/keys", try folder.write(Self.passphrase, to: "passphrase"))
      let name = "a\u{202e}b"
      #expect(
        try tool.run(["wallet", "create", "--directory", keys, "--name", name, "--passphrase-file", file]).status == 0)
      #expect(try tool.run(["wallet", "list", "--directory", keys]).output.contains(#"a\u{202e}b"#))
    }
  }
}
