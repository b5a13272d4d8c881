// SPDX-License-Identifier: GPL-3.0-or-later
import CFFTW

/// Discrete Fourier transform of complex samples, X[k] = Σ x[n]·exp(−2πi·k·n/N), k = 0…N−1, and its inverse, which
/// divides by N.
public struct ComplexFFT: ~Copyable {
  public let count: Int

  private let forwardPlan: Plan
  private let inversePlan: Plan
  private var input: AlignedBuffer<Complex>
  private var output: AlignedBuffer<Complex>

  /// - Parameter count: Number of samples, 1…``RealFFT/longest``.
  public init(count: Int) throws(FFTError) {
    guard count >= 1, count <= RealFFT.longest else { throw .count(count) }
    let forwardPlan = try PlanCache.plan(count: count, kind: .complexForward)
    let inversePlan = try PlanCache.plan(count: count, kind: .complexInverse)
    self.count = count
    self.forwardPlan = forwardPlan
    self.inversePlan = inversePlan
    input = AlignedBuffer(count: count, filledWith: .zero)
    output = AlignedBuffer(count: count, filledWith: .zero)
  }

  public mutating func forward(
    _ samples: Span<Complex>, into result: inout MutableSpan<Complex>
  ) throws(FFTError) {
    try execute(forwardPlan, samples, into: &result, scale: 1)
  }

  public mutating func inverse(
    _ samples: Span<Complex>, into result: inout MutableSpan<Complex>
  ) throws(FFTError) {
    try execute(inversePlan, samples, into: &result, scale: Double(count))
  }

  /// Transforms into a new array.
  public mutating func forward(_ samples: [Complex]) throws(FFTError) -> [Complex] {
    var result = [Complex](repeating: .zero, count: count)
    var span = result.mutableSpan
    try forward(samples.span, into: &span)
    return result
  }

  /// Transforms back into a new array.
  public mutating func inverse(_ samples: [Complex]) throws(FFTError) -> [Complex] {
    var result = [Complex](repeating: .zero, count: count)
    var span = result.mutableSpan
    try inverse(samples.span, into: &span)
    return result
  }

  private mutating func execute(
    _ plan: Plan, _ samples: Span<Complex>, into result: inout MutableSpan<Complex>, scale: Double
  ) throws(FFTError) {
    guard samples.count == count else { throw .length(expected: count, found: samples.count) }
    guard result.count == count else { throw .length(expected: count, found: result.count) }
    for index in samples.indices { input[index] = samples[index] }
    unsafe palpate_execute_c2c(plan.pointer, input.base, output.base)
    for index in result.indices { result[index] = output[index] / scale }
  }
}
