// SPDX-License-Identifier: GPL-3.0-or-later

/// A finite impulse response: y[n] = Σ taps[k]·x[n − k].
///
/// Of symmetric taps every frequency is delayed alike; see the article FIRFilters.
public struct FIR: Sendable, Hashable {
  /// How taps[k] and taps[count − 1 − k] are related.
  public enum Symmetry: Sendable, Hashable { case none, even, odd }

  public let taps: [Double]
  /// Of the taps, bit for bit; a single tap is even.
  public let symmetry: Symmetry

  public var count: Int { taps.count }
  /// Σ |taps|: the largest output of inputs within ±1.
  public var largestGain: Double { taps.reduce(0) { $0 + abs($1) } }
  /// Delay of symmetric taps in samples, a multiple of one half; `nil` of others.
  public var delay: Double? { symmetry == .none ? nil : Double(count - 1) / 2 }

  /// Largest number of taps.
  public static let longest = 1_000_000

  /// - Parameter taps: 1…``longest`` finite numbers, their magnitudes between 1e-100 and 1e100 in sum.
  /// - Throws: ``FilterDesignError`` when they are not.
  public init(taps: [Double]) throws(FilterDesignError) {
    guard (1...Self.longest).contains(taps.count) else {
      throw .specification("\(taps.count) taps: expected 1 to \(Self.longest)")
    }
    if let index = taps.firstIndex(where: { !$0.isFinite }) {
      throw .outOfRange("tap \(index) is not a finite number")
    }
    self.taps = taps
    let pairs = zip(taps, taps.reversed())
    if pairs.allSatisfy({ $0 == $1 }) {
      symmetry = .even
    } else if pairs.allSatisfy({ $0 == -$1 }) {
      symmetry = .odd
    } else {
      symmetry = .none
    }
    guard largestGain >= 1e-100, largestGain <= 1e100 else {
      throw .outOfRange("the taps' magnitudes add up to \(largestGain): expected 1e-100 to 1e100")
    }
  }
}

extension WindowedFIR {
  /// The taps as a filter to run or describe.
  public var fir: FIR {
    get throws(FilterDesignError) { try FIR(taps: taps) }
  }
}

extension FIRWindow {
  /// The number of taps of a windowed design for an attenuation in dB (8…300) and the width of its transition band.
  ///
  /// Kaiser's estimate, rounded up to an odd number.
  /// - Throws: ``FilterDesignError`` for arguments out of range, or more than 100,001 taps.
  /// - SeeAlso: Oppenheim & Schafer, *Discrete-Time Signal Processing*, 3rd ed., eq. 7.76; `scipy.signal.kaiserord`.
  public static func kaiserCount(
    attenuation: Double, width: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> Int {
    guard sampleRate.value.isFinite, sampleRate.value > 0 else { throw .sampleRate(sampleRate) }
    guard attenuation >= 8, attenuation <= 300 else {
      throw .ripple("attenuation", attenuation, expected: "8 to 300 dB")
    }
    guard width.value > 0, width.value <= sampleRate.value / 2 else {
      throw .frequency("width", width, sampleRate: sampleRate)
    }
    let count = (attenuation - 7.95) / (2.285 * 2 * .pi * width.value / sampleRate.value) + 1
    guard count <= 100_001 else { throw .specification("\(count.rounded(.up)) taps: expected at most 100,001") }
    return Int(count.rounded(.up)) / 2 * 2 + 1
  }
}
