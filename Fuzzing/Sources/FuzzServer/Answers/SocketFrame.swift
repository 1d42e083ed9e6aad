import ExchangeAPI
import Foundation
import FuzzHarness

/// A frame that the server has sent (RFC 6455, section 5.2). Reading it traps where it is not well formed.
struct SocketFrame {
  let opcode: UInt8
  let payload: [UInt8]
  let byteCount: Int

  static let text: UInt8 = 1
  static let connectionClose: UInt8 = 8
  static let ping: UInt8 = 9
  static let pong: UInt8 = 10
  private static let opcodes = [text, connectionClose, ping, pong]

  /// Reads the frame that bytes begin with; `nil` where it is not whole yet.
  init?(_ bytes: ArraySlice<UInt8>) {
    let head = Array(bytes.prefix(10))
    guard head.count >= 2 else { return nil }
    require(head[0] & 0xf0 == 0x80, "the server sends whole messages and no extensions")
    require(head[1] & 0x80 == 0, "the server does not mask")
    opcode = head[0] & 0x0f
    require(Self.opcodes.contains(opcode), "a frame is of a kind: \(opcode)")
    let width = head[1] == 126 ? 2 : head[1] == 127 ? 8 : 0
    guard head.count >= 2 + width else { return nil }
    let length = width == 0 ? Int(head[1]) : head[2..<(2 + width)].reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count >= 2 + width + length else { return nil }
    payload = Array(bytes.dropFirst(2 + width).prefix(length))
    byteCount = 2 + width + length
  }

  /// A frame as a client sends it. The mask is zero, so that the payload stands in it as it is.
  static func masked(_ opcode: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let length: [UInt8] =
      switch payload.count {
      case ..<126: [0x80 | UInt8(payload.count)]
      case ..<65_536: [0x80 | 126] + bigEndian(payload.count, byteCount: 2)
      default: [0x80 | 127] + bigEndian(payload.count, byteCount: 8)
      }
    return [0x80 | opcode] + length + [0, 0, 0, 0] + payload
  }

  private static func bigEndian(_ number: Int, byteCount: Int) -> [UInt8] {
    (1...byteCount).map { UInt8(truncatingIfNeeded: number >> (8 * (byteCount - $0))) }
  }

  /// Whether it answers a message, and does not tell of an event.
  var isAnswer: Bool {
    opcode == Self.pong || (opcode == Self.text && ["error", "response", "subscriptions"].contains(type))
  }

  /// Whether the request that it answers may be in the ledger.
  var mayBeAdmitted: Bool {
    switch type {
    case "response": true
    case "error": error.map { $0.code.followsAdmission } ?? false
    default: false
    }
  }

  /// What must hold for every frame.
  func check() {
    guard opcode == Self.text else { return }
    let message = try? SocketMessage.read(payload, bytesMaximum: payload.count)
    require(message != nil, "a client of this project reads every message: \(text)")
    error?.check()
  }

  private var text: String { String(decoding: payload.prefix(500), as: UTF8.self) }

  private struct Document: Decodable {
    let type: String
  }

  private var type: String { (try? JSONDecoder().decode(Document.self, from: Data(payload)))?.type ?? "" }

  /// The error that it tells of, or `nil`.
  var error: ErrorDetails? {
    let message = try? SocketMessage.read(payload, bytesMaximum: payload.count)
    if case .error(let details, _) = message { return details }
    return nil
  }
}
