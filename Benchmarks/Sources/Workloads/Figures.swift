// SPDX-License-Identifier: GPL-3.0-or-later

/// A workload whose result is small beside its input.
final class Figures: Workload {
  private let input: [Double]
  private let work: ([Double]) throws -> [Double]
  private(set) var output: [Double] = []

  init(_ input: [Double], _ work: @escaping ([Double]) throws -> [Double]) {
    self.input = input
    self.work = work
  }

  /// An empty result tells of an error.
  func run() { output = (try? work(input)) ?? [] }
  func runFresh() { run() }
}
