// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the program builds its measurements and their packages too.
//
//     BENCHMARK_DISABLE_JEMALLOC=true swift package --package-path Benchmarks benchmark
let package = Package(
    name: "whistle-benchmarks",
    dependencies: [
        .package(name: "whistle", path: ".."),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "WorkflowBenchmarks",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "Workflow", package: "whistle"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Benchmarks/WorkflowBenchmarks",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ],
    swiftLanguageModes: [.v6]
)
