/// How much work it is to try a passphrase (RFC 7914). Checked: no value is out of limits.
///
/// The limits hold whatever a file says: it can make us use neither 64 GB of memory nor next to no work.
public struct ScryptParameters: Hashable, Sendable {
  /// The least work that is taken: N = 2¹⁴, 16 MiB.
  public static let minimum = ScryptParameters(unchecked: 1 << roundsLog2Minimum, parallelism: 1)
  /// What keys are encrypted with: N = 2¹⁷, 128 MiB and about half a second.
  public static let standard = ScryptParameters(unchecked: 1 << 17, parallelism: 1)

  /// The binary logarithm of the smallest N.
  public static let roundsLog2Minimum = 14
  /// The binary logarithm of the largest N: with ``blockSize`` this is 1 GiB of memory.
  public static let roundsLog2Maximum = 20
  /// The only r that is taken, the one of RFC 7914's recommendation: 128 · N · r bytes of memory are used.
  public static let blockSize = 8
  /// The largest p: so many times the work, one after another.
  public static let parallelismMaximum = 4

  /// N, a power of two.
  public let rounds: Int
  /// p.
  public let parallelism: Int

  private init(unchecked rounds: Int, parallelism: Int) {
    self.rounds = rounds
    self.parallelism = parallelism
  }

  /// Takes N, r and p.
  public init(n rounds: Int, r blockSize: Int, p parallelism: Int) throws(KeyFileError) {
    let isPowerOfTwo = rounds > 0 && rounds.nonzeroBitCount == 1
    guard isPowerOfTwo, Self.roundsLog2Minimum...Self.roundsLog2Maximum ~= rounds.trailingZeroBitCount,
      blockSize == Self.blockSize, 1...Self.parallelismMaximum ~= parallelism
    else { throw .derivationOutOfLimits }
    self.init(unchecked: rounds, parallelism: parallelism)
  }
}
