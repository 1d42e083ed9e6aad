internal import ExchangeAPI
internal import Signing

/// A pair that reads private data, in a file as `session-keys api-key create --json` writes it.
struct CredentialsFile: Codable {
  let apiKey: String
  let apiSecret: String

  private static let bytesMaximum = 4_096

  /// Reads a file, which must be its owner's alone.
  static func read(_ source: InputSource) throws(CommandFailure) -> APICredentials {
    let descriptor: InputDescriptor
    do { descriptor = try InputDescriptor(source) } catch { throw .input(error) }
    do {
      guard try !descriptor.isOpenToOthers() else { throw CredentialsFileError.openToOthers(source) }
    } catch let error as InputError { throw .input(error) } catch { throw .credentials(.openToOthers(source)) }
    var bytes = [UInt8](repeating: 0, count: bytesMaximum)
    defer { wipe(&bytes) }
    let count: Int
    do { count = try descriptor.read(into: &bytes) } catch { throw .input(error) }
    guard let file = try? StrictJSON.decode(Self.self, from: Array(bytes[..<count])),
      let credentials = APICredentials(key: file.apiKey, secret: file.apiSecret)
    else { throw .credentials(.malformed(source)) }
    return credentials
  }
}

extension CredentialsFile {
  init(from decoder: any Decoder) throws {
    let object = try StrictObject(decoder, allowing: ["apiKey", "apiSecret"])
    apiKey = try object.string("apiKey")
    apiSecret = try object.string("apiSecret")
  }
}

/// Why a file is not that of an API key. Never carries what is in it.
enum CredentialsFileError: Error {
  /// Others than its owner have access.
  case openToOthers(InputSource)
  /// It is not an object with `apiKey` and `apiSecret`.
  case malformed(InputSource)

  /// A fixed name for programs.
  var code: String { "INVALID_API_KEY_FILE" }
  /// The status with which the process ends.
  var exitStatus: ExitStatus { .badInput }
}

extension CredentialsFileError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .openToOthers(let source):
      "\(source) has a secret and can be opened by others than its owner: make it yours alone with chmod 600"
    case .malformed(let source):
      "\(source) is not the file of an API key: session-keys api-key create --json writes one"
    }
  }
}
