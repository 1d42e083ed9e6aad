// swift-tools-version: 6.2

import PackageDescription

/// The compiler does the nagging: every target is built with these.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

/// What a program that trades imports.
let trading: [Target.Dependency] = ["PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "ExchangeClient"]

func nio(_ product: String) -> Target.Dependency { .product(name: product, package: "swift-nio") }

let package = Package(
  name: "katana-perps-session-keys",
  platforms: [.macOS(.v26), .iOS(.v26)],
  products: [
    .library(name: "EthereumPrimitives", targets: ["EthereumPrimitives"]),
    .library(name: "TypedData", targets: ["TypedData"]),
    .library(name: "PerpsProtocol", targets: ["PerpsProtocol"]),
    .library(name: "SessionKeys", targets: ["SessionKeys"]),
    .library(name: "Signing", targets: ["Signing"]),
    .library(name: "ExchangeAPI", targets: ["ExchangeAPI"]),
    .library(name: "Ledger", targets: ["Ledger"]),
    .library(name: "LedgerPostgreSQL", targets: ["LedgerPostgreSQL"]),
    .library(name: "KeyVault", targets: ["KeyVault"]),
    .library(name: "ExchangeClient", targets: ["ExchangeClient"]),
    .library(name: "SandboxExchange", targets: ["SandboxExchange"]),
    .library(name: "ExchangeServer", targets: ["ExchangeServer"]),
    .executable(name: "session-keys", targets: ["session-keys"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Pure: no input or output, no Foundation. The first three also compile for the browser.
    .target(name: "EthereumPrimitives", swiftSettings: strict),
    .target(name: "TypedData", dependencies: ["EthereumPrimitives"], swiftSettings: strict),
    .target(name: "PerpsProtocol", dependencies: ["EthereumPrimitives", "TypedData"], swiftSettings: strict),
    .target(
      name: "SessionKeys",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol"],
      swiftSettings: strict),
    // Built for the web page by Scripts/build-wasm; here for its tests.
    .target(
      name: "BrowserSigner", dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol"],
      exclude: ["Module/Runtime.c"], swiftSettings: strict),

    // Below the line.
    .systemLibrary(
      name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"]), .brew(["libsecp256k1"])]),
    .target(
      name: "Signing",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "CSecp256k1", crypto],
      swiftSettings: strict),
    .target(
      name: "Ledger",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", grdb],
      swiftSettings: strict),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .target(
      name: "LedgerPostgreSQL",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Ledger", "CLibPQ"],
      swiftSettings: strict),
    .target(
      name: "SandboxExchange",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Ledger"],
      swiftSettings: strict),
    .target(
      name: "ExchangeAPI",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys"],
      swiftSettings: strict),
    .target(
      name: "KeyVault",
      dependencies: [
        "EthereumPrimitives", "PerpsProtocol", "Signing", "ExchangeAPI", crypto, cryptoExtras,
      ],
      swiftSettings: strict),
    .target(
      name: "ExchangeClient",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", asyncHTTPClient,
        nio("NIOCore"), nio("NIOHTTP1"), nio("NIOPosix"), nio("NIOWebSocket"), nioSSL,
      ],
      swiftSettings: strict),
    .target(
      name: "SandboxMarketMaker",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "ExchangeClient",
      ],
      swiftSettings: strict),
    .target(
      name: "ExchangeServer",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "Ledger",
        "SandboxExchange", "KeyVault", hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, logging, nio("NIOCore"),
        nio("NIOEmbedded"), nio("NIOHTTP1"), nio("NIOWebSocket"), nioHTTPCompression, nioHTTPTypes, nioHTTPTypesHTTP1,
        nioSSL, serviceLifecycle, crypto,
      ],
      resources: [.copy("Resources/openapi.yaml")], swiftSettings: strict),
    .target(
      name: "SessionKeyCommands",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "Ledger",
        "LedgerPostgreSQL", "SandboxExchange", "KeyVault", "ExchangeClient", "SandboxMarketMaker", "ExchangeServer",
        argumentParser, logging,
      ],
      swiftSettings: strict),
    .executableTarget(name: "session-keys", dependencies: ["SessionKeyCommands"], swiftSettings: strict),

    // Examples. Targets of this package: in one of their own every dependency would be built a second time.
    .executableTarget(
      name: "QuickStart", dependencies: trading, path: "Examples/QuickStart", swiftSettings: strict),
    .executableTarget(
      name: "MarketMakingBot", dependencies: trading, path: "Examples/MarketMakingBot", swiftSettings: strict),
    // The code of the articles, for the compiler to see.
    .target(
      name: "Snippets", dependencies: trading + ["EthereumPrimitives", "TypedData", "KeyVault"],
      path: "Examples/Snippets", swiftSettings: strict),

    .testTarget(
      name: "EthereumPrimitivesTests", dependencies: ["EthereumPrimitives"],
      resources: [.copy("Vectors")], swiftSettings: strict),
    .testTarget(
      name: "TypedDataTests", dependencies: ["EthereumPrimitives", "TypedData", "ExchangeAPI"],
      resources: [.copy("Vectors")], swiftSettings: strict),
    .testTarget(
      name: "PerpsProtocolTests", dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "ExchangeAPI"],
      swiftSettings: strict),
    .testTarget(
      name: "BrowserSignerTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "ExchangeAPI", "BrowserSigner",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SigningTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", crypto,
      ],
      resources: [.copy("Vectors")], swiftSettings: strict),
    .testTarget(
      name: "SessionKeysTests",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing"],
      swiftSettings: strict),
    .testTarget(
      name: "SandboxExchangeTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Ledger", "SandboxExchange",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ExchangeAPITests",
      dependencies: ["EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "Ledger", "LedgerPostgreSQL",
        grdb,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "KeyVaultTests",
      dependencies: ["EthereumPrimitives", "PerpsProtocol", "Signing", "ExchangeAPI", "KeyVault"],
      swiftSettings: strict),
    .testTarget(
      name: "ExchangeClientTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "ExchangeClient",
        nio("NIOCore"), nio("NIOHTTP1"), nio("NIOPosix"), nio("NIOWebSocket"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SandboxMarketMakerTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "SandboxExchange",
        "ExchangeClient", "SandboxMarketMaker", "ExchangeServer", logging,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StreamingTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "SandboxExchange",
        "ExchangeClient", "ExchangeServer", logging, nio("NIOCore"), nio("NIOPosix"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ExchangeServerTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "Ledger",
        "SandboxExchange", "KeyVault", "ExchangeServer", hummingbird, hummingbirdTesting, httpTypes, logging,
        nio("NIOCore"),
        nio("NIOEmbedded"), nioHTTPTypes,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SessionKeyCommandsTests",
      dependencies: [
        "EthereumPrimitives", "TypedData", "PerpsProtocol", "SessionKeys", "Signing", "ExchangeAPI", "KeyVault",
        "ExchangeClient", "ExchangeServer", "SessionKeyCommands", "session-keys", argumentParser,
      ],
      swiftSettings: strict),
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
