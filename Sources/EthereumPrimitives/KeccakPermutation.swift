/// The Keccak-f[1600] permutation, on which Keccak-256 and SHA-3 are built.
///
/// Source: The Keccak reference, version 3.0, section 1.2 (the five step mappings θ, ρ, π, χ, ι). The state is
/// 25 lanes of 64 bits; lane `x + 5 · y` is the lane at coordinates (x, y).
///
/// This permutation is nearly all the time that hashing takes, so the steps are written out for all lanes, in the order
/// in which the fewest values wait in memory for their turn. Source: Keccak implementation overview, version 3.2:
/// - A round makes the new state row by row (χ), each row from the five lanes that ρ and π bring into it, and adds the
///   row at once to the parities of the columns, which θ of the next round begins with.
/// - Six lanes are kept inverted throughout. So most of the inversions in χ cancel out, by De Morgan's laws: 5 are left
///   of 25 (there "lane complementing").
enum KeccakPermutation {
  /// Constants of ι, one for each of the 24 rounds.
  private static let roundConstants: InlineArray<24, UInt64> = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
    0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
    0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
    0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
    0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
  ]

  @inline(__always)
  private static func rotateLeft(_ lane: UInt64, _ count: UInt64) -> UInt64 {
    (lane &<< count) | (lane &>> (64 &- count))
  }

  /// Applies the 24 rounds to a state in place.
  @inline(never)
  static func apply(to state: inout InlineArray<25, UInt64>) {
    let constants = roundConstants
    var a0 = state[0], a1 = ~state[1], a2 = ~state[2], a3 = state[3], a4 = state[4]
    var a5 = state[5], a6 = state[6], a7 = state[7], a8 = ~state[8], a9 = state[9]
    var a10 = state[10], a11 = state[11], a12 = ~state[12], a13 = state[13], a14 = state[14]
    var a15 = state[15], a16 = state[16], a17 = ~state[17], a18 = state[18], a19 = state[19]
    var a20 = ~state[20], a21 = state[21], a22 = state[22], a23 = state[23], a24 = state[24]
    var c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20
    var c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21
    var c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22
    var c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23
    var c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24
    for round in 0..<24 {
      let d0 = c4 ^ rotateLeft(c1, 1)
      let d1 = c0 ^ rotateLeft(c2, 1)
      let d2 = c1 ^ rotateLeft(c3, 1)
      let d3 = c2 ^ rotateLeft(c4, 1)
      let d4 = c3 ^ rotateLeft(c0, 1)

      var b0 = a0 ^ d0
      var b1 = rotateLeft(a6 ^ d1, 44)
      var b2 = rotateLeft(a12 ^ d2, 43)
      var b3 = rotateLeft(a18 ^ d3, 21)
      var b4 = rotateLeft(a24 ^ d4, 14)
      let e0 = b0 ^ (b1 | b2) ^ constants[round]
      let e1 = b1 ^ (~b2 | b3)
      let e2 = b2 ^ (b3 & b4)
      let e3 = b3 ^ (b4 | b0)
      let e4 = b4 ^ (b0 & b1)
      c0 = e0
      c1 = e1
      c2 = e2
      c3 = e3
      c4 = e4

      b0 = rotateLeft(a3 ^ d3, 28)
      b1 = rotateLeft(a9 ^ d4, 20)
      b2 = rotateLeft(a10 ^ d0, 3)
      b3 = rotateLeft(a16 ^ d1, 45)
      b4 = rotateLeft(a22 ^ d2, 61)
      let e5 = b0 ^ (b1 | b2)
      let e6 = b1 ^ (b2 & b3)
      let e7 = b2 ^ (b3 | ~b4)
      let e8 = b3 ^ (b4 | b0)
      let e9 = b4 ^ (b0 & b1)
      c0 ^= e5
      c1 ^= e6
      c2 ^= e7
      c3 ^= e8
      c4 ^= e9

      b0 = rotateLeft(a1 ^ d1, 1)
      b1 = rotateLeft(a7 ^ d2, 6)
      b2 = rotateLeft(a13 ^ d3, 25)
      b3 = rotateLeft(a19 ^ d4, 8)
      b4 = rotateLeft(a20 ^ d0, 18)
      let e10 = b0 ^ (b1 | b2)
      let e11 = b1 ^ (b2 & b3)
      let e12 = b2 ^ (~b3 & b4)
      let e13 = ~b3 ^ (b4 | b0)
      let e14 = b4 ^ (b0 & b1)
      c0 ^= e10
      c1 ^= e11
      c2 ^= e12
      c3 ^= e13
      c4 ^= e14

      b0 = rotateLeft(a4 ^ d4, 27)
      b1 = rotateLeft(a5 ^ d0, 36)
      b2 = rotateLeft(a11 ^ d1, 10)
      b3 = rotateLeft(a17 ^ d2, 15)
      b4 = rotateLeft(a23 ^ d3, 56)
      let e15 = b0 ^ (b1 & b2)
      let e16 = b1 ^ (b2 | b3)
      let e17 = b2 ^ (~b3 | b4)
      let e18 = ~b3 ^ (b4 & b0)
      let e19 = b4 ^ (b0 | b1)
      c0 ^= e15
      c1 ^= e16
      c2 ^= e17
      c3 ^= e18
      c4 ^= e19

      b0 = rotateLeft(a2 ^ d2, 62)
      b1 = rotateLeft(a8 ^ d3, 55)
      b2 = rotateLeft(a14 ^ d4, 39)
      b3 = rotateLeft(a15 ^ d0, 41)
      b4 = rotateLeft(a21 ^ d1, 2)
      let e20 = b0 ^ (~b1 & b2)
      let e21 = ~b1 ^ (b2 | b3)
      let e22 = b2 ^ (b3 & b4)
      let e23 = b3 ^ (b4 | b0)
      let e24 = b4 ^ (b0 & b1)
      c0 ^= e20
      c1 ^= e21
      c2 ^= e22
      c3 ^= e23
      c4 ^= e24

      (a0, a1, a2, a3, a4) = (e0, e1, e2, e3, e4)
      (a5, a6, a7, a8, a9) = (e5, e6, e7, e8, e9)
      (a10, a11, a12, a13, a14) = (e10, e11, e12, e13, e14)
      (a15, a16, a17, a18, a19) = (e15, e16, e17, e18, e19)
      (a20, a21, a22, a23, a24) = (e20, e21, e22, e23, e24)
    }
    state[0] = a0
    state[1] = ~a1
    state[2] = ~a2
    state[3] = a3
    state[4] = a4
    state[5] = a5
    state[6] = a6
    state[7] = a7
    state[8] = ~a8
    state[9] = a9
    state[10] = a10
    state[11] = a11
    state[12] = ~a12
    state[13] = a13
    state[14] = a14
    state[15] = a15
    state[16] = a16
    state[17] = ~a17
    state[18] = a18
    state[19] = a19
    state[20] = ~a20
    state[21] = a21
    state[22] = a22
    state[23] = a23
    state[24] = a24
  }
}
