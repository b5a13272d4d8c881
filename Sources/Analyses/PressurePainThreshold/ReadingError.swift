// SPDX-License-Identifier: GPL-3.0-or-later

/// How well a pressure read at one moment is known.
struct ReadingError: Sendable {
  /// Slope of the load, kPa/s.
  let rate: Double
  /// Width of the bracket the moment is known to lie in, s; 0 for a stamp.
  let bracket: Double
  let baseline: Baseline
  /// Step of the recorded numbers, kPa.
  let quantum: Double
  /// Two samples are averaged, or one is taken as it is.
  let isInterpolated: Bool
  /// Residual SD of the ramp line, kPa; stands for the noise where there is no idle to take it from.
  var residual = 0.0

  /// Half of the 95 % interval: uniform over the bracket, noise of the samples, rounding, noise of the baseline's median.
  var halfWidth: Double {
    let noise = baseline.isMissing ? residual : baseline.noise
    let timing = rate * bracket
    let reading = isInterpolated ? noise * noise / 2 : noise * noise
    let idle = max(baseline.before?.count ?? 0, baseline.after?.count ?? 0)
    let zero = noise * noise * (idle > 0 ? (Double.pi / 2) / Double(idle) : 1)
    return TrialOutcomes.z * (timing * timing / 12 + reading + quantum * quantum / 12 + zero).squareRoot()
  }
}
