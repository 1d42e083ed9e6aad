internal import EthereumPrimitives
internal import ExchangeServer
internal import Foundation

/// The ledger that is audited, and what lies beside it.
struct AuditedLedger {
  /// The ledger's file.
  let file: String
  private let directory: String

  /// Takes a data directory or a ledger's file.
  init(_ path: String?) throws(CommandFailure) {
    guard let path = path ?? UserDirectory.standard("exchange") else { throw .noHome(option: "--data") }
    var isDirectory: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    directory = isDirectory.boolValue ? path : (path as NSString).deletingLastPathComponent
    file = isDirectory.boolValue ? DataDirectory.ledger(in: path) : path
    guard exists, FileManager.default.fileExists(atPath: file) else { throw .input(.notFound(.file(path: file))) }
  }

  /// The wallet whose key lies in a data directory and publishes index prices, if there is one.
  static func publisher(in directory: String) throws(CommandFailure) -> Address? {
    try ServerSecrets(directory: directory).indexPricePublisherIfThere()
  }

  /// The wallet whose key lies beside the ledger and publishes index prices there, if there is one.
  func publisher() throws(CommandFailure) -> Address? {
    try ServerSecrets(directory: directory.isEmpty ? "." : directory).indexPricePublisherIfThere()
  }
}
