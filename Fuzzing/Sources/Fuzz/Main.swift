import Foundation

/// The target that FUZZ_TARGET names. `list` prints the names of all and ends the program.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "list"
  if name == "list" {
    for target in FuzzTarget.all { print(target.name) }
    exit(EXIT_SUCCESS)
  }
  guard let target = (FuzzTarget.all + [.knownBad]).first(where: { $0.name == name }) else {
    fatalError("FUZZ_TARGET names no target: \(name)")
  }
  return target
}()

/// What libFuzzer calls once, before anything else.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ argumentCount: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer
) -> CInt {
  _ = target
  return 0
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
