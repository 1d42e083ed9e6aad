internal import Foundation

/// Processor time, which another program's load does not lengthen.
public enum ProcessorTime {
  /// Of this process, in seconds.
  public static var now: Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Of all processes that have this name until now, in seconds.
  public static func used(byAllNamed name: String) throws -> Double {
    var seconds = 0.0
    for entry in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
      // One that ends meanwhile has no name any more.
      guard let process = Int32(entry), let own = try? String(contentsOfFile: "/proc/\(entry)/comm", encoding: .utf8),
        own == name + "\n", let used = try? used(by: process)
      else { continue }
      seconds += used
    }
    return seconds
  }

  /// Of another process and all its threads until now, in seconds.
  public static func used(by process: Int32) throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    // The name of the program stands in brackets and may contain anything.
    guard let bracket = text.lastIndex(of: ")") else { throw BenchmarkError("the system tells no processor time") }
    let fields = text[text.index(after: bracket)...].split(separator: " ")
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
      throw BenchmarkError("the system tells no processor time")
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
