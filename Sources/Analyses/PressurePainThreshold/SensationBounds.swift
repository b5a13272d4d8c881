// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Between which pressures pain began, given when unloading began and how long subject and operator take.
///
/// Pain begins when the load first reaches the threshold, so the threshold is the running maximum of the load at the
/// time of sensation. The running maximum never falls: the 2.5 and 97.5 % quantiles of the delay map to bounds that
/// hold as often as the quantiles do, whatever the tremor.
struct SensationBounds: Sendable {
  let low: Double
  let high: Double

  /// Width of the centred lines that take the noise off the running maximum, s.
  static let smoothing = 0.1

  /// - Parameters:
  ///   - times: Stamps of the contact, s.
  ///   - pressure: Pressure above baseline, kPa.
  ///   - corner: When unloading began, s.
  ///   - noise: Half width of the 95 % interval of one pressure, kPa; widens both sides in quadrature.
  /// - Returns: Nil when the contact is too short to smooth.
  init?(
    times: [Double], pressure: [Double], corner: Double, interval: Double, noise: Double, parameters: PPTParameters
  ) {
    let end = times.firstIndex { $0 > corner } ?? times.count
    let trace = LocalLines.fits(
      times: times, values: pressure, range: 0..<end, width: max(Self.smoothing, 4 * interval), fewest: 3)
    guard !trace.isEmpty else { return nil }
    let mean = parameters.subjectDelay.value + parameters.operatorDelay.value
    let a = parameters.subjectDelaySD.value
    let b = parameters.operatorDelaySD.value
    let spread = TrialOutcomes.z * (a * a + b * b).squareRoot()
    let centre = Self.runningMaximum(trace, at: corner - mean)
    let below = centre - Self.runningMaximum(trace, at: corner - mean - spread)
    let above = Self.runningMaximum(trace, at: corner - mean + spread) - centre
    low = centre - (below * below + noise * noise).squareRoot()
    high = centre + (above * above + noise * noise).squareRoot()
  }

  /// Highest value up to a time, linear between the centres; the first value before them, the overall maximum after.
  private static func runningMaximum(_ trace: [LocalLines.Fit], at time: Double) -> Double {
    var highest = trace[0].value
    for (previous, fit) in zip(trace, trace.dropFirst()) {
      if fit.time > time {
        if time > previous.time {
          let share = (time - previous.time) / (fit.time - previous.time)
          highest = max(highest, previous.value + share * (fit.value - previous.value))
        }
        return highest
      }
      highest = max(highest, fit.value)
    }
    return highest
  }
}
