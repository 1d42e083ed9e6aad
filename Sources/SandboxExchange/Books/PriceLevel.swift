/// The orders at one price, in the order in which they came.
struct PriceLevel: Sendable {
  let price: Int64
  var size: Int128 = 0
  var count = 0
  var first = Slot.none
  var last = Slot.none

  init(price: Int64) { self.price = price }
}
