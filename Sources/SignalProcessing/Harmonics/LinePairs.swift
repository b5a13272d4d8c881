// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Complex amplitudes of harmonics at two sensors, in blocks of a dozen periods.
public struct LinePairs: Sendable {
  /// Input and output, by harmonic from the first and block.
  let amplitudes: [[(input: Complex, output: Complex)]]
  /// Middles of the blocks, s.
  private let times: [Double]
  private let frequencies: [Double]

  public var blockCount: Int { times.count }

  private static let fewest = 4
  /// Share of a block's time that the output must cover.
  private static let covered = 0.9

  /// Nil for fewer than four blocks.
  /// - Parameters:
  ///   - samples: Two channels at the same stamps: input, then output.
  ///   - fit: Of them, or of one of them.
  public init?(_ samples: HarmonicSamples, like fit: HarmonicFit) {
    guard samples.channels == 2, let blocks = BlockFits(samples, like: fit) else { return nil }
    times = blocks.fits.map(\.origin)
    frequencies = blocks.fits.map(\.frequency.value)
    amplitudes = (1...blocks.order).map { harmonic in
      blocks.fits.map { ($0.amplitude(harmonic, channel: 0), $0.amplitude(harmonic, channel: 1)) }
    }
  }

  /// For two sensors that were sampled at different times, their stamps on one clock.
  ///
  /// The input is fitted in blocks; the output of the same time is fitted at the frequency of each.
  /// - Parameters:
  ///   - input: One channel.
  ///   - output: One channel; blocks that it does not cover, or with fewer than three samples a harmonic, are left out.
  ///   - fit: Of the input.
  /// - Returns: Nil for fewer than four blocks.
  public init?(from input: HarmonicSamples, to output: HarmonicSamples, like fit: HarmonicFit) {
    guard input.channels == 1, output.channels == 1, let blocks = BlockFits(input, like: fit) else { return nil }
    let stamps = output.stamps
    let order = min(blocks.order, Int(0.4 * Double(output.count) / (output.duration * fit.frequency.value)))
    guard order >= 1 else { return nil }
    var (times, frequencies): ([Double], [Double]) = ([], [])
    var amplitudes = [[(input: Complex, output: Complex)]](repeating: [], count: order)
    for (part, own) in zip(blocks.parts, blocks.fits) {
      let (start, end) = (part.time(0), part.time(part.count - 1))
      let range = stamps.partitionPoint { $0 >= start }..<stamps.partitionPoint { $0 > end }
      guard range.count >= 3 * order + 6 else { continue }
      let felt = output[range]
      let frequency = own.frequency.value
      guard felt.duration >= Self.covered * part.duration else { continue }
      let system = HarmonicSystem(felt, HarmonicMoments(felt, frequency: frequency, order: order))
      guard system.order >= order else { continue }
      let other = HarmonicFit(felt, system, frequency: frequency, order: order)
      for harmonic in 1...order {
        // Phases count from the middle of each block.
        let turn = Complex.unit(2 * Double.pi * frequency * Double(harmonic) * (own.origin - other.origin))
        amplitudes[harmonic - 1].append(
          (own.amplitude(harmonic, channel: 0), other.amplitude(harmonic, channel: 0) * turn))
      }
      times.append(own.origin)
      frequencies.append(frequency)
    }
    guard times.count >= Self.fewest else { return nil }
    self.times = times
    self.frequencies = frequencies
    self.amplitudes = amplitudes
  }

  /// By how much the clock of the output is slow against that of the input, as a share, from the phase of the strongest
  /// line common to both, with its standard error; nil where the blocks have hardly more in common along that phase than
  /// noise has.
  public var clockDrift: (value: Double, error: Double)? {
    let powers = amplitudes.map { blocks in
      blocks.reduce(0.0) { $0 + $1.input.magnitude * $1.output.magnitude }
    }
    guard let most = powers.max(), most > 0, let index = powers.firstIndex(of: most) else { return nil }
    var turns: [Double] = []
    var last = 0.0
    for (block, pair) in amplitudes[index].enumerated() {
      let cross = pair.output * pair.input.conjugate
      let phase = cross.phase / (2 * Double.pi)
      let unwrapped = block == 0 ? phase : phase + (last - phase).rounded()
      // In turns of the fundamental, so that changes of speed weigh as they should.
      turns.append(unwrapped / (Double(index + 1) * frequencies[block]))
      last = unwrapped
    }
    guard let line = Line.leastSquares(times[...], turns[...]) else { return nil }
    let followed = LineSums(
      amplitudes[index].enumerated().map { block, pair in
        let turns = line.at(times[block]) * Double(index + 1) * frequencies[block]
        return (pair.input, pair.output * Complex.unit(-2 * Double.pi * turns))
      })
    // Noise alone comes to a coherence of c with probability (1 − c)ⁿ⁻¹; the slope has used up one more block. Unwrapping
    // follows noise as well, so that a few times the 1 % of this pass.
    let noise = 1 - pow(0.01, 1 / Double(max(1, blockCount - 2)))
    guard let coherence = followed.coherence, coherence >= noise else { return nil }
    return (line.slope, line.slopeError)
  }
}

/// Powers of a line at two sensors, summed over blocks.
struct LineSums {
  /// Σ Y·X*.
  private var cross = Complex.zero
  /// Σ |X|².
  private var input = 0.0
  /// Σ |Y|².
  private var output = 0.0

  /// - Parameter blocks: X and Y of each.
  init(_ blocks: [(input: Complex, output: Complex)]) {
    for (x, y) in blocks {
      cross = cross + y * x.conjugate
      input += x.squaredMagnitude
      output += y.squaredMagnitude
    }
  }

  /// H1 = Σ Y·X* / Σ |X|²; for ``coherence`` that is not nil.
  var ratio: Complex { cross / input }

  /// γ² = |Σ Y·X*|² / (Σ|X|²·Σ|Y|²), 0…1; nil where one of them is still.
  var coherence: Double? { input > 0 && output > 0 ? min(1, cross.squaredMagnitude / (input * output)) : nil }
}
