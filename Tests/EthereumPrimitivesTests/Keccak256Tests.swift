import EthereumPrimitives
import Foundation
import Testing

@Suite("Keccak-256 is the hash of Ethereum, however a message is split")
struct Keccak256Tests {
  @Test(
    "known answers",
    arguments: [
      ("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
      ("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
      ("testing", "0x5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"),
      (
        "Transfer(address,address,uint256)", "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
      ),
      // EIP-191, version 0x45 ("personal_sign").
      (
        "\u{19}Ethereum Signed Message:\n5hello", "0x50b2c43fd39106bafbba0da34fc430e1f91e3c96ea2acee2bc34119f92b37750"
      ),
      (
        "The quick brown fox jumps over the lazy dog",
        "0x4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15"
      ),
    ])
  func knownAnswer(text: String, digest: String) throws {
    #expect(Keccak256.hash(utf8: text).description == digest)
    #expect(Keccak256.hash(Array(text.utf8)).description == digest)
  }

  @Test("it is not SHA3-256, which pads differently")
  func isNotSHA3() {
    #expect(
      Keccak256.hash([]).description != "0xa7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a")
  }

  /// Digests of a pattern's first bytes, by another implementation; see the head of the file.
  private static func digests(testFile: String = #filePath) throws -> [String] {
    let file = URL(filePath: testFile).deletingLastPathComponent().appending(path: "Vectors/keccak-256-lengths.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return lines.filter { !$0.hasPrefix("#") }.map(String.init)
  }

  private static func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) } }

  @Test("every length from 0 to 300 bytes, over two block boundaries")
  func lengths() throws {
    let digests = try Self.digests()
    try #require(digests.count == 301)
    for (count, digest) in digests.enumerated() {
      #expect(Keccak256.hash(Self.pattern(count)).description == "0x" + digest, "\(count) bytes")
    }
  }

  @Test("every split of a message in two gives the same digest", arguments: [1, 8, 135, 136, 137, 271, 272, 273, 300])
  func splits(count: Int) throws {
    let message = Self.pattern(count)
    let digest = try Self.digests()[count]
    for split in 0...count {
      var sponge = Keccak256()
      sponge.update(Array(message[..<split]))
      sponge.update(Array(message[split...]))
      #expect(sponge.finalize().description == "0x" + digest, "split at \(split)")
    }
  }

  @Test("chunks of every size give the same digest", arguments: 1...40)
  func chunks(size: Int) throws {
    let message = Self.pattern(300)
    var sponge = Keccak256()
    for start in stride(from: 0, to: 300, by: size) { sponge.update(Array(message[start..<min(start + size, 300)])) }
    #expect(try sponge.finalize().description == "0x" + Self.digests()[300])
  }

  @Test("a word is absorbed like its 32 bytes, aligned or not", arguments: 0..<16)
  func words(offset: Int) throws {
    let message = Self.pattern(300)
    var sponge = Keccak256()
    sponge.update(Array(message[..<offset]))
    for start in stride(from: offset, through: 300 - 32, by: 32) {
      sponge.update(try #require(Bytes32(message[start..<(start + 32)])))
    }
    sponge.update(Array(message[(offset + (300 - offset) / 32 * 32)...]))
    #expect(try sponge.finalize().description == "0x" + Self.digests()[300])
  }

  @Test("a copy of a sponge goes its own way")
  func copies() {
    var first = Keccak256()
    first.update(utf8: "a")
    var second = first
    first.update(utf8: "bc")
    second.update(utf8: "b")
    #expect(first.finalize() == Keccak256.hash(utf8: "abc"))
    #expect(second.finalize() == Keccak256.hash(utf8: "ab"))
  }
}
