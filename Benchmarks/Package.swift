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

/// A package of its own, so that the libraries that the figures are compared with are none of the main package's.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "katana-perps-session-keys", path: ".."),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
  ],
  targets: [
    // The references, called without anything of ours around them.
    .systemLibrary(
      name: "CReferenceSecp256k1", pkgConfig: "libsecp256k1",
      providers: [.apt(["libsecp256k1-dev"]), .brew(["libsecp256k1"])]),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .target(name: "CAllocationCount"),
    .target(
      name: "ReferenceSecp256k1",
      dependencies: [
        "CReferenceSecp256k1", "Figures", .product(name: "EthereumPrimitives", package: "katana-perps-session-keys"),
      ],
      swiftSettings: strict),
    // How figures are printed, and the processor's time.
    .target(name: "Figures", swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["ReferenceSecp256k1", "COpenSSL", "CAllocationCount", "Figures"]
        + ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing"].map {
          .product(name: $0, package: "katana-perps-session-keys")
        },
      swiftSettings: strict),
    .executableTarget(
      name: "ExchangeBenchmarks",
      dependencies: ["Figures"]
        + ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Ledger", "SandboxExchange"].map {
          .product(name: $0, package: "katana-perps-session-keys")
        },
      swiftSettings: strict),
    // A server in a process of its own, for programs that measure from outside.
    .target(
      name: "ServedExchange",
      dependencies: ["Figures"]
        + ["EthereumPrimitives", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "ExchangeClient"].map {
          .product(name: $0, package: "katana-perps-session-keys")
        },
      swiftSettings: strict),
    // What the server's framework does by itself.
    .executableTarget(
      name: "ReferenceServer",
      dependencies: [
        .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "ServerBenchmarks",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "Ledger", "SandboxExchange",
        "ExchangeAPI", "ExchangeClient",
      ].map {
        .product(name: $0, package: "katana-perps-session-keys")
      } + ["NIOCore", "NIOPosix"].map { .product(name: $0, package: "swift-nio") } + ["ServedExchange", "Figures"],
      swiftSettings: strict),
    .executableTarget(
      name: "ClientBenchmarks",
      dependencies: [
        "EthereumPrimitives", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "ExchangeClient",
      ].map {
        .product(name: $0, package: "katana-perps-session-keys")
      } + ["NIOCore", "NIOPosix"].map { .product(name: $0, package: "swift-nio") } + ["ServedExchange", "Figures"],
      swiftSettings: strict),
    // In a program of its own: it takes minutes and gigabytes.
    .executableTarget(
      name: "LedgerBenchmarks",
      dependencies: ["ReferenceSecp256k1", "Figures"]
        + ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "Ledger"].map {
          .product(name: $0, package: "katana-perps-session-keys")
        },
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
