// SPDX-License-Identifier: GPL-3.0-or-later

/// A workload made of two closures over one input and one output buffer.
final class Transform: Workload {
  let input: [Double]
  private var buffer: [Double]
  private var made: [Double] = []
  private let reused: ([Double], inout [Double]) -> Void
  private let fresh: ([Double]) -> [Double]

  /// - Parameters:
  ///   - reused: Writes `count` results into a buffer that was written before.
  ///   - fresh: Returns an array of its own.
  init(
    _ input: [Double], count: Int? = nil, reused: @escaping ([Double], inout [Double]) -> Void,
    fresh: @escaping ([Double]) -> [Double]
  ) {
    self.input = input
    self.reused = reused
    self.fresh = fresh
    buffer = [Double](repeating: 0, count: count ?? input.count)
  }

  var output: [Double] { made.isEmpty ? buffer : made }

  func run() {
    made = []
    reused(input, &buffer)
  }

  func runFresh() {
    // The old array goes before the new one is made, as it would in a loop over files.
    made = []
    made = fresh(input)
  }
}
