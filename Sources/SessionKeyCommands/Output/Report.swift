internal import Foundation

/// Standard output for results, standard error for everything else.
struct Report {
  /// Whether errors and warnings are objects for programs, or sentences for people.
  let isJSON: Bool

  private struct Message: Encodable {
    let code: String
    let message: String
  }

  /// Writes a result as one line of JSON.
  static func result(_ value: some Encodable) throws(CommandFailure) {
    let line: [UInt8]
    do { line = try JSON.encode(value) } catch { throw .encoding }
    try result(line: line)
  }

  /// Writes a result that is a line without its end.
  static func result(line: [UInt8]) throws(CommandFailure) {
    do { try write(line + [UInt8(ascii: "\n")], to: .standardOutput) } catch { throw .output }
  }

  /// Writes a result as text.
  static func result(text: String) throws(CommandFailure) {
    do { try write(Array(text.utf8), to: .standardOutput) } catch { throw .output }
  }

  /// Says why the command ends.
  func error(code: String, _ message: String) { say("Error", code: code, message) }

  /// Says what may be wrong although the command goes on.
  func warning(code: String, _ message: String) { say("Warning", code: code, message) }

  /// Says what is wrong with the arguments, on several lines.
  static func usage(_ text: String) { try? write(Array("\(text)\n".utf8), to: .standardError) }

  /// Writes to the terminal behind standard error, as it is.
  static func terminal(_ text: String) { try? write(Array(text.utf8), to: .standardError) }

  private func say(_ kind: String, code: String, _ message: String) {
    let json = isJSON ? try? JSON.encode(Message(code: code, message: message)) : nil
    let line = json ?? Array("\(kind): \(TerminalText.escape(message))".utf8)
    // Where standard error takes nothing there is nobody left to tell.
    try? Self.write(line + [UInt8(ascii: "\n")], to: .standardError)
  }

  private static func write(_ bytes: [UInt8], to handle: FileHandle) throws {
    try handle.write(contentsOf: Data(bytes))
  }
}

/// JSON as this tool writes it: on one line, members sorted by name.
enum JSON {
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(value))
  }
}
