import SessionKeys
import Testing

/// One line of the table: what is asked for in which world, and the refusal, or that it is admitted.
struct RefusalCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Gives the refusal that is expected; `nil` for none.
  private let expected: @Sendable (World) throws -> Refusal?
  private let arrange: @Sendable (inout World) throws -> SignedRequest

  private init(
    _ sentence: String, expected: @escaping @Sendable (World) throws -> Refusal?,
    arrange: @escaping @Sendable (inout World) throws -> SignedRequest
  ) {
    testDescription = sentence
    self.expected = expected
    self.arrange = arrange
  }

  static func refused(
    _ refusal: Refusal, _ sentence: String, _ arrange: @escaping @Sendable (inout World) throws -> SignedRequest
  ) -> RefusalCase {
    RefusalCase(sentence, expected: { _ in refusal }, arrange: arrange)
  }

  /// The same, where the refusal names something of the world.
  static func refused(
    _ sentence: String, by refusal: @escaping @Sendable (World) throws -> Refusal,
    _ arrange: @escaping @Sendable (inout World) throws -> SignedRequest
  ) -> RefusalCase {
    RefusalCase(sentence, expected: refusal, arrange: arrange)
  }

  static func admitted(
    _ sentence: String, _ arrange: @escaping @Sendable (inout World) throws -> SignedRequest
  ) -> RefusalCase {
    RefusalCase(sentence, expected: { _ in nil }, arrange: arrange)
  }

  /// Judges the request, and gives what was answered beside what is expected.
  func run() throws -> (answered: Refusal?, expected: Refusal?) {
    var world = try World()
    let request = try arrange(&world)
    return (world.refusal(of: request), try expected(world))
  }
}
