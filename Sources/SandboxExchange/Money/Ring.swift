/// The last elements of a sequence, oldest first, up to a maximum.
struct Ring<Element: Sendable>: Sendable {
  let maximum: Int
  private var storage: [Element] = []
  private var start = 0
  /// How many elements there ever were.
  private(set) var total: UInt64 = 0

  init(maximum: Int) { self.maximum = maximum }

  /// Restores a ring: at most `maximum` elements, oldest first.
  init(maximum: Int, elements: [Element], total: UInt64) {
    self.maximum = maximum
    self.total = total
    storage = elements
  }

  mutating func append(_ element: Element) {
    total += 1
    if storage.count < maximum {
      storage.append(element)
    } else {
      storage[start] = element
      start = start + 1 == maximum ? 0 : start + 1
    }
  }

  /// How many elements are remembered.
  var count: Int { storage.count }

  /// The places of the elements that are remembered, from the oldest to the newest.
  var indices: Range<Int> { storage.indices }

  /// The element at a place, counted from the oldest that is remembered.
  subscript(place: Int) -> Element {
    let index = start + place
    return storage[index < storage.count ? index : index - storage.count]
  }

  /// The newest element.
  var last: Element? { storage.isEmpty ? nil : storage[lastIndex] }

  mutating func replaceLast(with element: Element) {
    if storage.isEmpty { append(element) } else { storage[lastIndex] = element }
  }

  private var lastIndex: Int { start == 0 ? storage.count - 1 : start - 1 }
}
