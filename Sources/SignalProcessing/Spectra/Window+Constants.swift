// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Figures of merit after Harris 1978 and Heinzel, Rüdiger & Schilling 2002.
extension Window {
  /// Σ w, which scales peak amplitudes and power.
  public var sum: Double { values.reduce(0, +) }

  /// Σ w², which scales densities.
  public var sumOfSquares: Double { values.reduce(0) { $0 + $1 * $1 } }

  /// Mean value: what a sine at the centre of a bin is multiplied by.
  public var coherentGain: Double { sum / Double(count) }

  /// Equivalent noise bandwidth in bins, N·Σw²/(Σw)²: 1 for the rectangle, 1.5 for Hann.
  public var equivalentNoiseBins: Double { Double(count) * sumOfSquares / (sum * sum) }

  /// Equivalent noise bandwidth at a sampling rate; power = density × this.
  public func equivalentNoiseBandwidth(sampleRate: Hertz) -> Hertz {
    Hertz(sampleRate.value * sumOfSquares / (sum * sum))
  }

  /// What a sine halfway between two bins loses, in dB (positive).
  public var scallopingLoss: Double { -20 * log10(response(atBin: 0.5)) }

  /// |W(u)|/W(0), the response to a sine `offset` bins away; by the sum itself.
  public func response(atBin offset: Double) -> Double {
    let step = 2 * Double.pi * offset / Double(count)
    // A turning phase instead of a cosine each; its drift stays below count·ε.
    let turn = Complex(cos(step), sin(step))
    var phase = Complex(1)
    var total = Complex.zero
    for value in values {
      total = total + phase * value
      phase = phase * turn
    }
    return total.magnitude / sum
  }

  /// Half the width of the main lobe, to its first minimum, in bins; nil when there is none (one sample).
  public var mainLobeHalfWidth: Double? { lobes?.edge }

  /// Highest side lobe in dB relative to the main lobe (negative); nil when there is no side lobe.
  public var highestSideLobe: Double? { lobes?.level }

  /// First minimum and highest maximum beyond it, on a transform padded to 32 points a bin. The ripple on a flat top
  /// is not taken for a null: that lies at least 10 dB down.
  private var lobes: (edge: Double, level: Double)? {
    guard count > 2 else { return nil }
    let padding = 32
    guard count <= RealFFT.longest / padding, var fft = try? RealFFT(count: count * padding),
      let spectrum = try? fft.forward(values + [Double](repeating: 0, count: count * (padding - 1)))
    else { return nil }
    let power = spectrum.map(\.squaredMagnitude)
    guard
      let edge = power.indices.dropFirst().dropLast().first(where: {
        power[$0] < power[$0 + 1] && power[$0] < 0.1 * power[0]
      }),
      let highest = power[edge...].indices.max(by: { power[$0] < power[$1] }), power[highest] > 0
    else { return nil }
    var peak = log(power[highest])
    if highest > edge, highest + 1 < power.count {
      // A parabola through the highest point and its neighbours, in decibels.
      let (a, b, c) = (log(power[highest - 1]), peak, log(power[highest + 1]))
      let bend = a - 2 * b + c
      if bend < 0 { peak = b - (a - c) * (a - c) / (8 * bend) }
    }
    return (Double(edge) / Double(padding), 10 / log(10) * (peak - log(power[0])))
  }

  /// Correlation of the noise in two segments `shift` samples apart, Σ w[n]·w[n + shift]/Σ w² (Welch 1967).
  public func overlapCorrelation(shift: Int) -> Double {
    precondition(shift >= 0)
    guard shift < count else { return 0 }
    var total = 0.0
    for n in 0..<(count - shift) { total += values[n] * values[n + shift] }
    return total / sumOfSquares
  }
}
