internal import ArgumentParser
internal import ExchangeAPI

/// Where an argument says that input comes from.
enum InputSource: Hashable {
  case standardInput
  case file(path: String)

  /// The most bytes of a typed-data document.
  static let typedDataBytesMaximum = StrictJSON.bytesMaximum

  /// Reads everything, up to a limit that is checked before anything is parsed.
  func read(bytesMaximum: Int) throws(CommandFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: bytesMaximum + 1)
    let count: Int
    do { count = try InputDescriptor(self).read(into: &bytes) } catch { throw .input(error) }
    guard count <= bytesMaximum else { throw .input(.tooLarge(self, bytesMaximum: bytesMaximum)) }
    return Array(bytes[..<count])
  }
}

extension InputSource: ExpressibleByArgument {
  init?(argument: String) {
    guard !argument.isEmpty, !argument.utf8.contains(0) else { return nil }
    self = argument == "-" ? .standardInput : .file(path: argument)
  }
}

extension InputSource: CustomStringConvertible {
  var description: String {
    switch self {
    case .standardInput: "standard input"
    case .file(let path): SecretText.redact(path)
    }
  }
}

/// Why input could not be read.
enum InputError: Error {
  /// There is no such file.
  case notFound(InputSource)
  /// The file is there and cannot be read.
  case notReadable(InputSource)
  /// There is more than is read.
  case tooLarge(InputSource, bytesMaximum: Int)

  var code: String {
    switch self {
    case .notFound: "INPUT_NOT_FOUND"
    case .notReadable: "INPUT_NOT_READABLE"
    case .tooLarge: "BAD_REQUEST"
    }
  }

  var exitStatus: ExitStatus {
    switch self {
    case .notFound, .notReadable: .noInput
    case .tooLarge: .badInput
    }
  }
}

extension InputError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .notFound(let source): "\(source): no such file"
    case .notReadable(let source): "\(source) cannot be read: is it a file, and are you allowed to?"
    case .tooLarge(let source, let maximum): "\(source) has more than the maximum of \(maximum) bytes"
    }
  }
}
