// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport

/// What `Fixtures/oracles/fir.py` knows exactly.
struct FIROracle: Decodable, Sendable {
  struct Case: Decodable, Sendable {
    let taps: Int
    let symmetry: String
    let index: [Int]
    let value: [Double]
    /// Frequency at a rate of 1000 Hz, real and imaginary part, delay in samples.
    let response: [[Double?]]

    func fir() throws -> FIR { try FIR(taps: Self.taps(taps, symmetry)) }

    static func taps(_ count: Int, _ symmetry: String) -> [Double] {
      if symmetry == "none" { return Seeded.samples(count) }
      let half = Seeded.samples(count / 2, seed: count)
      let sign: Double = symmetry == "even" ? 1 : -1
      let middle = count % 2 == 0 ? [] : [symmetry == "even" ? Seeded.samples(1)[0] : 0]
      return half + middle + half.reversed().map { sign * $0 }
    }
  }

  let count: Int
  let seed: Int
  let cases: [Case]

  static func load() throws -> FIROracle { try Oracle.load("fir") }
}

/// The inputs of `seeded_samples.py`.
enum Seeded {
  static func samples(_ count: Int, seed: Int? = nil) -> [Double] {
    var generator = SeededGenerator(seed: UInt64(seed ?? count))
    return (0..<count).map { _ in Double(generator.next() >> 11) * 0x1p-53 - 0.5 }
  }

  /// Bit patterns, all NaN alike.
  static func bits(_ values: [Double]) -> [UInt64] { values.map { $0.isNaN ? .max : $0.bitPattern } }
}
