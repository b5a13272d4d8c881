// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import Simulation
import Testing

/// The six gross-error cases are what they say they are.
@Suite struct GunCaseTests {
  /// Amplitudes at given frequencies by least squares on the stamps, by normal equations (well conditioned here).
  private func amplitudes(_ times: [Double], _ x: [Double], _ frequencies: [Double]) -> [Double] {
    let n = 2 * frequencies.count + 1
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: n + 1), count: n)
    for (t, value) in zip(times, x) {
      var row = [1.0]
      for f in frequencies { row += [cos(2 * .pi * f * t), sin(2 * .pi * f * t)] }
      row.append(value)
      for i in 0..<n { for j in 0...n { matrix[i][j] += row[i] * row[j] } }
    }
    for i in 0..<n {
      for k in (i + 1)..<n {
        let factor = matrix[k][i] / matrix[i][i]
        for j in i...n { matrix[k][j] -= factor * matrix[i][j] }
      }
    }
    var solution = [Double](repeating: 0, count: n)
    for i in stride(from: n - 1, through: 0, by: -1) {
      var rest = matrix[i][n]
      for j in (i + 1)..<n { rest -= matrix[i][j] * solution[j] }
      solution[i] = rest / matrix[i][i]
    }
    return frequencies.indices.map { hypot(solution[1 + 2 * $0], solution[2 + 2 * $0]) }
  }

  @Test(arguments: GunCase.allCases) func samplingIsAsStated(kind: GunCase) {
    let trial = kind.trial(seed: 7)
    let count = Int(kind.samplingRate.value * kind.duration.value)
    #expect(trial.times.count == trial.samples.count)
    #expect(zip(trial.times, trial.times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(trial.samples.allSatisfy { $0.isFinite })
    guard kind != .phone else { return }
    #expect(trial.times == (0..<count).map { Double($0) / kind.samplingRate.value })
  }

  @Test func phoneScattersAndLosesAsStated() {
    var scatter: [Double] = []
    for seed in 0..<200 {
      for t in GunCase.phone.trial(seed: UInt64(seed)).times { scatter.append(t - (t * 200).rounded() / 200) }
    }
    let lost = 1 - Double(scatter.count) / (200 * 400)
    // Four standard errors of a share and of a standard deviation.
    #expect(abs(lost - 0.05) < 4 * (0.05 * 0.95 / 80_000).squareRoot(), "\(lost)")
    let deviation = (scatter.map { $0 * $0 }.reduce(0, +) / Double(scatter.count)).squareRoot()
    #expect(abs(deviation - 0.00064) < 4 * 0.00064 / (2 * 76_000.0).squareRoot(), "\(deviation)")
  }

  @Test(arguments: GunCase.allCases) func noiseHasTheStatedShare(kind: GunCase) {
    var (noise, signal, count) = (0.0, 0.0, 0.0)
    for seed in 0..<40 {
      let trial = kind.trial(seed: UInt64(seed))
      let clean = trial.times.map(trial.value(at:))
      let mean = clean.reduce(0, +) / Double(clean.count)
      let power = clean.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(clean.count)
      for (a, b) in zip(trial.samples, clean) { noise += (a - b) * (a - b) / power }
      signal += Double(clean.count)
      count += Double(clean.count)
    }
    let ratio = noise / signal
    let stated = pow(10, -kind.signalToNoise / 10)
    #expect(abs(ratio / stated - 1) < 4 * (2 / count).squareRoot(), "\(ratio)")
  }

  /// Lines of the noiseless signal, fitted, are those the trial tells.
  @Test(arguments: GunCase.allCases) func linesAreThoseStated(kind: GunCase) {
    for seed in 20..<30 {
      let trial = kind.trial(seed: UInt64(seed))
      // Instants of our own: dense enough that nothing folds back onto a fitted line.
      let times = (0..<24_000).map { Double($0) / 4000 / trial.rate.value }
      let x = times.map(trial.value(at:))
      let f = trial.rate.value
      let halves = trial.subharmonicRatio > 0
      let fitted = amplitudes(times, x, (1...6).map { Double($0) * f } + (halves ? [f / 2] : []))
      let stated = trial.harmonics(count: 6)
      let largest = stated.map(\.amplitude).max() ?? 0
      for (a, b) in zip(fitted, stated) {
        // Six whole strokes of 4000 samples; the lines of a pulse fall as the square of their order.
        #expect(abs(a - b.amplitude) < 1e-4 * largest, "seed \(seed), order \(b.order)")
      }
      if halves { #expect(abs(fitted[6] / fitted[0] - trial.subharmonicRatio) < 1e-4) }
    }
  }

  @Test func fundamentalIsMissingWhereItShouldBe() {
    for seed in 0..<50 {
      let trial = GunCase.missingFundamental.trial(seed: UInt64(seed))
      let lines = trial.harmonics(count: 8)
      #expect(lines[0].amplitude == 0)
      for line in lines { #expect((line.amplitude == 0) == (Double(line.order) * trial.rate.value < 60)) }
    }
  }

  @Test func secondHarmonicDominates() {
    for seed in 0..<50 {
      let lines = GunCase.secondHarmonic.trial(seed: UInt64(seed)).harmonics(count: 4)
      #expect(lines[1].amplitude > 1.1 * lines[0].amplitude)
    }
  }

  @Test func ratesFillTheirRange() {
    let rates = (0..<2000).map { GunCase.shortFrame.trial(seed: UInt64($0)).rate.value }.sorted()
    #expect(rates[0] >= 18 && rates[1999] < 54)
    // Kolmogorov–Smirnov at the 0.1 % level.
    var distance = 0.0
    for (i, rate) in rates.enumerated() { distance = max(distance, abs((rate - 18) / 36 - (Double(i) + 0.5) / 2000)) }
    #expect(distance < 1.95 / 2000.0.squareRoot(), "\(distance)")
  }

  @Test(arguments: GunCase.allCases) func seedsDecide(kind: GunCase) {
    let trial = kind.trial(seed: 3)
    #expect(trial.samples == kind.trial(seed: 3).samples)
    #expect(trial.samples != kind.trial(seed: 4).samples)
  }

  @Test(arguments: GunCase.allCases) func everySampleIsANumber(kind: GunCase) {
    for seed in 0..<100 {
      let samples = kind.trial(seed: UInt64(seed)).samples
      #expect(!samples.isEmpty && samples.allSatisfy(\.isFinite), "seed \(seed)")
    }
  }
}
