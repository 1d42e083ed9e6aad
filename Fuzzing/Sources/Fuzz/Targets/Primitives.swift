import EthereumPrimitives
import FuzzHarness

extension FuzzTarget {
  static let hex = text("hex") { text in
    let digits = text.utf8.dropFirst(2)
    let isHexadecimal =
      text.utf8.starts(with: "0x".utf8) && digits.count % 2 == 0
      && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    let bytes = try? Hex.decode(text)
    require((bytes != nil) == isHexadecimal, "exactly 0x and pairs of hexadecimal digits are read")
    guard let bytes else { return }
    require(same(Hex.encode(bytes), text.lowercased()), "what was read is written as it was, in lower case")
    require((try? Hex.decode(text, byteCount: bytes.count)) == bytes, "the length that it has is the length it has")
    require((try? Hex.decode(text, byteCount: bytes.count + 1)) == nil, "another length is refused")
  }

  static let address = text("address") { text in
    guard let address = try? Address(text) else { return }
    require(same(address.description.lowercased(), text.lowercased()), "an address is written with the digits it had")
    require((try? Address(address.description)) == address, "what is written is read as the same address")
    require((try? Address(text.lowercased())) == address, "lower case is read as the same address")
    require(Address(address.bytes) == address, "the bytes are the same address")
    require(Address(lastBytesOf: address.word) == address, "the word is the same address")
  }

  /// Fails on purpose, on any four bytes of hexadecimal text: that it is found from no seeds shows that a failure is
  /// noticed, and that the coverage of the package's own modules guides the search.
  static let knownBad = text("known-bad") { text in
    require((try? Hex.decode(text))?.count != 4, "there is no text of four bytes")
  }
}
