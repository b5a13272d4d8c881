// SPDX-License-Identifier: GPL-3.0-or-later

/// Where unloading begins: the corner of two straight lines.
struct Release: Sendable {
  /// Time of the corner, s.
  let time: Double
  /// Pressure above baseline at the corner, kPa.
  let pressure: Double
  /// Slope after the corner, kPa/s; negative.
  let unloadingRate: Double

  /// Share of the peak below which the load falls for good soon after the corner.
  static let anchorShare = 0.9
  /// Half the range of corners tried, s; wider at low sampling rates.
  static let reach = 0.15
  /// Stretch before the anchor that the rising line is fitted to, s.
  static let approach = 0.3
  /// Number of steps to either side of the anchor.
  static let steps = 150

  /// Least squares over corner times on a fixed grid, with both slopes and the corner's pressure free.
  ///
  /// The grid lies around the last sample above 90 % of the peak: a load that halves within 0.5 s loses a tenth within
  /// 0.1 s of the corner, while the highest sample of a slow ramp may be a crest of tremor long before it. A local
  /// rising line follows tremor better than the line of the whole ramp would.
  /// - Parameters:
  ///   - times: Stamps of the contact, s.
  ///   - pressure: Pressure above baseline, kPa.
  ///   - peak: Index of the peak.
  ///   - interval: Median sampling interval, s.
  /// - Returns: Nil when fewer than five samples, or fewer than two after the anchor, can be used.
  static func find(times: ArraySlice<Double>, pressure: ArraySlice<Double>, peak: Int, interval: Double) -> Release? {
    var anchor = peak
    for i in peak..<times.endIndex where pressure[i] >= anchorShare * pressure[peak] { anchor = i }
    let centre = times[anchor]
    let reach = max(Self.reach, 3 * interval)
    let approach = max(Self.approach, 6 * interval)
    var a = anchor
    while a > times.startIndex, times[a - 1] >= centre - approach { a -= 1 }
    var b = anchor + 1
    while b < times.endIndex, times[b] <= centre + reach, pressure[b] >= 0.3 * pressure[peak] { b += 1 }
    guard b - a >= 5, b - anchor >= 2 else { return nil }
    var best: (error: Double, release: Release)?
    for k in -steps...steps {
      let corner = centre + Double(k) * (reach / Double(steps))
      guard let (error, release) = fit(times[a..<b], pressure[a..<b], corner: corner) else { continue }
      if best.map({ error < $0.error }) ?? true { best = (error, release) }
    }
    return best?.release
  }

  /// p = v + s·min(t − c, 0) + u·max(t − c, 0) by its normal equations; nil unless both sides hold two samples.
  private static func fit(
    _ times: ArraySlice<Double>, _ pressure: ArraySlice<Double>, corner: Double
  ) -> (Double, Release)? {
    var n = 0.0
    var sx = 0.0
    var sz = 0.0
    var xx = 0.0
    var zz = 0.0
    var py = 0.0
    var xy = 0.0
    var zy = 0.0
    var left = 0
    var right = 0
    for i in times.indices {
      let x = min(times[i] - corner, 0)
      let z = max(times[i] - corner, 0)
      let y = pressure[i]
      if x < 0 { left += 1 } else { right += 1 }
      n += 1
      sx += x
      sz += z
      xx += x * x
      zz += z * z
      py += y
      xy += x * y
      zy += z * y
    }
    guard left >= 2, right >= 2, xx > 0, zz > 0 else { return nil }
    // x·z is 0 everywhere, so the two slopes follow from v: s = (Σxy − vΣx)/Σxx, u likewise.
    let denominator = n - sx * sx / xx - sz * sz / zz
    guard denominator > 1e-12 * n else { return nil }
    let v = (py - sx * xy / xx - sz * zy / zz) / denominator
    let s = (xy - v * sx) / xx
    let u = (zy - v * sz) / zz
    var error = 0.0
    for i in times.indices {
      let x = min(times[i] - corner, 0)
      let z = max(times[i] - corner, 0)
      let residual = pressure[i] - (v + s * x + u * z)
      error += residual * residual
    }
    return (error, Release(time: corner, pressure: v, unloadingRate: u))
  }
}
