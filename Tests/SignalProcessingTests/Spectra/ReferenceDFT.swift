// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport

/// Fourier transforms in 32-digit arithmetic, themselves checked against 60 digits (`fft.json`).
enum ReferenceDFT {
  /// Unevaluated sum of two doubles, about 32 digits: the arithmetic of the reference transforms.
  struct Wide {
    var high: Double
    var low: Double

    init(_ high: Double, _ low: Double = 0) {
      self.high = high
      self.low = low
    }

    @inline(__always) static func + (a: Wide, b: Wide) -> Wide {
      let sum = a.high + b.high
      let part = sum - a.high
      let error = (a.high - (sum - part)) + (b.high - part) + a.low + b.low
      let high = sum + error
      return Wide(high, error - (high - sum))
    }

    @inline(__always) static func * (a: Wide, b: Wide) -> Wide {
      let product = a.high * b.high
      let error = fma(a.high, b.high, -product) + a.high * b.low + a.low * b.high
      let high = product + error
      return Wide(high, error - (high - product))
    }

    static prefix func - (a: Wide) -> Wide { Wide(-a.high, -a.low) }
    static func / (a: Wide, b: Double) -> Wide {
      let quotient = a.high / b
      let remainder = fma(-quotient, b, a.high) + a.low
      return Wide(quotient) + Wide(remainder / b)
    }
  }

  typealias Root = (cosine: Wide, sine: Wide)

  /// The seeded input of a length, the same as in `Fixtures/oracles/fft.py`: multiples of 2⁻⁵³ in −0.5…0.5.
  static func samples(_ count: Int) -> [Double] {
    var generator = SeededGenerator(seed: UInt64(count))
    return (0..<count).map { _ in Double(generator.next() >> 11) * 0x1p-53 - 0.5 }
  }

  /// exp(2πi·k/N) for k = 0…N−1; the index is brought into the first octant before anything is rounded.
  static func roots(_ count: Int) -> [Root] {
    (0..<count).map { k in
      // 8k/N = octant + fraction; odd octants run backwards.
      let octant = 8 * k / count
      let rest = 8 * k - octant * count
      let isOdd = octant % 2 == 1
      let (c, s) = firstOctant(isOdd ? count - rest : rest, over: count)
      let (x, y) = ((octant + 1) / 2) % 2 == 1 ? (s, c) : (c, s)
      return (octant >= 2 && octant <= 5 ? -x : x, octant >= 4 ? -y : y)
    }
  }

  /// Cosine and sine of (π/4)·n/N, 0 ≤ n ≤ N, by their Taylor series.
  private static func firstOctant(_ n: Int, over count: Int) -> Root {
    let quarterPi = Wide(0.785398163397448309616, 3.061616997868382943e-17)
    let angle = quarterPi * Wide(Double(n)) / Double(count)
    let square = -(angle * angle)
    var cosine = Wide(1)
    var sine = angle
    var (evenTerm, oddTerm) = (Wide(1), angle)
    for m in 1...15 {
      evenTerm = evenTerm * square / Double((2 * m - 1) * 2 * m)
      oddTerm = oddTerm * square / Double(2 * m * (2 * m + 1))
      cosine = cosine + evenTerm
      sine = sine + oddTerm
    }
    return (cosine, sine)
  }

  /// Relative L2 distance of a half spectrum from the exact one, each bin weighted as in the full spectrum.
  static func relativeError(_ found: [Complex], of samples: [Double]) -> Double {
    let exact = samples.count & (samples.count - 1) == 0 ? radixTwo(samples) : direct(samples)
    var (error, norm) = (0.0, 0.0)
    for k in found.indices {
      let weight = k == 0 || 2 * k == samples.count ? 1.0 : 2.0
      let re = (found[k].real - exact[k].0.high) - exact[k].0.low
      let im = (found[k].imaginary - exact[k].1.high) - exact[k].1.low
      error += weight * (re * re + im * im)
      norm += weight * (exact[k].0.high * exact[k].0.high + exact[k].1.high * exact[k].1.high)
    }
    return (error / norm).squareRoot()
  }

  /// By definition, O(N²).
  static func direct(_ samples: [Double]) -> [(Wide, Wide)] {
    let count = samples.count
    let roots = roots(count)
    return (0...(count / 2)).map { k in
      var (re, im) = (Wide(0), Wide(0))
      var index = 0
      for x in samples {
        re = re + roots[index].cosine * Wide(x)
        im = im + roots[index].sine * Wide(-x)
        index += k
        if index >= count { index -= count }
      }
      return (re, im)
    }
  }

  /// Cooley and Tukey's radix-two transform, for powers of two.
  static func radixTwo(_ samples: [Double]) -> [(Wide, Wide)] {
    let count = samples.count
    let roots = roots(count)
    let bits = count.trailingZeroBitCount
    var x = (0..<count).map { index in
      let reversed = bits == 0 ? 0 : Int(truncatingIfNeeded: UInt64(index).bitReversed >> UInt64(64 - bits))
      return (Wide(samples[reversed]), Wide(0))
    }
    var half = 1
    while half < count {
      let step = count / (2 * half)
      for start in stride(from: 0, to: count, by: 2 * half) {
        for j in 0..<half {
          let root = roots[j * step]
          let (a, b) = (x[start + j], x[start + j + half])
          let re = root.cosine * b.0 + root.sine * b.1
          let im = root.cosine * b.1 + -(root.sine * b.0)
          x[start + j] = (a.0 + re, a.1 + im)
          x[start + j + half] = (a.0 + -re, a.1 + -im)
        }
      }
      half *= 2
    }
    return x
  }
}

extension UInt64 {
  fileprivate var bitReversed: UInt64 {
    var value = self
    var result: UInt64 = 0
    for _ in 0..<64 {
      result = result << 1 | value & 1
      value >>= 1
    }
    return result
  }
}
