internal import ExchangeServer
internal import PerpsProtocol
internal import TypedData

extension ConfigurationFile {
  /// Reads the file that is named; what holds without one where none is.
  init(from file: InputSource?) throws(CommandFailure) {
    guard let file else {
      self = .standard
      return
    }
    let bytes = try file.read(bytesMaximum: Self.bytesMaximum)
    do { self = try ConfigurationFile(bytes) } catch {
      throw .server(.configuration("\(file): \(error.description)"))
    }
  }

  /// What a server with this configuration takes signatures for.
  func domain(isSandbox: Bool) -> Domain {
    .katanaPerps(isSandbox ? .sandbox : .production, chainID: chainID, contract: contract)
  }
}
