// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// How well a device keeps its rate over one segment: jitter, drift, warm-up, Allan deviations.
struct RateStability {
  /// A row without recording and trial; `low` and `high` of a 95 % interval.
  struct Row {
    let name: String
    let component: String
    let value: Double
    let low: Double?
    let high: Double?
    let unit: String
    let method: String
    let count: Int
  }

  private(set) var rows: [Row] = []

  /// Seconds that a drift, and a warm-up, need.
  private static let leastDrift = 10.0
  private static let leastWarmUp = 20.0

  /// - Parameters:
  ///   - fit: Of the whole segment.
  ///   - blocks: Of the same; without them there is nothing to tell.
  init(_ samples: HarmonicSamples, _ fit: HarmonicFit, blocks: BlockFits?) {
    guard let blocks else { return }
    addJitter(blocks)
    guard samples.duration >= Self.leastDrift else { return }
    let times = blocks.parts.map { $0.origin - samples.time(0) }
    let rates = blocks.fits.map { 60 * $0.frequency.value }
    addDrift(times, rates)
    if samples.duration >= Self.leastWarmUp { addWarmUp(times, rates) }
    addStability(samples, fit, blocks)
  }

  private mutating func addJitter(_ blocks: BlockFits) {
    guard let jitter = CycleJitterEstimate(Array(zip(blocks.parts, blocks.fits))) else { return }
    rows.append(
      Row(
        name: "cycle_jitter", component: "", value: 100 * jitter.share, low: 100 * jitter.low, high: 100 * jitter.high,
        unit: "%", method: "percussion.cycle_phases", count: jitter.count))
  }

  private mutating func addDrift(_ times: [Double], _ rates: [Double]) {
    guard times.count >= 8, let slope = TheilSen.slope(times[...], rates[...]),
      let line = Line.leastSquares(times[...], rates[...])
    else { return }
    let half = 60 * StudentT.quantile(0.975, degrees: Double(times.count - 2)) * line.slopeError
    rows.append(
      Row(
        name: "rate_drift", component: "", value: 60 * slope, low: 60 * slope - half, high: 60 * slope + half,
        unit: "1/min2", method: "percussion.block_rates.theil_sen", count: times.count))
  }

  private mutating func addWarmUp(_ times: [Double], _ rates: [Double]) {
    guard let fit = try? ExponentialApproach(times, rates), fit.timeConstant.value < times[times.count - 1] else {
      return
    }
    // An approach that does not stand out of the scatter is none.
    guard fit.amplitude.low > 0 || fit.amplitude.high < 0 else { return }
    let tau = fit.timeConstant
    rows.append(
      Row(
        name: "warm_up_time", component: "", value: tau.value, low: tau.low, high: tau.high, unit: "s",
        method: "percussion.exponential_approach", count: times.count))
  }

  /// Overlapping Allan deviation of the fractional frequency, from rates over seconds.
  private mutating func addStability(_ samples: HarmonicSamples, _ fit: HarmonicFit, _ blocks: BlockFits) {
    let seconds = Int(samples.duration)
    var rates: [Double] = []
    var start = 0
    var block = 0
    for second in 0..<seconds {
      var end = start
      let limit = samples.time(0) + Double(second + 1)
      while end < samples.count, samples.time(end) < limit { end += 1 }
      // From the rate that the blocks have about there.
      var near: [Double] = []
      while block < blocks.parts.count, blocks.parts[block].origin < limit {
        near.append(blocks.fits[block].frequency.value)
        block += 1
      }
      if near.isEmpty { near = [blocks.fits[min(block, blocks.fits.count - 1)].frequency.value] }
      let guess = near.reduce(0, +) / Double(near.count)
      guard end - start >= 2 * blocks.order + 8,
        let own = (try? HarmonicFit(samples[start..<end], near: Hertz(guess), order: blocks.order)) ?? nil,
        abs(own.frequency.value / guess - 1) < 0.02
      else { return }
      rates.append(own.frequency.value / fit.frequency.value - 1)
      start = end
    }
    guard let series = try? StabilitySeries(frequencies: rates, interval: 1) else { return }
    for factor in series.octaveFactors(of: .overlappingAllan) where 3 * factor <= rates.count {
      guard let point = try? series.deviation(.overlappingAllan, factor: factor) else { continue }
      rows.append(
        Row(
          name: "allan_deviation", component: DecimalText.shortest(point.averagingTime) + "s", value: point.deviation,
          low: nil, high: nil, unit: "1", method: "percussion.overlapping_allan", count: point.terms))
    }
  }
}
