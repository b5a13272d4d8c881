// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import Simulation
import Testing

/// Rates wrong by more than 2 %, of 1,000 seeded signals of each of six kinds in which estimators go wrong by a factor.
@Suite struct GrossErrorTests {
  @Test(arguments: GunCase.allCases) func ratesAreNotMistaken(_ kind: GunCase) throws {
    var (wrong, squares) = (0, 0.0)
    var seeds: [UInt64] = []
    let trials = 1000
    let search = try FundamentalSearch(band: Hertz(15)...Hertz(60))
    for seed in 0..<UInt64(trials) {
      let trial = kind.trial(seed: seed)
      let samples = try HarmonicSamples(stamps: trial.times, channels: [trial.samples])
      let found = try search.find(in: samples)
      let rate = try found.map { try StrikeRate($0.fit, of: samples, limit: 0.3).fit.frequency.value }
      let error = (rate ?? 0) / trial.rate.value - 1
      if abs(error) > 0.02 {
        wrong += 1
        seeds.append(seed)
      } else {
        squares += error * error
      }
    }
    let rms = (squares / Double(trials - wrong)).squareRoot()
    print("case \(kind.rawValue): \(100 * Double(wrong) / Double(trials)) % gross errors, others rms \(rms)")
    #expect(Double(wrong) <= (kind == .missingFundamental ? 0.05 : 0.03) * Double(trials), "seeds \(seeds.prefix(20))")
  }
}
