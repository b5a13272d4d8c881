// SPDX-License-Identifier: GPL-3.0-or-later

/// Envelope |x + i·H(x)| of a stream, H by an equiripple filter of odd symmetry.
///
/// Sample k is given ``latency`` samples later, half of the taps. Where the taps reach a missing sample or beyond an end
/// the envelope is missing. Any chunking gives the same bits.
public struct EnvelopeFollower: ~Copyable, StreamProcessor {
  /// Half of the taps, rounded down.
  public let latency: Int
  /// Largest relative error of the gain of the Hilbert transformer from ``lowest`` to half the rate less it.
  public let ripple: Double
  public let lowest: Hertz
  private var filter: FIRFilter
  /// The last ``latency`` samples, oldest first.
  private var delayed: [Double] = []

  /// - Parameters:
  ///   - count: Number of taps, odd, 3…1001.
  ///   - lowest: The lowest frequency of the oscillation, above 0 and below a quarter of the rate.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or the design does not converge.
  public init(count: Int, lowest: Hertz, sampleRate: Hertz) throws(FilterDesignError) {
    guard count % 2 == 1 else { throw .specification("\(count) taps: expected an odd number of 3 to 1001") }
    guard sampleRate.value.isFinite, sampleRate.value > 0 else { throw .sampleRate(sampleRate) }
    guard lowest.value > 0, lowest.value < sampleRate.value / 4 else {
      throw .specification(
        "lowest frequency \(lowest.value) Hz: expected more than 0 and less than a quarter of the rate")
    }
    let highest = Hertz(sampleRate.value / 2 - lowest.value)
    let design = try EquirippleFIR(
      [FIRBand(from: lowest, to: highest, gain: -1)], count: count, symmetry: .odd, sampleRate: sampleRate)
    filter = try FIRFilter(design.fir, start: .missing, method: .direct)
    ripple = design.ripple
    self.lowest = lowest
    latency = count / 2
  }

  public mutating func process(_ input: Span<Double>, into output: inout [Double]) {
    let place = output.count
    filter.process(input, into: &output)
    // Filter output n belongs to sample n − latency.
    var skipped = 0
    for k in 0..<input.count {
      let quadrature = output[place + k]
      var sample = input[k]
      if latency > 0 {
        delayed.append(sample)
        guard delayed.count > latency + offset else {
          skipped += 1
          continue
        }
        sample = delayed[offset]
        offset += 1
      }
      output[place + k - skipped] = (sample * sample + quadrature * quadrature).squareRoot()
    }
    output.removeLast(skipped)
    if offset > 4096 {
      delayed.removeFirst(offset)
      offset = 0
    }
  }

  /// Samples of ``delayed`` that are done.
  private var offset = 0

  public mutating func finish(into output: inout [Double]) {
    output.append(contentsOf: repeatElement(.nan, count: delayed.count - offset))
    delayed.removeAll()
    offset = 0
    filter.reset()
  }
}
