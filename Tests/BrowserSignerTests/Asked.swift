import Testing

@testable import BrowserSigner

/// What a page gives the module: fields in order, so that a test can also name one twice.
struct Asked {
  var fields: [(name: String, value: [UInt8])] = []

  init(_ fields: [(String, String)] = []) { for (name, value) in fields { add(name, Array(value.utf8)) } }

  /// A call with its parameters, in a domain.
  init(_ call: String, _ parameters: [String: Value], sessionKey: String? = nil) {
    self.init([
      ("call", call), ("domain.chainId", "129399"), ("domain.contract", "0x6F3e3C8A86A4A616bB9A1798b94e885f9cA5859B"),
      ("domain.environment", "production"),
    ])
    if let sessionKey { add("sessionKey", Array(sessionKey.utf8)) }
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) { add("parameters." + name, value.encoded) }
  }

  mutating func add(_ name: String, _ value: [UInt8]) { fields.append((name, value)) }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for (name, value) in fields {
      Chunks.append(Array(name.utf8), to: &bytes)
      Chunks.append(value, to: &bytes)
    }
    return bytes
  }

  /// The answer's fields.
  func answer(of function: SignerFunction) throws -> [String: String] {
    let record = try Record(function.answer(bytes))
    return Dictionary(
      record.fields.map { (String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)) }
    ) { first, _ in first }
  }
}

/// A parameter as JSON has it.
enum Value: Sendable, Encodable {
  case text(String)
  case flag(Bool)
  case number(UInt64)
  case texts([String])

  var encoded: [UInt8] {
    switch self {
    case .text(let text): return Array(text.utf8)
    case .flag(let flag): return Array("\(flag)".utf8)
    case .number(let number): return Array("\(number)".utf8)
    case .texts(let texts):
      var bytes: [UInt8] = []
      for text in texts { Chunks.append(Array(text.utf8), to: &bytes) }
      return bytes
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .flag(let flag): try container.encode(flag)
    case .number(let number): try container.encode(number)
    case .texts(let texts): try container.encode(texts)
    }
  }
}

let nonce = "be5feaa6-5914-11f1-8e9f-63b0b182ca6b"
let wallet = "0x4513c200F65ED9EdA6a9769c9a382C95255A9b88"
let key = "0xdE30ce69532b972232765d55c06D4d2EdFF0F02A"
