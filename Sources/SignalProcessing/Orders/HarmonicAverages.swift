// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Phases and strengths of up to four harmonics along an angle: the signal turned back by each and averaged under a
/// Blackman window some periods long, whose zeros lie on the other harmonics when it is three long.
struct HarmonicAverages {
  let samples: [Double]
  let rate: Double
  let harmonics: [Int]
  let cycles: Double
  /// Windows are no longer than at this speed in Hz.
  let slowest: Double

  /// Missing samples before each place, and in all at the end; empty when none is missing.
  private let missingBefore: [Int32]

  init(samples: [Double], rate: Double, harmonics: [Int], cycles: Double, slowest: Double) {
    self.samples = samples
    self.rate = rate
    self.harmonics = harmonics
    self.cycles = cycles
    self.slowest = slowest
    var missing: Int32 = 0
    let before = samples.map { sample -> Int32 in
      if sample.isNaN { missing += 1 }
      return missing - (sample.isNaN ? 1 : 0)
    }
    missingBefore = missing == 0 ? [] : before + [missing]
  }

  func value(of harmonic: Int, in sums: SIMD8<Double>) -> Complex {
    harmonics.firstIndex(of: harmonic).map { Complex(sums[2 * $0], sums[2 * $0 + 1]) } ?? .zero
  }

  /// Averages of the signal turned back by each harmonic, at the points of a path; nil where less than half of the
  /// window's weight is present or the window reaches beyond the signal.
  func along(_ path: CubicPath) -> [SIMD8<Double>?] {
    // Samples a window may reach from.
    let speeds = path.slopes.map { max($0 / (2 * .pi), slowest) }
    let margin = min(samples.count, Int(cycles / (speeds.min() ?? slowest) * rate / 2) + 2)
    let start = max(0, Int(path.times[0] * rate) - margin)
    let end = min(samples.count, Int(path.times[path.times.count - 1] * rate) + margin)
    let rows = turnedBack(path, start..<end)
    return path.times.indices.map { index in
      let centre = path.times[index] * rate
      let half = cycles / speeds[index] * rate / 2
      let (low, high) = (Int((centre - half).rounded(.up)), Int((centre + half).rounded(.down)))
      guard low >= start, high < end else { return nil }
      // Zero for missing samples, so that only their weight must be told.
      let (sums, total) = Self.windowed(
        rows.span.extracting((low - start)...(high - start)), Double(low) - centre, half)
      var present = total
      if !missingBefore.isEmpty, missingBefore[high + 1] != missingBefore[low] {
        for n in low...high where samples[n].isNaN { present -= Self.blackman((Double(n) - centre) / half) }
      }
      return present >= 0.5 * total && present > 0 ? sums / present : nil
    }
  }

  /// Rows under a window, from a place relative to its middle on, and the sum of its weights.
  private static func windowed(
    _ rows: Span<SIMD8<Double>>, _ first: Double, _ half: Double
  ) -> (sums: SIMD8<Double>, weights: Double) {
    // Places in the table in units of 2⁻²⁴.
    let unit = Double(1 << 24)
    let scale = Double(tableCount) / half * unit
    var place = Int(first * scale)
    let step = Int(scale)
    return unsafe rows.withUnsafeBufferPointer { rows in
      unsafe blackmanTable.withUnsafeBufferPointer { table in
        var (sums, weights) = (SIMD8<Double>.zero, 0.0)
        for k in 0..<rows.count {
          let weight = unsafe table[min((abs(place) &+ (1 << 23)) >> 24, tableCount)]
          unsafe sums += weight * rows[k]
          weights += weight
          place &+= step
        }
        return (sums, weights)
      }
    }
  }

  /// Each sample times exp(−i·l·angle) for each harmonic l; zero for missing ones.
  private func turnedBack(_ path: CubicPath, _ range: Range<Int>) -> [SIMD8<Double>] {
    let last = path.times.count - 1
    var rows = [SIMD8<Double>](repeating: .zero, count: range.count)
    // About the mean and in its own unit, so that no square overflows.
    let moments = SampleMoments(of: samples.span.extracting(range))
    let level = moments.mean.isFinite ? moments.mean : 0
    let deviation = moments.standardDeviation ?? 1
    let scale = deviation > 1e-150 && deviation < 1e150 ? 1 / deviation : 1
    // Which place of the row each harmonic has; 4 for none.
    let highest = harmonics.max() ?? 1
    let slots = (0...highest).map { harmonics.firstIndex(of: $0) ?? 4 }
    var interval = 0
    unsafe rows.withUnsafeMutableBytes { bytes in
      for n in range where !samples[n].isNaN {
        let time = Double(n) / rate
        while interval < last - 1, path.times[interval + 1] <= time { interval += 1 }
        let angle: Double
        if time <= path.times[0] {
          angle = path.values[0] + path.slopes[0] * (time - path.times[0])
        } else if time >= path.times[last] {
          angle = path.values[last] + path.slopes[last] * (time - path.times[last])
        } else {
          let width = path.times[interval + 1] - path.times[interval]
          angle = path.point(interval: interval, at: (time - path.times[interval]) / width).value
        }
        let turn = Complex(unitVector: -angle)
        var power = Complex((samples[n] - level) * scale)
        let row = (n - range.lowerBound) * MemoryLayout<SIMD8<Double>>.stride
        for harmonic in 1...highest {
          power = power * turn
          let slot = slots[harmonic]
          if slot < 4 { unsafe bytes.storeBytes(of: power, toByteOffset: row + 16 * slot, as: Complex.self) }
        }
      }
    }
    return rows
  }

  /// At −1…1 of half the window.
  private static func blackman(_ u: Double) -> Double {
    blackmanTable[min(Int(abs(u) * Double(tableCount) + 0.5), tableCount)]
  }

  private static let tableCount = 8192
  /// Half of Blackman's window, from its middle on; its steps are 80 dB down.
  private static let blackmanTable: [Double] = (0...tableCount).map { k in
    let u = Double(k) / Double(tableCount)
    return 0.42 + 0.5 * cos(.pi * u) + 0.08 * cos(2 * .pi * u)
  }
}

extension Complex {
  /// exp(i·angle).
  init(unitVector angle: Double) { self.init(cos(angle), sin(angle)) }
}
