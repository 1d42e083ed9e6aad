// swift-tools-version: 6.2

import PackageDescription

/// Fuzz targets for the parsers of the package above. Built by `Scripts/fuzz` alone, with libFuzzer's main function.
let package = Package(
  name: "Fuzzing",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "katana-perps-session-keys", path: "..")],
  targets: [
    .executableTarget(
      name: "fuzz",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "ExchangeAPI"].map {
        .product(name: $0, package: "katana-perps-session-keys")
      },
      path: "Sources/Fuzz",
      swiftSettings: [.unsafeFlags(["-parse-as-library"]), .treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
