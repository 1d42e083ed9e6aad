internal import PerpsProtocol

/// Makes the nonces of one page, each later than the last.
enum NextNonce {
  /// The nonce at `now`, or one tick after `last` where that is not later.
  ///
  /// `random` is 8 bytes that the page draws once: the clock sequence and the node of its nonces.
  @inline(never)
  static func answer(_ record: Record) throws(SignerRefusal) -> Record {
    try Fields.refuse([.domain, .parameters], of: record)
    let fields = try Fields(record, .function, allowing: "now random last")
    let now = NonceTime(try fields.timestamp("now"))
    let last = try fields.optional("last") { text throws(NonceError) in try Nonce(text) }
    var random: UInt64 = 0
    for byte in try fields.hex("random", byteCount: 8) { random = random << 8 | UInt64(byte) }
    var sequence = NonceSequence(
      randomNode: random, randomClockSequence: UInt16(truncatingIfNeeded: random >> 48), after: last?.time)
    let nonce = sequence.next(now: now)
    if let last, nonce.time <= last.time {
      throw fields.refusal("last", "is the latest nonce that there can be: there is none after it")
    }
    var answer = Record()
    answer.append("nonce", nonce.description)
    return answer
  }
}
