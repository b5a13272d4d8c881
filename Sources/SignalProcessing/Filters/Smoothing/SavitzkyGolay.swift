// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Smoothing and differentiation by a polynomial fitted to every window of samples.
///
/// Within half a window of either end of a stretch the polynomial of the outermost window is evaluated (SciPy's
/// `mode='interp'`), so that polynomials up to the order come out unchanged everywhere.
///
/// - SeeAlso: Savitzky & Golay, *Smoothing and differentiation of data by simplified least squares procedures*,
///   Anal. Chem. 36 (1964) 1627–1639; Schafer, *What is a Savitzky–Golay filter?*, IEEE SPM 28(4) (2011).
public struct SavitzkyGolay: Sendable {
  public let window: Int
  public let order: Int
  public let derivative: Int
  /// Row k: weights of the window's samples for the value at its sample k.
  fileprivate let weights: [[Double]]

  /// - Parameters:
  ///   - window: Samples fitted, odd, 1...2001.
  ///   - order: Of the polynomial, less than `window`, at most 12.
  ///   - derivative: 0 smooths; results are per second to this power.
  ///   - sampleRate: Of the signal.
  public init(
    window: Int, order: Int, derivative: Int = 0, sampleRate: Hertz
  ) throws(FilterDesignError) {
    guard window % 2 == 1, window >= 1, window <= 2001 else {
      throw .specification("window of \(window) samples: expected an odd number of 1 to 2001")
    }
    guard order >= 0, order < window, order <= 12 else {
      throw .order(order, expected: 0...min(12, window - 1))
    }
    guard derivative >= 0, derivative <= order else {
      throw .specification("derivative \(derivative): expected 0 to the order, \(order)")
    }
    guard sampleRate.value.isFinite, sampleRate.value > 0 else { throw .sampleRate(sampleRate) }
    (self.window, self.order, self.derivative) = (window, order, derivative)
    weights = Self.weights(window, order, derivative, sampleRate.value)
  }

  /// By polynomials orthogonal over the window (Gram), in double-double: no normal equations, no loss at any order.
  private static func weights(_ window: Int, _ order: Int, _ derivative: Int, _ rate: Double) -> [[Double]] {
    let half = window / 2
    let unit = half == 0 ? DoubleDouble(1) : DoubleDouble(half)
    let t = (-half...half).map { DoubleDouble($0) / unit }
    let zeros = [DoubleDouble](repeating: 0, count: window)
    // values[d]: d-th derivative of the current polynomial at every sample; p_{j+1} = t p_j − b p_{j−1}.
    var previous = [[DoubleDouble]](repeating: zeros, count: derivative + 1)
    var current = previous
    current[0] = zeros.map { _ in 1 }
    var previousNorm: DoubleDouble = 1
    var sums = [[DoubleDouble]](repeating: zeros, count: window)
    for j in 0...order {
      let norm = current[0].reduce(0) { $0 + $1 * $1 }
      for k in 0..<window {
        let scale = current[derivative][k] / norm
        for i in 0..<window { sums[k][i] = sums[k][i] + scale * current[0][i] }
      }
      let b = j == 0 ? 0 : norm / previousNorm
      var next = previous
      for d in 0...derivative {
        for i in 0..<window {
          var value = t[i] * current[d][i] - b * previous[d][i]
          if d > 0 { value = value + DoubleDouble(d) * current[d - 1][i] }
          next[d][i] = value
        }
      }
      (previous, current, previousNorm) = (current, next, norm)
    }
    var scale: DoubleDouble = 1
    for _ in 0..<derivative { scale = scale * DoubleDouble(rate) / unit }
    return sums.map { row in row.map { ($0 * scale).high } }
  }

  /// - Returns: As many samples as given; missing ones stay missing, and so does a stretch shorter than the window.
  public func apply(_ samples: [Double]) -> [Double] {
    .fresh(count: samples.count) { apply(samples.span, into: &$0) }
  }

  /// - Parameter output: As many samples as given, in other memory.
  public func apply(_ samples: Span<Double>, into output: inout MutableSpan<Double>) {
    apply(samples, into: &output, level: .current)
  }

  func apply(_ samples: Span<Double>, into output: inout MutableSpan<Double>, level: KernelLevel) {
    var windows = SlidingWindows(PolynomialFit(self, level: level))
    windows.whole(samples, into: &output)
  }
}

/// The same for streams: half a window late (``latency``). The first half window of a stretch comes with its first whole
/// window, the last with its end; both are values of the polynomial of the outermost window.
public struct RunningSavitzkyGolay: ~Copyable, StreamProcessor {
  public typealias Output = [Double]

  public let filter: SavitzkyGolay
  public var latency: Int { filter.window / 2 }
  private var windows: SlidingWindows<PolynomialFit>

  public init(_ filter: SavitzkyGolay) { self.init(filter, level: .current) }

  init(_ filter: SavitzkyGolay, level: KernelLevel) {
    self.filter = filter
    windows = SlidingWindows(PolynomialFit(filter, level: level))
  }

  public mutating func process(_ input: Span<Double>, into output: inout [Double]) {
    windows.append(input, to: &output)
  }

  public mutating func finish(into output: inout [Double]) { windows.finish(&output) }
}

/// The weighted sums of windows.
struct PolynomialFit: WindowStatistic {
  let length: Int
  fileprivate let weights: [[Double]]
  /// Weights from the middle of the window to its end.
  private let taps: [Double]
  private let isAntisymmetric: Bool
  private let level: KernelLevel

  init(_ filter: SavitzkyGolay, level: KernelLevel) {
    length = filter.window
    weights = filter.weights
    taps = Array(filter.weights[length / 2][(length / 2)...])
    isAntisymmetric = filter.derivative % 2 == 1
    self.level = level
  }

  mutating func whole(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, isFirst: Bool) {
    unsafe palpate_convolve_folded(level.code, taps, half, isAntisymmetric ? 1 : 0, x, y, count)
  }

  mutating func head(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    unsafe fit(x, y, rows: 0..<half)
  }

  mutating func tail(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    unsafe fit(x, y, rows: (half + 1)..<length)
  }

  mutating func short(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    for k in 0..<count { unsafe y[k] = .nan }
  }

  private func fit(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, rows: Range<Int>) {
    for row in rows {
      var sum = 0.0
      for k in 0..<length { unsafe sum += weights[row][k] * x[k] }
      unsafe y[row - rows.lowerBound] = sum
    }
  }
}
