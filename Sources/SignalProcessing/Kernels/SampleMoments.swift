// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Number, mean and spread of the samples of a signal; missing ones do not count.
///
/// Blocks of 2048 samples are gone through twice, the second time about their own mean, and joined by the formula of
/// Chan, Golub & LeVeque (Am. Stat. 37 (1983) 242): the same at every level of instructions.
public struct SampleMoments: Sendable, Hashable {
  public let count: Int
  /// NaN without samples, infinite where sums of 2048 samples overflow.
  public let mean: Double
  /// Sum of the squared deviations from the mean.
  public let sumOfSquares: Double

  /// Over n − 1; nil for fewer than two samples.
  public var variance: Double? { count > 1 ? sumOfSquares / Double(count - 1) : nil }
  public var standardDeviation: Double? { variance?.squareRoot() }

  public init(of samples: Span<Double>) { self.init(of: samples, level: .current) }
  public init(of samples: [Double]) { self.init(of: samples.span, level: .current) }

  init(of samples: Span<Double>, level: KernelLevel) {
    var moments = palpate_moments(count: 0, origin: 0, mean: 0, squares: 0)
    unsafe samples.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < buffer.count {
        unsafe start += palpate_add_moments(level.code, base + start, buffer.count - start, &moments)
        guard start < buffer.count else { return }
        // A missing sample in this block: what stands before it.
        let block = min(buffer.count - start, 2048)
        let good = unsafe palpate_first_missing(level.code, base + start, block, .greatestFiniteMagnitude)
        let added = unsafe palpate_add_moments(level.code, base + start, good, &moments)
        guard added == good, good < block else {
          // Nothing is missing: the sum overflows.
          moments.count += Double(good)
          moments.mean = .infinity
          moments.squares = .infinity
          return
        }
        start += good + 1
      }
    }
    count = Int(moments.count)
    mean = count > 0 ? moments.origin + moments.mean : .nan
    sumOfSquares = moments.squares
  }
}
