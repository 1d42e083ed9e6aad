// swift-tools-version: 6.2

import PackageDescription

/// The same settings as the main package.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let client = ["PerpsProtocol", "Signing", "ExchangeAPI", "ExchangeClient"].map {
  Target.Dependency.product(name: $0, package: "katana-perps-session-keys")
}

/// A package of its own, as a program has that uses the libraries: what it needs is what a user needs.
let package = Package(
  name: "Examples",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "katana-perps-session-keys", path: "..")],
  targets: [
    .executableTarget(name: "QuickStart", dependencies: client, swiftSettings: strict),
    .executableTarget(name: "MarketMakingBot", dependencies: client, swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
