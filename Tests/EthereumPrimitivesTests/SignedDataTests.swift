import EthereumPrimitives
import Testing

/// EIP-191 has no numbers of its own; these are what eth-account 0.14.0 computes.
@Suite struct SignedDataTests {
  @Test(arguments: [
    ([UInt8]("Hello World".utf8), "0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2"),
    ([], "0x5f35dce98ba4fba25530a026ed80b2cecdaa31091ba4958b99b52ea1d068adad"),
    ([UInt8]("I♥SF".utf8), "0x1476abb745d423bf09273f1afd887d951181d25adc66c4834a70491911b7f750"),
    (
      [UInt8](repeating: 0xab, count: 200), "0x14024650421740bd76008ac75d150688da77615fcccd5ed4010120151f9a1757"
    ),
  ])
  func `a personal message is hashed behind its length in bytes`(_ message: [UInt8], _ digest: String) {
    #expect(SignedData.personalMessage(message).digest.description == digest)
  }

  @Test(arguments: [
    ("hello", "0x58f678eb45a1543cef873e12296fb3f2e7c5aa65cda24459e5cf8c0f45d1c77a"),
    ("", "0x9d6983fd65b4fd2cd03d114e39bd8d8a36cf5ac8ac7ed188ed1a8636637ddbf7"),
  ])
  func `data for a validator is hashed behind its address`(_ data: String, _ digest: String) throws {
    let validator = try Address("0x5B38Da6a701c568545dCfcB03FcB875f56beddC4")
    #expect(SignedData.intendedValidator(validator, data: [UInt8](data.utf8)).digest.description == digest)
  }

  @Test func `structured data is hashed as the example of EIP-712 says`() throws {
    let separator = try Bytes32(hex: "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f")
    let structHash = try Bytes32(hex: "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e")
    let digest = SignedData.structuredData(domainSeparator: separator, structHash: structHash).digest
    #expect(digest.description == "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
  }
}
