// SPDX-License-Identifier: GPL-3.0-or-later
import CFFTW

/// Discrete Fourier transform of real samples, X[k] = Σ x[n]·exp(−2πi·k·n/N), for k = 0…N/2, and its inverse.
///
/// Any length from 1 on; 2^a·3^b·5^c is fastest, large primes cost up to 40 times as much. Nothing is scaled by the
/// forward transform; the inverse divides by N, so that one undoes the other. The relative L2 error is at most
/// 2 ε √log₂ N, asserted by `RealFFTTests`. A value belongs to one task at a time; plans are shared.
public struct RealFFT: ~Copyable {
  /// Longest transform: what keeps all sizes in FFTW's `int` and memory within 8 GiB.
  public static let longest = 1 << 28

  /// N, the number of samples.
  public let count: Int
  /// N/2 + 1, the number of frequencies from 0 to half the sampling rate.
  public var binCount: Int { count / 2 + 1 }

  private let plan: Plan
  private var inversePlan: Plan?
  var time: AlignedBuffer<Double>
  var bins: AlignedBuffer<Complex>

  /// - Parameter count: Number of samples, 1…``longest``.
  /// - Throws: ``FFTError/count(_:)``.
  public init(count: Int) throws(FFTError) {
    guard count >= 1, count <= Self.longest else { throw .count(count) }
    let plan = try PlanCache.plan(count: count, kind: .realForward)
    self.count = count
    self.plan = plan
    inversePlan = nil
    time = AlignedBuffer(count: count, filledWith: 0)
    bins = AlignedBuffer(count: count / 2 + 1, filledWith: .zero)
  }

  /// Measures the fastest algorithm for a length on this machine and uses it from now on in this process.
  ///
  /// Takes up to a second, and the last bits of results may then differ from run to run.
  public static func prepare(count: Int) throws(FFTError) {
    guard count >= 1, count <= longest else { throw .count(count) }
    try PlanCache.prepare(count: count, kind: .realForward)
    try PlanCache.prepare(count: count, kind: .realInverse)
  }

  /// - Parameters:
  ///   - samples: ``count`` samples.
  ///   - output: Receives ``binCount`` values.
  /// - Throws: ``FFTError/length(expected:found:)``.
  public mutating func forward(
    _ samples: Span<Double>, into output: inout MutableSpan<Complex>
  ) throws(FFTError) {
    guard samples.count == count else { throw .length(expected: count, found: samples.count) }
    guard output.count == binCount else { throw .length(expected: binCount, found: output.count) }
    for index in samples.indices { time[index] = samples[index] }
    transform()
    for index in output.indices { output[index] = bins[index] }
  }

  /// The samples whose transform is `input`. Imaginary parts at 0 and, for even N, at half the rate are ignored.
  public mutating func inverse(
    _ input: Span<Complex>, into samples: inout MutableSpan<Double>
  ) throws(FFTError) {
    guard input.count == binCount else { throw .length(expected: binCount, found: input.count) }
    guard samples.count == count else { throw .length(expected: count, found: samples.count) }
    for index in input.indices { bins[index] = input[index] }
    try inverseTransform()
    let scale = Double(count)
    for index in samples.indices { samples[index] = time[index] / scale }
  }

  /// Transforms into a new array.
  public mutating func forward(_ samples: [Double]) throws(FFTError) -> [Complex] {
    var output = [Complex](repeating: .zero, count: binCount)
    var span = output.mutableSpan
    try forward(samples.span, into: &span)
    return output
  }

  /// Transforms back into a new array.
  public mutating func inverse(_ input: [Complex]) throws(FFTError) -> [Double] {
    var samples = [Double](repeating: 0, count: count)
    var span = samples.mutableSpan
    try inverse(input.span, into: &span)
    return samples
  }

  /// ``time`` to ``bins``, both private.
  mutating func transform() {
    unsafe palpate_execute_r2c(plan.pointer, time.base, bins.base)
  }

  /// ``bins`` to ``time`` without the division by N; leaves ``bins`` undefined.
  mutating func inverseTransform() throws(FFTError) {
    let plan: Plan
    if let known = inversePlan {
      plan = known
    } else {
      plan = try PlanCache.plan(count: count, kind: .realInverse)
      inversePlan = plan
    }
    unsafe palpate_execute_c2r(plan.pointer, bins.base, time.base)
  }
}
