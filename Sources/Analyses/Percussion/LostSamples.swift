// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Tells lost samples from a slow clock by what was recorded.
///
/// Where rounded stamps leap by a step (``ClockSlips``), the vibration goes on as it was: either the phase fits when the
/// step is counted, and a sample was lost, or it fits when it is not. A few periods about each leap are fitted both ways.
enum LostSamples {
  /// Periods on either side of a leap, and the samples that there must be.
  private static let periods = 6.0
  private static let fewest = 32
  /// s on either side of a leap in which the rate is looked for, and samples.
  private static let search = 0.4
  private static let leastSearched = 48
  /// Difference of criteria that decides.
  private static let margin = 10.0
  /// Leaps next to each other that are weighed one by one.
  private static let mostTogether = 8

  /// The recording on the clock that its vibration shows, and what was found; the recording itself where there is nothing to
  /// tell or it does not tell.
  static func told(
    _ recording: Recording, by sensor: VibrationSensor, band: ClosedRange<Hertz>
  ) -> (recording: Recording, issue: Issue?) {
    guard let rounding = recording.rounding, let slips = rounding.slips, slips.count == recording.sampleCount else {
      return (recording, nil)
    }
    let axes = VibrationSignal(sensor, of: recording).axes
    guard axes.allSatisfy({ $0.count == slips.count }) else { return (recording, nil) }
    let read = readersLosses(slips, recording.timeBase)
    var lost = read
    var undecided = 0
    for cluster in clusters(slips) {
      if let found = decide(cluster, slips, axes, band) {
        lost.replaceSubrange(cluster, with: found)
      } else {
        undecided += 1
      }
    }
    guard lost != read || undecided > 0 else { return (recording, nil) }
    var own = recording
    guard lost != read, let clock = slips.clock(lost: lost), let last = clock.numbers.last else {
      own.rounding = StampRounding(
        quantum: rounding.quantum,
        rateUncertainty: widened(rounding.rateUncertainty, by: undecided, of: slips), slips: slips)
      return (own, nil)
    }
    own.rounding = StampRounding(
      quantum: slips.step, rateUncertainty: widened(clock.uncertainty, by: undecided, of: slips), slips: slips)
    own.timeBase =
      last == slips.count - 1
      ? .even(start: recording.timeBase.time(0), rate: Hertz(clock.rate), measured: true)
      : .stamped(clock.numbers.map { Double($0) / clock.rate })
    let total = lost.reduce(0, +)
    return (
      own,
      Issue(
        .timeQuantised,
        "the vibration goes on evenly when \(total) of the samples are lost where stamps leap by a step: put on a clock of "
          + "\(DecimalText.shortest((clock.rate * 1e4).rounded() / 1e4)) Hz")
    )
  }

  /// Samples lost before each slip on the clock that the stamps alone gave.
  private static func readersLosses(_ slips: ClockSlips, _ timeBase: TimeBase) -> [Int] {
    guard case .stamped(let stamps) = timeBase else { return slips.slips.map { _ in 0 } }
    return slips.slips.map { slip in
      max(0, Int(((stamps[slip.sample] - stamps[slip.sample - 1]) / slips.step).rounded()) - 1)
    }
  }

  /// A leap that remains open leaves the span open by a step.
  private static func widened(_ uncertainty: Double?, by undecided: Int, of slips: ClockSlips) -> Double? {
    guard let uncertainty else { return nil }
    let open = Double(undecided) / Double(slips.count)
    return (uncertainty * uncertainty + open * open).squareRoot()
  }

  /// Slips close together, of which one or more are leaps.
  private static func clusters(_ slips: ClockSlips) -> [Range<Int>] {
    let reach = 2 * max(leastSearched, Int(search / slips.step) / 4)
    var found: [Range<Int>] = []
    var start = 0
    for index in slips.slips.indices {
      let isLast = index + 1 == slips.slips.count
      if !isLast, slips.slips[index + 1].sample - slips.slips[index].sample < reach { continue }
      if slips.slips[start...index].contains(where: { $0.extra > 0 }) { found.append(start..<index + 1) }
      start = index + 1
    }
    return found
  }

  /// - Returns: Samples lost at each slip of a cluster; nil where both ways fit about as well.
  private static func decide(
    _ cluster: Range<Int>, _ slips: ClockSlips, _ axes: [[Double]], _ band: ClosedRange<Hertz>
  ) -> [Int]? {
    guard cluster.count <= mostTogether else { return nil }
    let all = slips.slips[cluster].map { max(0, $0.extra) }
    // A clock that is nearly right eats one step at most within so short a time.
    let candidates =
      [all]
      + all.indices.filter { all[$0] > 0 }.map { index in
        all.enumerated().map { $0.offset == index ? $0.element - 1 : $0.element }
      }
    let wide = max(leastSearched, Int(search / slips.step))
    guard let around = samples(cluster, slips, axes, all, reach: wide),
      let found = ((try? FundamentalSearch(band: band).find(in: around)) ?? nil), found.evidence > margin
    else { return nil }
    let rate = found.fit.frequency
    let reach = min(wide, max(fewest, Int(periods / (rate.value * slips.step))))
    var fits: [(lost: [Int], criterion: Double)] = []
    for candidate in candidates {
      guard let part = samples(cluster, slips, axes, candidate, reach: reach) else { return nil }
      let order = min(found.fit.order, (part.count - 6) / 3)
      guard let fit = ((try? HarmonicFit(part, near: rate, order: order)) ?? nil) else { continue }
      fits.append((candidate, fit.criterion))
    }
    fits.sort { $0.criterion < $1.criterion }
    guard let best = fits.first, fits.count > 1 else { return nil }
    // Which of several leaps the clock made matters less than how many were losses.
    let total = best.lost.reduce(0, +)
    guard let rival = fits.first(where: { $0.lost.reduce(0, +) != total }), rival.criterion > best.criterion + margin
    else { return nil }
    return best.lost
  }

  /// The samples about a cluster on the times that go with the losses.
  private static func samples(
    _ cluster: Range<Int>, _ slips: ClockSlips, _ axes: [[Double]], _ lost: [Int], reach: Int
  ) -> HarmonicSamples? {
    let own = slips.slips[cluster]
    guard let first = own.first, let last = own.last else { return nil }
    let before = cluster.lowerBound > 0 ? slips.slips[cluster.lowerBound - 1].sample : 0
    let after = cluster.upperBound < slips.slips.count ? slips.slips[cluster.upperBound].sample : slips.count
    let range = max(before, first.sample - reach)..<min(after, last.sample + reach)
    guard first.sample - range.lowerBound >= fewest / 2, range.upperBound - last.sample >= fewest / 2 else {
      return nil
    }
    var times: [Double] = []
    var shift = 0
    var slip = own.startIndex
    for index in range {
      if slip < own.endIndex, own[slip].sample == index {
        shift += lost[slip - own.startIndex]
        slip += 1
      }
      times.append(Double(index + shift) * slips.step)
    }
    return try? HarmonicSamples(stamps: times, channels: axes.map { Array($0[range]) })
  }
}
