internal import Foundation

/// What a measuring program writes: figures on standard output, everything else on standard error.
public enum Output {
  /// A line for a figure: `name value unit`.
  public static func figure(_ name: String, _ value: Double, _ unit: String, digits: Int = 3) {
    Swift.print(name, String(format: "%.\(digits)f", value), unit)
    fflush(nil)
  }

  /// What is being done.
  public static func note(_ text: String) { FileHandle.standardError.write(Data("measuring: \(text)\n".utf8)) }

  /// Ends the program, since nothing can be measured.
  public static func fail(_ reason: String) -> Never {
    FileHandle.standardError.write(Data("\(reason)\n".utf8))
    exit(1)
  }
}

/// Why nothing was measured.
public struct BenchmarkError: Error, CustomStringConvertible {
  /// The reason, in a sentence.
  public let description: String

  /// Takes the reason.
  public init(_ description: String) { self.description = description }
}

extension Duration {
  /// As a number of seconds.
  public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
