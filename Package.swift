// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

let strict: [SwiftSetting] = [.strictMemorySafety()]

let package = Package(
  name: "Palpate",
  products: [
    .executable(name: "palpate", targets: ["palpate"]),
    .library(
      name: "Palpate",
      targets: ["SignalProcessing", "Estimation", "Recordings", "RecordingFormats", "Analyses", "Simulation"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // SHA-256 of every input file, for the result file: a kept library is better than our own hash.
    .systemLibrary(
      name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"]), .brew(["nettle"])]),
    .systemLibrary(
      name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
    .systemLibrary(name: "CLAPACK", pkgConfig: "lapack", providers: [.apt(["liblapack-dev"]), .brew(["lapack"])]),
    // Figures as SVG, PNG and PDF.
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    .target(name: "LinearAlgebra", dependencies: ["CLAPACK"], swiftSettings: strict),
    // The few hot loops that need instructions chosen at run time.
    .target(name: "CSignalKernels"),
    .target(
      name: "SignalProcessing", dependencies: ["CFFTW", "CSignalKernels", "Estimation", "LinearAlgebra"],
      swiftSettings: strict),
    .target(name: "Estimation", swiftSettings: strict),
    .target(name: "Recordings", dependencies: ["SignalProcessing"], swiftSettings: strict),
    .target(
      name: "RecordingFormats", dependencies: ["Recordings", "SignalProcessing", "CZlib"], swiftSettings: strict),
    .target(
      name: "Analyses", dependencies: ["Estimation", "Recordings", "SignalProcessing"], swiftSettings: strict),
    .target(
      name: "Sidecar", dependencies: ["Analyses", "Recordings", "SignalProcessing"], swiftSettings: strict),
    .target(name: "Simulation", dependencies: ["Recordings", "SignalProcessing"], swiftSettings: strict),
    .target(
      name: "Reporting", dependencies: ["Analyses", "CCairo", "Recordings", "SignalProcessing"], swiftSettings: strict),
    .target(
      name: "Jobs",
      dependencies: [
        "Analyses", "CNettle", "Recordings", "RecordingFormats", "Reporting", "Sidecar", "SignalProcessing",
        "Simulation",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "palpate",
      dependencies: ["Jobs", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "SignalProcessingTests", dependencies: ["SignalProcessing", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "EstimationTests", dependencies: ["Estimation", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "RecordingsTests", dependencies: ["Recordings", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "RecordingFormatsTests", dependencies: ["RecordingFormats", "Simulation", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "SidecarTests", dependencies: ["Sidecar", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "AnalysesTests", dependencies: ["Analyses", "RecordingFormats", "Sidecar", "Simulation", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["Analyses", "Jobs", "Recordings", "TestSupport", "palpate"],
      swiftSettings: strict),
    .testTarget(
      name: "RobustnessTests", dependencies: ["Analyses", "RecordingFormats", "Reporting", "Sidecar", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["Analyses", "RecordingFormats", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
