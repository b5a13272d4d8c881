// SPDX-License-Identifier: GPL-3.0-or-later

/// One operation made ready to run again and again on the same input.
public protocol Workload: AnyObject {
  /// Runs once. Writes into memory made beforehand where the operation has such a form.
  func run()
  /// Runs once into memory made anew, as a caller does who asks for an array.
  func runFresh()
  /// The result of the last run, for comparison with the rival's.
  var output: [Double] { get }
}

/// What workloads work on.
public struct Inputs: Sendable {
  /// Samples at 1 kHz.
  public var signal: [Double]
  /// Path of a file, for the readers.
  public var table: String
  public init(signal: [Double], table: String = "") { (self.signal, self.table) = (signal, table) }
}

/// What can be timed, by the name that the rivals use too.
public struct WorkloadEntry: Sendable {
  public let name: String
  public let make: @Sendable (_ inputs: Inputs) throws -> any Workload

  init(_ name: String, _ make: @escaping @Sendable (_ inputs: Inputs) throws -> any Workload) {
    self.name = name
    self.make = make
  }
}

/// Every workload. A new one is one file and one line here.
public let workloads: [WorkloadEntry] = [
  .sections4, .sections8, .sections4x8, .zeroPhase4, .fir101, .fir1001, .welch, .shortTimeFFT, .savitzkyGolay,
  .median101, .median5, .movingRMS, .resample, .peaks, .prominentPeaks, .meanAndDeviation, .readTable, .readFile,
  .copy, .products, .branches, .fft4096, .fft1024,
]
