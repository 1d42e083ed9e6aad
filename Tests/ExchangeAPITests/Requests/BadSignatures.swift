import EthereumPrimitives
import ExchangeAPI

/// Signatures that cannot be by anybody. All are members of an order's body.
enum BadSignatures {
  static let all = lengths + recoverable + p256

  private static let r = String(repeating: "11", count: 32)
  private static let s = String(repeating: "22", count: 32)
  private static let zero = String(repeating: "00", count: 32)

  static let lengths: [BadBody] = [
    signature("no bytes", "0x", "signature: a signature has 65 bytes here, not 0"),
    signature("no prefix", r + s + "1b", "signature: hexadecimal text must begin with 0x"),
    signature("half a byte", "0x" + r + s + "1", "signature: hexadecimal text must have an even number of digits"),
    signature("63 bytes", "0x" + r + s.dropLast(2), "signature: a signature has 65 bytes here, not 63"),
    signature("66 bytes", "0x" + r + s + "1b00", "signature: hexadecimal text of 66 bytes is over the maximum of 65"),
    signature(
      "DER", "0x3044" + "0220" + r + "0220" + s, "signature: hexadecimal text of 70 bytes is over the maximum of 65"),
    signature(
      "a letter that is no digit", "0x" + r + s + "1g",
      "signature: the character at offset 131 is not a hexadecimal digit"),
  ]

  static let recoverable: [BadBody] = [
    signature("v of 0", "0x" + r + s + "00", "signature: v, the last byte of the signature, must be 27 or 28"),
    signature("v of 1", "0x" + r + s + "01", "signature: v, the last byte of the signature, must be 27 or 28"),
    signature("v of 26", "0x" + r + s + "1a", "signature: v, the last byte of the signature, must be 27 or 28"),
    signature("v of 29", "0x" + r + s + "1d", "signature: v, the last byte of the signature, must be 27 or 28"),
    signature(
      "r of zero", "0x" + zero + s + "1b",
      "signature: r and s of a signature must be from 1 to the order of the curve minus 1"),
    signature(
      "s of zero", "0x" + r + zero + "1b",
      "signature: r and s of a signature must be from 1 to the order of the curve minus 1"),
    signature(
      "r of n", "0x" + digits(Curve.secp256k1.order) + s + "1b",
      "signature: r and s of a signature must be from 1 to the order of the curve minus 1"),
    signature(
      "s of n", "0x" + r + digits(Curve.secp256k1.order) + "1b",
      "signature: r and s of a signature must be from 1 to the order of the curve minus 1"),
    signature(
      "r of all ones", "0x" + String(repeating: "ff", count: 32) + s + "1b",
      "signature: r and s of a signature must be from 1 to the order of the curve minus 1"),
    signature(
      "s of (n + 1) / 2", "0x" + r + digits(Curve.secp256k1.halfOrder).dropLast() + "11b",
      "signature: s of the signature is over half of the curve's order: sign with the low s"),
  ]

  static let p256: [BadBody] = [
    signature(
      "P-256 r of zero", "0x" + zero + s,
      "signature: r and s of a signature must be from 1 to the order of the curve minus 1"),
    signature(
      "P-256 s of zero", "0x" + r + zero,
      "signature: r and s of a signature must be from 1 to the order of the curve minus 1"),
    signature(
      "P-256 r of n", "0x" + digits(Curve.p256.order) + s,
      "signature: r and s of a signature must be from 1 to the order of the curve minus 1"),
    signature(
      "P-256 s of (n + 1) / 2", "0x" + r + digits(Curve.p256.halfOrder).dropLast() + "9",
      "signature: s of the signature is over half of the curve's order: sign with the low s"),
    BadBody(
      "a consent of 63 bytes", BodyDraft(.authorizeSessionKey).withMember("consent", quoted("0x" + r + s.dropLast(2))),
      "INVALID_PARAMETER", "consent: a signature has 65 bytes here, not 63"),
    BadBody(
      "a consent of null", BodyDraft(.authorizeSessionKey).withMember("consent", "null"), "INVALID_PARAMETER",
      "consent must not be null: give it a value, or leave it out if it is optional"),
  ]

  private static func signature(_ name: String, _ text: String, _ message: String) -> BadBody {
    BadBody(
      "a signature of \(name)", BodyDraft(.placeOrder).withMember("signature", quoted(text)), "INVALID_PARAMETER",
      message)
  }

  static func digits(_ word: Bytes32) -> String { String(word.description.dropFirst(2)) }
}
