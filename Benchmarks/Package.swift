// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

// A package of its own, so that nobody who uses Palpate resolves what only its developers need.
let package = Package(
  name: "PalpateBenchmarks",
  dependencies: [
    .package(name: "Palpate", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // What is timed: one file a kernel.
    .target(name: "Workloads", dependencies: ["CLimits", .product(name: "Palpate", package: "Palpate")]),
    .target(name: "CLimits"),
    // Runs one workload at a time when told to, so that a rival in another process can take turns with it.
    .executableTarget(name: "RatioServer", dependencies: ["Workloads", .product(name: "Palpate", package: "Palpate")]),
    // The same workloads under ordo-one/benchmark: `swift package benchmark` in this folder.
    .executableTarget(
      name: "Kernels",
      dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Kernels",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
