// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// The stamps of a second recorder on the clock of the first, where both felt the same device.
///
/// The ratio of the rates that both read is that of the clocks; when one was started is where their activity matches
/// (``ClockOffset``); the phase of the strongest line, followed through the longest segment that both hold, makes the ratio
/// exact.
struct TwoRecorders {
  let clock: ReceiverClock
  /// Half of the 95 % interval of the clock's ratio.
  let ratioHalf: Double

  /// Clocks differ by less, as a share.
  private static let clocks = 0.05
  /// Segments of each whose rates are compared.
  private static let compared = 6
  private static let leastCorrelation = 0.8
  /// Lead of the best shift over all others.
  private static let lead = 0.05

  enum Refusal: Error {
    /// Nothing to match, or no match.
    case noMatch(correlation: Double?)
    case tooLong
    /// No segment of both in which a line could be followed.
    case noLine
    case severalMatches(correlation: Double, runnerUp: Double)

    var detail: String {
      func text(_ value: Double) -> String { DecimalText.shortest((value * 100).rounded() / 100) }
      let advice = "record idle time before the device is switched on and after it is switched off"
      switch self {
      case .noMatch(nil): return "neither starts, stops nor changes of strength in both; \(advice)"
      case .noMatch(let correlation?):
        return "starts and stops match nowhere (correlation \(text(correlation)), expected \(text(leastCorrelation))); "
          + advice
      case .tooLong:
        return
          "expected recordings of at most \(DecimalText.shortest(ActivityLevels.longest)) s; cut them down to the runs"
      case .noLine:
        return "no line could be followed from the device to the receiver through a segment that both recorded"
      case .severalMatches(let correlation, let runnerUp):
        return "starts and stops match at several shifts (correlations \(text(correlation)) and \(text(runnerUp))); "
          + advice
      }
    }
  }

  /// - Parameters:
  ///   - first: Of the device, with its segments; the longest that the other recorder holds too is followed.
  ///   - second: Of what is shaken by it, with the rates of its segments in Hz.
  init(
    _ first: (signal: VibrationSignal, segments: [JointSegment]), _ second: (signal: VibrationSignal, rates: [Double])
  ) throws(Refusal) {
    let rough = try Self.matched((first.signal, first.segments.map(\.frequency)), second)
    let heard = rough.stamps(second.signal)
    let (start, end) = (heard.first ?? 0, heard.last ?? 0)
    func shared(_ segment: JointSegment) -> Double { min(segment.end, end) - max(segment.start, start) }
    let byLength = first.segments.sorted { (shared($0), $1.number) > (shared($1), $0.number) }
    for segment in byLength {
      guard let (clock, half) = Self.refined(rough, segment, from: first.signal, to: second.signal) else { continue }
      (self.clock, ratioHalf) = (clock, half)
      return
    }
    throw .noLine
  }

  /// The clock by the rates that both read and the shift at which their activity matches.
  private static func matched(
    _ first: (signal: VibrationSignal, rates: [Double]), _ second: (signal: VibrationSignal, rates: [Double])
  ) throws(Refusal) -> ReceiverClock {
    for signal in [first.signal, second.signal] {
      let span = (signal.stamps.last ?? 0) - (signal.stamps.first ?? 0)
      if span > ActivityLevels.longest * (1 - clocks) { throw .tooLong }
    }
    guard let start = second.signal.stamps.first,
      let levels = ActivityLevels(stamps: first.signal.stamps, channels: first.signal.axes)
    else { throw .noMatch(correlation: nil) }
    var ratios = [1.0]
    for own in first.rates.prefix(compared) {
      for other in second.rates.prefix(compared) where abs(other / own - 1) <= clocks {
        if !ratios.contains(where: { abs($0 * own / other - 1) < 1e-4 }) { ratios.append(other / own) }
      }
    }
    var best: (ratio: Double, match: ClockOffset)?
    for ratio in ratios {
      let stamps = second.signal.stamps.map { ($0 - start) * ratio }
      guard let other = ActivityLevels(stamps: stamps, channels: second.signal.axes),
        let match = ClockOffset(levels, other)
      else { continue }
      if match.correlation > best?.match.correlation ?? -1 { best = (ratio, match) }
    }
    guard let best else { throw .noMatch(correlation: nil) }
    let correlation = best.match.correlation
    guard correlation >= leastCorrelation else { throw .noMatch(correlation: correlation) }
    guard correlation - best.match.runnerUp >= lead else {
      throw .severalMatches(correlation: correlation, runnerUp: best.match.runnerUp)
    }
    return ReceiverClock(ratio: best.ratio, offset: best.match.offset)
  }

  /// The clock by the phase of the strongest line that both share in a segment, with half of its ratio's 95 % interval.
  private static func refined(
    _ rough: ReceiverClock, _ segment: JointSegment, from input: VibrationSignal, to output: VibrationSignal
  ) -> (clock: ReceiverClock, half: Double)? {
    var (clock, half) = (rough, 0.0)
    for _ in 0..<3 {
      guard let pairs = segment.pairs(input, output, clock), let drift = pairs.clockDrift, abs(drift.value) < clocks
      else { return nil }
      // Turned about the middle of the segment, where the match is not to move.
      let middle = (segment.start + segment.end) / 2
      clock.offset = middle + (clock.offset - middle) * (1 + drift.value)
      clock.ratio *= 1 + drift.value
      half = StudentT.quantile(0.975, degrees: Double(pairs.blockCount - 2)) * drift.error * clock.ratio
    }
    return (clock, half)
  }
}

/// Where the stamps of a second recorder lie on the clock of the first.
struct ReceiverClock {
  /// s on the first clock in a second of the other.
  var ratio: Double
  /// Time of the other's first sample on the first clock, s.
  var offset: Double

  func stamps(_ signal: VibrationSignal) -> [Double] {
    let start = signal.stamps.first ?? 0
    return signal.stamps.map { offset + ($0 - start) * ratio }
  }
}

extension JointSegment {
  /// Amplitudes of both sensors in this segment, each along its own axis.
  func pairs(_ input: VibrationSignal, _ output: VibrationSignal, _ clock: ReceiverClock) -> LinePairs? {
    guard let first = along(input, input.stamps), let second = along(output, clock.stamps(output)),
      let fit = (try? HarmonicFit(first, near: Hertz(frequency), order: order)) ?? nil
    else { return nil }
    return LinePairs(from: first, to: second, like: fit)
  }

  /// A sensor along the axis on which it moves most.
  private func along(_ signal: VibrationSignal, _ stamps: [Double]) -> HarmonicSamples? {
    let range = stamps.partitionPoint { $0 >= start }..<stamps.partitionPoint { $0 > end }
    guard range.count >= 64,
      let samples = try? HarmonicSamples(
        stamps: Array(stamps[range]), channels: signal.axes.map { Array($0[range]) }),
      samples.count >= 64
    else { return nil }
    guard signal.axes.count > 1 else { return samples }
    // The clock is not known well enough yet to start from the device's rate.
    let band = Hertz(0.95 * frequency)...Hertz(1.05 * frequency)
    guard let found = (try? FundamentalSearch(band: band).find(in: samples)) ?? nil else { return nil }
    let fit = found.fit
    return try? HarmonicSamples(stamps: samples.stamps, channels: [samples.along(PrincipalAxis(fit).direction)])
  }
}
