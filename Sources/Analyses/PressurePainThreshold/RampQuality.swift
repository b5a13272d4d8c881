// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// The straight part of a ramp.
struct RampLine: Sendable {
  /// Samples from 20 % of the reading to 0.1 s before the event.
  let window: Range<Int>
  let line: Line

  /// Parameters as of ``RampQuality``; nil when fewer than three samples lie in the window, or the line does not rise.
  init?(times: [Double], pressure: [Double], eventTime: Double, reading: Double) {
    let end = times.partitionPoint { !($0 <= eventTime - RampQuality.guardTime + LoadSignal.tie) }
    var start = end
    while start > 0, pressure[start - 1] >= RampQuality.share * reading { start -= 1 }
    guard end - start >= 3, let line = Line.leastSquares(times[start..<end], pressure[start..<end]), line.slope > 0,
      TheilSen.isRising(times[start..<end], pressure[start..<end])
    else { return nil }
    window = start..<end
    self.line = line
  }
}

/// The straight part of a ramp and what is wrong with it.
struct RampQuality: Sendable {
  /// Samples of the ramp window: from 20 % of the reading to 0.1 s before the event.
  let window: Range<Int>
  let line: Line
  let theilSen: Double
  /// Standard deviation over mean of the slopes of 0.5 s windows, %.
  let rateCV: Double?
  /// Share of those slopes within the tolerance around the target, %.
  let compliance: Double?
  let flags: Set<IssueCode>

  static let share = 0.2
  static let guardTime = 0.1
  static let slopeWindow = 0.5
  static let shapeWindow = 0.25
  static let nonlinearity = 0.1
  static let sagittaShare = 0.05
  static let hesitationShare = 0.25
  static let hesitationTime = 0.3
  static let plateauTime = 1.0
  static let reversalShare = 0.02
  static let jabFactor = 2.0
  static let jabTime = 0.5
  static let straightest = 0.8

  /// - Parameters:
  ///   - times: Stamps of the contact, s.
  ///   - pressure: Pressure above baseline in kPa, as long.
  ///   - eventTime: Time of the event that ends the ramp.
  ///   - reading: Pressure at the event.
  ///   - noise: Standard deviation of the idle noise, kPa.
  ///   - slopeWindow: Length of the windows of local slopes, s.
  ///   - checksShape: Whether hesitation, plateau, reversal and jab are looked for; they are an operator's faults.
  /// - Returns: Nil when fewer than three samples lie in the window, or the line does not rise.
  init?(
    times: [Double], pressure: [Double], eventTime: Double, reading: Double, noise: Double, interval: Double,
    target: Double?, tolerance: Double, slopeWindow: Double = RampQuality.slopeWindow, checksShape: Bool = true
  ) {
    guard let straight = RampLine(times: times, pressure: pressure, eventTime: eventTime, reading: reading),
      let theilSen = TheilSen.slope(times[straight.window], pressure[straight.window])
    else { return nil }
    window = straight.window
    line = straight.line
    self.theilSen = theilSen
    let (start, end) = (window.lowerBound, window.upperBound)
    let slopes = LocalLines.fits(
      times: times, values: pressure, range: window, width: max(slopeWindow, 4 * interval), fewest: 3
    ).map(\.slope)
    rateCV = slopes.count > 1 ? 100 * Moments.standardDeviation(slopes) / Moments.mean(slopes) : nil
    compliance = target.flatMap { target in
      guard !slopes.isEmpty else { return nil }
      let within = slopes.filter { abs($0 - target) <= tolerance / 100 * target }.count
      return 100 * Double(within) / Double(slopes.count)
    }
    var flags: Set<IssueCode> = []
    // The two slopes agree on a ramp that bends in the middle, so the bend is measured too.
    let sagitta = Parabola.sagitta(times[start..<end], pressure[start..<end]) ?? 0
    if abs(line.slope - theilSen) > Self.nonlinearity * theilSen || sagitta > Self.sagittaShare * reading {
      flags.insert(.nonlinear)
    }
    if let target, abs(line.slope - target) > tolerance / 100 * target { flags.insert(.rateOut) }
    guard checksShape else {
      self.flags = flags
      return
    }
    var last = end
    while last < times.count, times[last] <= eventTime { last += 1 }
    flags.formUnion(
      Self.shape(
        times: times, pressure: pressure, range: start..<last, eventTime: eventTime, noise: noise, interval: interval,
        rate: target ?? theilSen))
    self.flags = flags
  }

  /// Whether the contact looks like a ramp at all.
  var isRamp: Bool { line.explained >= Self.straightest }

  /// Hesitation, plateau, reversal and jab from the slopes of short windows.
  private static func shape(
    times: [Double], pressure: [Double], range: Range<Int>, eventTime: Double, noise: Double, interval: Double,
    rate: Double
  ) -> Set<IssueCode> {
    var flags: Set<IssueCode> = []
    let width = max(shapeWindow, 4 * interval)
    let fits = LocalLines.fits(times: times, values: pressure, range: range, width: width, fewest: 3)
    var highest = -Double.infinity
    var slowStart: Int?
    func closeRun(_ end: Int) {
      guard let start = slowStart else { return }
      slowStart = nil
      // A window counts as slow once two thirds of it lie in the stop (u²(3 − 2u) = 0.25 at u = 0.326 outside).
      let duration = fits[end].time - fits[start].time + 0.35 * width
      let peak = fits[start...end].map(\.value).max() ?? 0
      let drop = peak - fits[end].value
      if drop > max(3 * noise, reversalShare * peak) { return }
      if duration >= plateauTime {
        flags.insert(.plateau)
      } else if duration >= hesitationTime {
        flags.insert(.hesitation)
      }
    }
    for (k, fit) in fits.enumerated() {
      highest = max(highest, fit.value)
      if highest - fit.value > max(3 * noise, reversalShare * highest) { flags.insert(.reversal) }
      if fit.slope < hesitationShare * rate {
        slowStart = slowStart ?? k
      } else if k > 0 {
        closeRun(k - 1)
      }
      let isLate = fit.time - width / 2 >= eventTime - jabTime - 1e-9
      // Four standard errors of the window's slope, so that noise alone is no jab.
      let error = noise * (12 / (max(1, width / interval) * width * width)).squareRoot()
      if isLate, fit.slope > jabFactor * rate + 4 * error { flags.insert(.jab) }
    }
    if !fits.isEmpty { closeRun(fits.count - 1) }
    return flags
  }
}
