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

/// An operation that gives places in the samples.
final class Places: Workload {
  private let input: [Double]
  private let work: ([Double]) -> [Int]
  private var places: [Int] = []
  var output: [Double] { places.map(Double.init) }

  init(_ input: [Double], _ work: @escaping ([Double]) -> [Int]) {
    self.input = input
    self.work = work
  }

  func run() { places = work(input) }
  func runFresh() { run() }
}
