// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "whistle",
    products: [
        .executable(name: "whistle", targets: ["whistle"]),
        .library(name: "Workflow", targets: ["Workflow"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // C libraries from the system: `CLibPQ` for `Postgres` only, `CVips` for `Pictures`, `CSpawn` for `Spawning`, `CCurl` for
        // `Messaging`, `CLDAP` for `CityIdentity`, `CExpat` for it and `Tabular`, `CQREncode` and
        // `CZlib` for `Pages`, the others for `Tabular`.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        // Its headers need those of GLib only; what pkg-config says of libvips itself has flags that SwiftPM forbids.
        .systemLibrary(name: "CVips", pkgConfig: "glib-2.0", providers: [.apt(["libvips-dev"])]),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLDAP", pkgConfig: "ldap", providers: [.apt(["libldap-dev"])]),

        // Ground floor: these know nothing of each other.
        .target(name: "Workflow"),
        .target(name: "Postgres", dependencies: ["CLibPQ", collections, lifecycle, logging]),
        .target(name: "Tabular", dependencies: ["CExpat", "CZip", "CXLSXWriter", yams]),
        .target(name: "Spawning", dependencies: ["CSpawn"]),
        .target(name: "PrivatePostgres", dependencies: ["Spawning"]),
        .target(name: "Logs", dependencies: ["Workflow", logging]),
        .target(name: "Media", dependencies: ["Spawning", crypto]),
        // Other people's pictures are read in a process of their own: nothing else holds libvips.
        .target(name: "Pictures", dependencies: ["CVips", "Media"]),
        .executableTarget(name: "whistle-picture", dependencies: ["Pictures"]),
        .target(
            name: "Schema",
            path: "sql",
            exclude: ["README.md"],
            resources: [.copy("migrations"), .copy("roles.sql"), .copy("schema.sql")]
        ),
        .target(
            name: "Shipped",
            dependencies: ["Workflow", yams],
            path: "share",
            resources: [.copy("calendars"), .copy("definitions"), .copy("pages"), .copy("replay"), .copy("sample")]
        ),

        // What reaches out: requests to others, and the files that say to whom.
        .target(name: "Outward", dependencies: ["Workflow", httpClient, nioCore, nioHTTP1]),
        .target(
            name: "CityIdentity",
            dependencies: ["CExpat", "CLDAP", "Outward", "Shipped", "Workflow", crypto, httpClient, jwt, logging]
        ),

        // Where the rules meet the database, and what carries them out.
        .target(name: "PGStore", dependencies: ["Postgres", "Schema", "Workflow", crypto, logging]),
        .target(
            name: "Dispatcher",
            dependencies: [
                "Media", "PGStore", "Postgres", "PrivatePostgres", "Schema", "Shipped", "Tabular", "Workflow",
                collections, crypto, cryptoExtras, lifecycle, logging, yams,
            ]
        ),
        .target(
            name: "Web",
            dependencies: [
                "CityIdentity", "Dispatcher", "Media", "PGStore", "Postgres", "Shipped", "Tabular", "Workflow",
                coreMetrics,
                crypto, httpTypes, hummingbird, hummingbirdCore,
                hummingbirdTLS, lifecycle, logging, nioCore, nioSSL,
            ]
        ),
        // What people see: made of the API's answers.
        .target(
            name: "Pages",
            dependencies: [
                "CQREncode", "CZlib", "Dispatcher", "PGStore", "Shipped", "Tabular", "Web", "Workflow", crypto,
                httpTypes,
                hummingbird,
                mustache,
                nioCore,
            ]
        ),
        .target(
            name: "Messaging",
            dependencies: [
                "CCurl", "Dispatcher", "Outward", "PGStore", "Postgres", "Shipped", "Workflow", crypto, httpClient,
                lifecycle, logging, nioCore, nioPosix, nioSSL,
            ]
        ),
        .target(
            name: "Bench",
            dependencies: [
                "Dispatcher", "Pages", "PGStore", "Postgres", "PrivatePostgres", "Shipped", "Spawning", "Web",
                "Workflow",
                httpClient,
                lifecycle, logging, nioCore, nioHTTP1,
            ]
        ),
        // Faults on purpose: beside the product, never in it. The checker knows nothing of PGStore and Workflow.
        .target(name: "ChaosChecker", dependencies: ["Postgres", crypto, logging]),
        .target(
            name: "Chaos",
            dependencies: [
                "ChaosChecker", "Dispatcher", "PGStore", "Postgres", "PrivatePostgres", "Shipped", "Spawning",
                "Workflow",
                lifecycle, logging, signals,
            ]
        ),
        .executableTarget(
            name: "whistle-chaos",
            dependencies: ["Chaos", "ChaosChecker", "Postgres", argumentParser]
        ),
        .executableTarget(
            name: "whistle",
            dependencies: [
                "Bench", "CityIdentity", "Dispatcher", "Logs", "Media", "Messaging", "Outward", "Pages", "PGStore",
                "Postgres",
                "PrivatePostgres", "Schema", "Shipped", "Spawning", "Tabular", "Web", "Workflow",
                argumentParser, configuration, httpClient, lifecycle, logging, nioCore, nioSSL, signals, system,
            ]
        ),

        .target(
            name: "TestSupport",
            dependencies: [
                "Dispatcher", "PGStore", "Postgres", "PrivatePostgres", "Schema", "Shipped", "Workflow", logging,
            ],
            path: "Tests/TestSupport"
        ),
        .testTarget(
            name: "WorkflowTests",
            dependencies: ["Workflow", "TestSupport", "Shipped", yams],
            resources: [.copy("Definition/Golden")]
        ),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestSupport", lifecycle, logging]),
        .testTarget(
            name: "TabularTests",
            dependencies: ["Tabular", "TestSupport"],
            resources: [.copy("Fixtures")]
        ),
        .testTarget(name: "LogsTests", dependencies: ["Logs", "Workflow", logging]),
        .testTarget(name: "SpawningTests", dependencies: ["Spawning"]),
        .testTarget(name: "PrivatePostgresTests", dependencies: ["PrivatePostgres"]),
        .testTarget(
            name: "MediaTests",
            dependencies: ["Media", "Pictures", "whistle-picture", crypto],
            resources: [.copy("Fixtures")]
        ),
        .testTarget(
            name: "PGStoreTests",
            dependencies: ["PGStore", "Postgres", "Schema", "Shipped", "TestSupport", "Workflow", crypto]
        ),
        .testTarget(
            name: "DispatcherTests",
            dependencies: [
                "Dispatcher", "Media", "PGStore", "Postgres", "Schema", "Shipped", "Tabular", "TestSupport", "Workflow",
                crypto, lifecycle, logging,
            ]
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "CityIdentity", "Dispatcher", "Media", "Outward", "PGStore", "Postgres", "Shipped", "Tabular",
                "TestSupport", "Web", "Workflow", "whistle-picture", crypto, httpClient, httpTypes, hummingbird,
                lifecycle, logging, nioCore, nioHTTP1,
            ],
            exclude: ["Oracle"]
        ),
        .testTarget(
            name: "PagesTests",
            dependencies: [
                "CityIdentity", "Dispatcher", "Outward", "Pages", "PGStore", "Postgres", "Shipped", "Tabular",
                "TestSupport", "Web", "Workflow",
                httpClient,
                httpTypes,
                mustache,
                nioCore,
                nioHTTP1,
            ],
            exclude: ["Oracle"]
        ),
        .testTarget(
            name: "MessagingTests",
            dependencies: [
                "Dispatcher", "Messaging", "Outward", "PGStore", "Postgres", "Shipped", "TestSupport", "Workflow",
                crypto, httpClient, httpTypes, hummingbird, lifecycle, logging, nioCore, nioPosix, nioSSL,
            ],
            exclude: ["Oracle"]
        ),
        .testTarget(
            name: "CityIdentityTests",
            dependencies: [
                "CityIdentity", "Outward", "TestSupport", "Workflow", crypto, httpClient, jwt, logging, nioCore,
                nioHTTP1, nioSSL,
            ],
            exclude: ["Oracle"]
        ),
        .testTarget(name: "BenchTests", dependencies: ["Bench", "Spawning", "Workflow", logging]),
        .testTarget(
            name: "ChaosTests",
            dependencies: [
                "Chaos", "ChaosChecker", "Dispatcher", "Postgres", "PrivatePostgres", "TestSupport", "Workflow",
            ]
        ),
        .testTarget(
            name: "AcceptanceTests",
            dependencies: ["Postgres", "Spawning", "TestSupport"],
            exclude: ["Golden", "Oracle"]
        ),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
        .treatAllWarnings(as: .error),
    ]
}
