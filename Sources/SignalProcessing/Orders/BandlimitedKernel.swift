// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Interpolation between even samples by a sinc under a Kaiser window, 24 samples to either side.
///
/// Up to 0.42 of the sampling rate the result is within 1e-5 of the peak (asserted by `AngularResamplingTests`). Rows of
/// weights for 1024 places between two samples are kept, and the two next to a place are mixed.
enum BandlimitedKernel {
  /// Samples to either side.
  static let reach = 24
  private static let places = 1024
  /// Row after row of 2·reach weights, the first for place 0, the last for place 1.
  private static let rows: [Double] = {
    let beta = 0.1102 * (110 - 8.7)
    let bottom = Window.besselI0(beta)
    var rows: [Double] = []
    for place in 0...places {
      var row = (0..<(2 * reach)).map { tap -> Double in
        let x = Double(tap - (reach - 1)) - Double(place) / Double(places)
        let u = x / Double(reach)
        guard abs(u) <= 1 else { return 0 }
        let ideal = x == 0 ? 1 : sin(.pi * x) / (.pi * x)
        return ideal * Window.besselI0(beta * ((1 - u) * (1 + u)).squareRoot()) / bottom
      }
      // A constant stays what it is.
      let sum = row.reduce(0, +)
      for tap in row.indices { row[tap] /= sum }
      rows += row
    }
    return rows
  }()

  /// The value between samples; NaN where the kernel meets a missing sample or an end.
  ///
  /// - Parameters:
  ///   - place: In samples from the first.
  ///   - stretch: 1, or more to pass only 1/stretch of the band: the reach grows as much.
  static func value(_ samples: Span<Double>, at place: Double, stretch: Double = 1) -> Double {
    guard stretch <= 1 else { return narrowed(samples, at: place, stretch: stretch) }
    let floor = place.rounded(.down)
    let first = Int(floor) - (reach - 1)
    guard first >= 0, first + 2 * reach <= samples.count else {
      // A place at a sample needs no other.
      return place == floor && samples.indices.contains(Int(floor)) ? samples[Int(floor)] : .nan
    }
    let row = (place - floor) * Double(places)
    let index = min(Int(row), places - 1)
    let share = row - Double(index)
    return unsafe samples.withUnsafeBufferPointer { samples in
      unsafe rows.withUnsafeBufferPointer { rows in
        var (low, high) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        let base = index * 2 * reach
        for k in stride(from: 0, to: 2 * reach, by: 4) {
          let x = unsafe SIMD4(
            samples[first + k], samples[first + k + 1], samples[first + k + 2], samples[first + k + 3])
          let a = base + k
          let b = a + 2 * reach
          unsafe low += x * SIMD4(rows[a], rows[a + 1], rows[a + 2], rows[a + 3])
          unsafe high += x * SIMD4(rows[b], rows[b + 1], rows[b + 2], rows[b + 3])
        }
        let below = low.sum()
        return below + share * (high.sum() - below)
      }
    }
  }

  /// The same behind a low-pass: the kernel drawn out in time.
  private static func narrowed(_ samples: Span<Double>, at place: Double, stretch: Double) -> Double {
    let span = Double(reach) * stretch
    let first = Int((place - span).rounded(.up))
    let last = Int((place + span).rounded(.down))
    guard first >= 0, last < samples.count else { return .nan }
    var (sum, weights) = (0.0, 0.0)
    for n in first...last {
      let weight = weight(at: abs(Double(n) - place) / stretch)
      sum += weight * samples[n]
      weights += weight
    }
    return sum / weights
  }

  /// The kernel at a distance of 0…reach.
  private static func weight(at distance: Double) -> Double {
    let whole = min(Int(distance), reach - 1)
    let row = (distance - Double(whole)) * Double(places)
    let index = min(Int(row), places - 1)
    let below = rows[index * 2 * reach + reach - 1 - whole]
    let above = rows[(index + 1) * 2 * reach + reach - 1 - whole]
    return below + (row - Double(index)) * (above - below)
  }
}
