internal import EthereumPrimitives
internal import Signing

/// A file with one private key: `0x`, 64 hexadecimal digits, and at most one line feed.
///
/// Only its owner may have access to it. What is read is overwritten with zeros as soon as the key is made, also when
/// it is refused.
struct KeyFile {
  let source: InputSource

  private static let digitCount = 64
  private static let bytesMaximum = 2 + digitCount + 1

  /// Reads the key.
  func read() throws(KeyFileError) -> SigningKey {
    var text = [UInt8](repeating: 0, count: Self.bytesMaximum + 1)
    defer { wipe(&text) }
    let count = try readText(into: &text)
    guard count > 0 else { throw .empty(source) }
    var bytes = [UInt8](repeating: 0, count: Self.digitCount / 2)
    defer { wipe(&bytes) }
    guard Self.decode(text, count: count, into: &bytes) else { throw .malformed(source) }
    do { return try SigningKey(wiping: &bytes) } catch { throw .notAKey(source, error) }
  }

  private func readText(into text: inout [UInt8]) throws(KeyFileError) -> Int {
    do {
      let descriptor = try InputDescriptor(source)
      if try !descriptor.isOpenToOthers() { return try descriptor.read(into: &text) }
    } catch { throw .input(error) }
    throw .openToOthers(source)
  }

  /// Reads the digits without making a text of them, which could not be wiped.
  private static func decode(_ text: borrowing [UInt8], count: Int, into bytes: inout [UInt8]) -> Bool {
    let isWhole = count == bytesMaximum - 1 || count == bytesMaximum && text[count - 1] == UInt8(ascii: "\n")
    guard isWhole, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x") else { return false }
    for index in bytes.indices {
      let offset = 2 + 2 * index
      guard let high = Hex.value(ofDigit: text[offset]), let low = Hex.value(ofDigit: text[offset + 1]) else {
        return false
      }
      bytes[index] = high << 4 | low
    }
    return true
  }
}

/// Why a key file was refused. Never carries what is in it.
enum KeyFileError: Error {
  /// The file could not be read.
  case input(InputError)
  /// Others than its owner have access.
  case openToOthers(InputSource)
  /// There is nothing in it.
  case empty(InputSource)
  /// It is not `0x`, 64 hexadecimal digits and at most one line feed.
  case malformed(InputSource)
  /// The digits are no key.
  case notAKey(InputSource, PrivateKeyError)
}

extension KeyFileError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .input(let error): error.description
    case .openToOthers(let source):
      "\(source) is a key file that others than its owner can open: make it yours alone with chmod 600"
    case .empty(let source): "\(source) is empty: a key file has 0x and 64 hexadecimal digits"
    case .malformed(let source):
      "\(source) is not a key file: it must have 0x, 64 hexadecimal digits, at most one line feed, and nothing else"
    case .notAKey(let source, let error): "\(source): \(error.description)"
    }
  }
}
