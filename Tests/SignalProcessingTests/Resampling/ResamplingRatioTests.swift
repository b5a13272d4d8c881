// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import Testing

@Suite struct ResamplingRatioTests {
  @Test func decimalRatesGiveExactRatios() throws {
    let cases: [(Double, Double, Int, Int)] = [
      (1000, 256, 32, 125), (100.1, 50.05, 1, 2), (44100, 48000, 160, 147), (380.516, 380.516, 1, 1),
      (0.1, 0.3, 3, 1), (1e-5, 1e-4, 10, 1), (1e16, 3e16, 3, 1), (333.3, 100, 1000, 3333), (62.5, 100, 8, 5),
    ]
    for (from, to, up, down) in cases {
      let ratio = try ResamplingRatio(from: Hertz(from), to: Hertz(to))
      #expect(ratio.up == up && ratio.down == down, "\(from) to \(to): \(ratio)")
      #expect(abs(ratio.rate(from: Hertz(from)).value / to - 1) < 1e-15)
    }
  }

  @Test func otherRatesAreRefusedWithTheNearest() throws {
    for (from, to) in [(380.516, 256.0), (100.09003712, 100), (1000, .pi), (1, 20_000), (20_000, 1), (1e-300, 1e300)] {
      do {
        let ratio = try ResamplingRatio(from: Hertz(from), to: Hertz(to))
        Issue.record("\(from) to \(to): \(ratio)")
      } catch {
        guard case .ratio(_, _, let nearest) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(nearest.count <= 2)
        #expect(error.description.contains("no ratio of whole numbers"))
        let value = to / from
        let limit = ResamplingRatio.largestFactor
        for ratio in nearest { #expect(ratio.up <= limit && ratio.down <= limit) }
        guard nearest.count == 2 else { continue }
        let (low, high) = (nearest[0], nearest[1])
        #expect(Double(low.up) / Double(low.down) <= value && Double(high.up) / Double(high.down) >= value)
        // Neighbours in the Farey sequence: nothing within the limit lies between them.
        #expect(high.up * low.down - low.up * high.down == 1)
        #expect(high.up + low.up > limit || high.down + low.down > limit)
      }
    }
    #expect(try neighbours(380.516, 256).count == 2)
  }

  private func neighbours(_ from: Double, _ to: Double) throws -> [ResamplingRatio] {
    do { _ = try ResamplingRatio(from: Hertz(from), to: Hertz(to)) } catch ResamplingError.ratio(_, _, let nearest) {
      return nearest
    }
    return []
  }

  @Test func ratesThatAreNoneAreRefused() {
    for bad in [0, -1, .nan, .infinity] {
      #expect(throws: ResamplingError.self) { try ResamplingRatio(from: Hertz(bad), to: Hertz(1)) }
      #expect(throws: ResamplingError.self) { try ResamplingRatio(from: Hertz(1), to: Hertz(bad)) }
    }
    for (up, down) in [(0, 1), (1, 0), (-1, 1), (10_001, 1), (1, .max), (.min, 1)] {
      #expect(throws: ResamplingError.factors(up: up, down: down)) { try ResamplingRatio(up: up, down: down) }
    }
  }

  @Test func timesAndCounts() throws {
    let ratio = try ResamplingRatio(up: 20_000, down: 78_125 * 1)
    #expect(ratio.up == 32 && ratio.down == 125)
    #expect(ratio.time(ofOutput: 256, from: Hertz(1000)) == 1)
    #expect(ratio.time(ofOutput: 1, from: Hertz(1000), start: 2) == 2 + 1 / 256.0)
    #expect(ratio.outputCount(of: 0) == 0 && ratio.outputCount(of: 1) == 1)
    #expect(ratio.outputCount(of: 125) == 32 && ratio.outputCount(of: 126) == 33)
  }
}
