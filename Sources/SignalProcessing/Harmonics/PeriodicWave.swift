// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One period of a fitted wave: its integrals and derivative are exact, harmonic by harmonic.
///
/// Integrating harmonics has no drift and no bias, where sums over samples lose a quarter of a 40 Hz stroke recorded at
/// 200 Hz.
public struct PeriodicWave: Sendable, Hashable {
  public let frequency: Hertz
  /// C[h] of Re(C·exp(2πihft)) for h = 1, 2 …
  public let harmonics: [Complex]

  public init(frequency: Hertz, harmonics: [Complex]) {
    self.frequency = frequency
    self.harmonics = harmonics
  }

  /// d/dt to a power; −2 makes displacement of acceleration.
  public func derivative(_ power: Int) -> PeriodicWave {
    var scaled = harmonics
    for index in scaled.indices {
      let omega = 2 * Double.pi * frequency.value * Double(index + 1)
      for _ in 0..<abs(power) {
        let value = scaled[index]
        // i·C·ω, or C/(iω).
        scaled[index] =
          power > 0
          ? Complex(-value.imaginary * omega, value.real * omega)
          : Complex(value.imaginary / omega, -value.real / omega)
      }
    }
    return PeriodicWave(frequency: frequency, harmonics: scaled)
  }

  /// Value at a phase in turns.
  public func value(at turn: Double) -> Double {
    var sum = 0.0
    for (index, harmonic) in harmonics.enumerated() {
      let angle = 2 * Double.pi * (turn - turn.rounded(.down)) * Double(index + 1)
      sum += harmonic.real * cos(angle) - harmonic.imaginary * sin(angle)
    }
    return sum
  }

  /// Phases, in turns, and values of the highest and lowest point.
  public var extremes: (high: (turn: Double, value: Double), low: (turn: Double, value: Double)) {
    let count = max(64, 16 * harmonics.count)
    let samples = (0..<count).map { value(at: Double($0) / Double(count)) }
    let high = samples.indices.max { samples[$0] < samples[$1] } ?? 0
    let low = samples.indices.min { samples[$0] < samples[$1] } ?? 0
    return (refine(high, count, sign: 1), refine(low, count, sign: -1))
  }

  /// Root mean square.
  public var rms: Double { (harmonics.reduce(0) { $0 + $1.squaredMagnitude } / 2).squareRoot() }

  /// Highest minus lowest.
  public var peakToPeak: Double {
    let (high, low) = extremes
    return high.value - low.value
  }

  /// Largest absolute value.
  public var peak: Double {
    let (high, low) = extremes
    return max(high.value, -low.value)
  }

  /// By golden section between the neighbours of a sampled extreme.
  private func refine(_ index: Int, _ count: Int, sign: Double) -> (turn: Double, value: Double) {
    let share = (5.0.squareRoot() - 1) / 2
    var (low, high) = (Double(index - 1) / Double(count), Double(index + 1) / Double(count))
    var (a, b) = (high - share * (high - low), low + share * (high - low))
    var (left, right) = (sign * value(at: a), sign * value(at: b))
    for _ in 0..<44 {
      if left > right {
        (high, b, right) = (b, a, left)
        a = high - share * (high - low)
        left = sign * value(at: a)
      } else {
        (low, a, left) = (a, b, right)
        b = low + share * (high - low)
        right = sign * value(at: b)
      }
    }
    let turn = (low + high) / 2
    return (turn, value(at: turn))
  }
}

extension PeriodicWave {
  /// exp(2πiht) of a phase t in turns.
  public static func unit(at turn: Double, harmonic: Int) -> Complex {
    let angle = 2 * Double.pi * (turn - turn.rounded(.down)) * Double(harmonic)
    return Complex(cos(angle), sin(angle))
  }
}
