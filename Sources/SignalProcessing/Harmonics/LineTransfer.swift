// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What passes from one sensor to another, at the harmonics of a periodic source, where alone there is something to pass.
///
/// Both sensors are fitted together in blocks of a dozen periods. Over the blocks, with X and Y the complex amplitudes of a
/// harmonic: H1 = Σ Y·X* / Σ |X|², coherence γ² = |Σ Y·X*|² / (Σ|X|²·Σ|Y|²), random error of |H1|
/// √(1 − γ²)/(|γ|·√(2n)) (Bendat & Piersol, Random Data, §9.1.2), n the number of blocks.
public struct LineTransfer: Sendable, Hashable {
  public struct Line: Sendable, Hashable {
    public let harmonic: Int
    /// Output over input.
    public let ratio: Complex
    /// γ², 0…1.
    public let coherence: Double
    /// Relative standard error of the magnitude.
    public let error: Double

    /// 20·lg|H|.
    public var decibels: Double { 20 * log10(ratio.magnitude) }
    /// Half of the 95 % interval in dB.
    public var half: Double { NormalDistribution.quantile(0.975) * error * LineTransfer.decibelsPerShare }
  }

  /// dB by which a ratio changes for a small share of it.
  public static let decibelsPerShare: Double = 20 / log(10.0)

  public let lines: [Line]
  public let blockCount: Int

  /// Nil for fewer than four blocks.
  /// - Parameters:
  ///   - samples: Two channels at the same stamps: input, then output.
  ///   - fit: Of them, or of one of them.
  public init?(_ samples: HarmonicSamples, like fit: HarmonicFit) {
    guard let pairs = LinePairs(samples, like: fit) else { return nil }
    self.init(pairs)
  }

  public init(_ pairs: LinePairs) {
    var lines: [Line] = []
    let count = Double(pairs.blockCount)
    for (index, blocks) in pairs.amplitudes.enumerated() {
      let sums = LineSums(blocks)
      guard let coherence = sums.coherence, coherence > 0 else { continue }
      let error = ((1 - coherence) / (2 * count * coherence)).squareRoot()
      lines.append(Line(harmonic: index + 1, ratio: sums.ratio, coherence: coherence, error: error))
    }
    self.lines = lines
    blockCount = pairs.blockCount
  }
}
