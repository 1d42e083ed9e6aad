import SessionKeys
import Testing

@Suite("A request is refused for the right reason, or admitted")
struct RefusalTests {
  static let table =
    SignatureTable.all + CustodyTable.all + ConsentTable.all + TimeTable.all + RegistrationTable.all + ScopeTable.all
    + LimitTable.all + DeviationTable.all

  @Test("the table of refusals", arguments: table)
  func judgement(of line: RefusalCase) throws {
    let (answered, expected) = try line.run()
    #expect(answered == expected)
  }

  @Test("every refusal there is stands in the table")
  func tableIsComplete() throws {
    let produced = try Self.table.compactMap { try $0.run().answered }
    #expect(Set(produced.map(RefusalKind.init)) == Set(RefusalKind.allCases))
  }

  @Test("every line of the table has its own sentence")
  func sentencesAreUnique() {
    let sentences = Self.table.map(\.testDescription)
    #expect(Set(sentences).count == sentences.count)
  }

  @Test("a refusal describes itself in a sentence that says more than its code")
  func descriptionsAreSentences() throws {
    for refusal in try Self.table.compactMap({ try $0.run().answered }) {
      #expect(refusal.description.utf8.count > 20)
      #expect(!refusal.description.contains(refusal.code.rawValue))
    }
  }
}
