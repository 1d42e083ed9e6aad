import SessionKeys
import Testing

/// Where several refusals apply, the one that stands first among the cases of `Refusal` is answered.
@Suite("Of several refusals the first in the written order is answered")
struct PrecedenceTests {
  @Test("a draft with nothing wrong is admitted")
  func draftsAreGood() throws {
    #expect(try Draft().refusalOfOrder() == nil)
    #expect(try Draft().refusalOfAuthorization() == nil)
  }

  @Test("the ladders stand in the written order")
  func laddersAreSorted() {
    for ladder in [Faults.ofOrder, Faults.ofAuthorization] {
      #expect(ladder.map(\.kind) == ladder.map(\.kind).sorted())
    }
  }

  @Test("each fault of an order alone earns its own refusal", arguments: Faults.ofOrder)
  func oneFaultOfOrder(fault: Fault) throws {
    var draft = try Draft()
    try fault.spoil(&draft)
    #expect(try draft.refusalOfOrder().map(RefusalKind.init) == fault.kind)
  }

  @Test("each fault of an authorisation alone earns its own refusal", arguments: Faults.ofAuthorization)
  func oneFaultOfAuthorization(fault: Fault) throws {
    var draft = try Draft()
    try fault.spoil(&draft)
    #expect(try draft.refusalOfAuthorization().map(RefusalKind.init) == fault.kind)
  }

  @Test("of two faults of an order the first is answered", arguments: Faults.ofOrder.indices)
  func twoFaultsOfOrder(first: Int) throws {
    for second in Faults.ofOrder[(first + 1)...] {
      var draft = try Draft()
      try second.spoil(&draft)
      try Faults.ofOrder[first].spoil(&draft)
      #expect(try draft.refusalOfOrder().map(RefusalKind.init) == Faults.ofOrder[first].kind, "beside \(second)")
    }
  }

  @Test("of two faults of an authorisation the first is answered", arguments: Faults.ofAuthorization.indices)
  func twoFaultsOfAuthorization(first: Int) throws {
    for second in Faults.ofAuthorization[(first + 1)...] {
      var draft = try Draft()
      try second.spoil(&draft)
      try Faults.ofAuthorization[first].spoil(&draft)
      let answered = try draft.refusalOfAuthorization().map(RefusalKind.init)
      #expect(answered == Faults.ofAuthorization[first].kind, "beside \(second)")
    }
  }

  @Test("an order with everything wrong is put right one fault after the other, in order")
  func wholeLadderOfOrder() throws {
    for first in Faults.ofOrder.indices {
      var draft = try Draft()
      for fault in Faults.ofOrder[first...].reversed() { try fault.spoil(&draft) }
      #expect(try draft.refusalOfOrder().map(RefusalKind.init) == Faults.ofOrder[first].kind)
    }
  }
}
