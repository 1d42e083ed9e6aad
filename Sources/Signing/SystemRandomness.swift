public import PerpsProtocol

/// Fills memory from the system's generator (`getrandom` on Linux); the only source of randomness of this target.
func fillWithRandomBytes(_ memory: inout MutableSpan<UInt8>) {
  var generator = SystemRandomNumberGenerator()
  for index in memory.indices { memory[index] = UInt8.random(in: .min ... .max, using: &generator) }
}

extension NonceSequence {
  /// Starts a sequence with a random node and clock sequence, as every process must.
  public init() {
    self.init(randomNode: UInt64.random(in: .min ... .max), randomClockSequence: UInt16.random(in: .min ... .max))
  }
}
