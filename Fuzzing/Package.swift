// swift-tools-version: 6.2

import PackageDescription

/// What a fuzz target imports of the package above.
func tested(_ names: [String]) -> [Target.Dependency] {
  names.map { .product(name: $0, package: "katana-perps-session-keys") }
}

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let fuzzer: [SwiftSetting] = strict + [.unsafeFlags(["-parse-as-library"])]

/// Fuzz targets for the package above. Built by `Scripts/fuzz` alone, with libFuzzer's main function.
///
/// Two programs: libFuzzer looks at every edge of its program after every input, and the parsers are a small part of a
/// server.
let package = Package(
  name: "Fuzzing",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "katana-perps-session-keys", path: ".."),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .target(name: "FuzzHarness", swiftSettings: strict),
    .executableTarget(
      name: "fuzz",
      dependencies: ["FuzzHarness"]
        + tested(["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "ExchangeAPI"]),
      path: "Sources/Fuzz", swiftSettings: fuzzer),
    .executableTarget(
      name: "fuzz-server",
      dependencies: ["FuzzHarness", .product(name: "Logging", package: "swift-log")]
        + tested([
          "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "Ledger",
          "SandboxExchange", "ExchangeServer",
        ]),
      path: "Sources/FuzzServer", swiftSettings: fuzzer),
  ],
  swiftLanguageModes: [.v6]
)
