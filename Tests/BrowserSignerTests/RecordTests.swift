import Testing

@testable import BrowserSigner

@Suite("A record is read strictly")
struct RecordTests {
  @Test("a field that is there twice is refused")
  func duplicateFieldIsRefused() throws {
    let answer = try Asked([("address", wallet), ("address", wallet)]).answer(of: .checksumAddress)
    #expect(answer["code"] == "BAD_REQUEST" && answer["field"] == "address")
  }

  @Test("a field that does not belong is refused", arguments: SignerFunction.allCases)
  func unknownFieldIsRefused(_ function: SignerFunction) throws {
    let answer = try Asked([("memo", "x")]).answer(of: function)
    #expect(answer["code"] == "INVALID_PARAMETER" && answer["field"] == "memo")
  }

  @Test("bytes that end early, and lengths without bytes, are refused", arguments: SignerFunction.allCases)
  func truncatedRecordIsRefused(_ function: SignerFunction) throws {
    for bytes: [UInt8] in [
      [0], [0xff, 0xff, 0xff, 0xff], [1, 0, 0, 0, 0x61], [0, 0, 0, 0x80, 1], [2, 0, 0, 0, 0x61],
    ] {
      let record = try Record(function.answer(bytes))
      #expect(record.value(of: Array("code".utf8)) == Array("BAD_REQUEST".utf8))
    }
  }

  @Test("the largest record is read, and one byte more is not")
  func sizeIsLimited() throws {
    func size(_ count: Int) throws -> String? {
      var asked = Asked()
      asked.add("address", [UInt8](repeating: 0x30, count: count - 15))
      #expect(asked.bytes.count == count)
      return try asked.answer(of: .checksumAddress)["code"]
    }
    #expect(try size(Record.bytesMaximum) == "INVALID_PARAMETER")
    #expect(try size(Record.bytesMaximum + 1) == "BAD_REQUEST")
  }

  @Test("a text that is not UTF-8 is refused")
  func malformedTextIsRefused() throws {
    var asked = Asked()
    asked.add("address", [0xc0, 0x80])
    #expect(try asked.answer(of: .checksumAddress)["message"] == "address: must be UTF-8: encode it so")
  }
}
