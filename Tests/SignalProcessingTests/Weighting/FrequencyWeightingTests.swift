// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct FrequencyWeightingTests {
  let oracle: WeightingOracle

  init() throws { oracle = try WeightingOracle.loaded.get() }

  @Test func vibrationWeightingsMatchFiftyDigits() throws {
    #expect(Set(oracle.vibration.keys) == Set(VibrationWeighting.all.map(\.name)))
    for weighting in VibrationWeighting.all {
      for row in try #require(oracle.vibration[weighting.name]) {
        let found = weighting.response(at: row.frequency)
        let error = (found - Complex(row.real, row.imaginary)).magnitude / row.magnitude
        #expect(error <= 1e-14, "\(weighting.name) at \(row.frequency.value) Hz: \(error)")
        let limit = weighting.bandLimit(at: row.frequency).magnitude
        #expect(abs(limit / (row.limit ?? 0) - 1) <= 1e-14, "\(weighting.name) at \(row.frequency.value) Hz")
      }
    }
  }

  @Test func soundWeightingsMatchFiftyDigits() throws {
    for weighting in [SoundWeighting.a, .c] {
      for row in try #require(oracle.sound[weighting.rawValue]) {
        let error =
          (weighting.response(at: row.frequency) - Complex(row.real, row.imaginary)).magnitude / row.magnitude
        #expect(error <= 1e-14, "\(weighting) at \(row.frequency.value) Hz: \(error)")
      }
    }
    let corners = SoundWeighting.corners
    for (found, exact) in zip([corners.f1, corners.f2, corners.f3, corners.f4], oracle.corners) {
      #expect(abs(found.value / exact - 1) <= 1e-14)
    }
  }

  @Test func soundWeightingsAreZeroDecibelsAtOneKilohertz() throws {
    for weighting in SoundWeighting.allCases {
      #expect(abs(weighting.decibels(at: Hertz(1000))) <= 2e-15, "\(weighting)")
    }
    for (weighting, printed, distance) in [(SoundWeighting.a, 1.99966, 5e-6), (.c, 0.062, 1e-4)] {
      let decibels = 20 * log10(weighting.normalisation)
      #expect(abs(decibels - (try #require(oracle.normalisation[weighting.rawValue]))) <= 1e-13)
      #expect(abs(decibels - printed) <= distance)
    }
    #expect(SoundWeighting.z.response(at: Hertz(0)) == Complex(1))
  }

  /// IEC 61672-1:2013, Table 3, is the closed form rounded to 0.1 dB.
  @Test func soundWeightingsRoundToThePrintedTable() {
    for row in oracle.table {
      #expect(abs(SoundWeighting.a.decibels(at: row.frequency) - row.a) <= 0.0501, "A at \(row.frequency.value) Hz")
      #expect(abs(SoundWeighting.c.decibels(at: row.frequency) - row.c) <= 0.0501, "C at \(row.frequency.value) Hz")
    }
  }

  /// Reference points of ISO 8041-1.
  @Test func referencePointsOfVibration() throws {
    for (weighting, radians, printed) in [
      (VibrationWeighting.wh, 500.0, 0.2020), (.wk, 100.0, 0.7718), (.wd, 100.0, 0.1261),
    ] {
      let found = weighting.magnitude(at: Hertz(radians / (2 * .pi)))
      #expect(abs(found - printed) <= 0.00005)
      #expect(abs(found / (try #require(oracle.points[weighting.name])) - 1) <= 1e-14)
    }
  }

  @Test(.enabled(if: ReferenceData.has("reference_tables"), ReferenceData.absent))
  func vibrationWeightingsRoundToTheReferenceTables() throws {
    for (weighting, file, column) in [
      (VibrationWeighting.wh, "wh_iso8041_iso5349.csv", "Wh_factor"), (.wk, "wk_iso8041.csv", "factor"),
      (.wd, "wd_iso8041.csv", "factor"),
    ] {
      let rows = try ReferenceTable(file).rows
      #expect(rows.count >= 37)
      for row in rows {
        let frequency = Hertz(pow(10, (try #require(row["n"])) / 10))
        let found = weighting.magnitude(at: frequency)
        let factor = try #require(row[column])
        #expect(abs(found - factor) <= halfUnit(of: factor, digits: 6), "\(weighting.name) at \(frequency.value) Hz")
        if let limit = row["band_limiting_factor"] {
          #expect(abs(weighting.bandLimit(at: frequency).magnitude - limit) <= halfUnit(of: limit, digits: 6))
        }
        if let phase = row["phase_deg"] {
          #expect(abs(weighting.response(at: frequency).phase * 180 / .pi - phase) <= 0.00501)
        }
        // ISO 5349-1, Table A.2, three digits.
        if let printed = row["iso5349_1_tableA2"] {
          #expect(abs(found - printed) <= halfUnit(of: printed, digits: 3), "\(frequency.value) Hz")
        }
      }
    }
  }

  @Test(.enabled(if: ReferenceData.has("reference_tables"), ReferenceData.absent))
  func soundWeightingsAgreeWithTheReferenceTable() throws {
    let rows = try ReferenceTable("iec61672_a_c_weighting.csv").rows
    #expect(rows.count == oracle.table.count)
    for (row, limits) in zip(rows, oracle.table) {
      for (weighting, column) in [(SoundWeighting.a, "A_db"), (.c, "C_db")] {
        let error = weighting.decibels(at: limits.frequency) - (try #require(row[column]))
        #expect(abs(error) <= 0.0501)
        #expect(error <= (try #require(row["class1_upper"])))
        #expect(error >= (try #require(row["class1_lower"])))
      }
      // The limits used by the other tests are those of the table.
      #expect(row["class1_upper"] == limits.class1[0] && row["class2_upper"] == limits.class2[0])
      #expect(row["class1_lower"] == (limits.class1[1] == 999 ? -.infinity : -limits.class1[1]))
      #expect(row["class2_lower"] == (limits.class2[1] == 999 ? -.infinity : -limits.class2[1]))
    }
  }

  /// Negative frequencies are conjugates, ends vanish, nothing is ever no number.
  @Test func responsesAreFiniteEverywhere() {
    let all: [any FrequencyWeighting] = VibrationWeighting.all + [SoundWeighting.a, .c, .z]
    for weighting in all {
      for f in [0, 1e-300, 1e-30, 1e-3, 1, 1e3, 1e9, 1e29, 1e31, .infinity] {
        let (plus, minus) = (weighting.response(at: Hertz(f)), weighting.response(at: Hertz(-f)))
        #expect(plus.real.isFinite && plus.imaginary.isFinite, "\(weighting) at \(f) Hz")
        #expect(plus.conjugate == minus)
      }
      #expect(weighting.settling.value.isFinite && weighting.settling.value >= 0)
    }
    for weighting in all.dropLast() {
      #expect(weighting.magnitude(at: Hertz(0)) == 0 && weighting.magnitude(at: Hertz(1e31)) == 0)
    }
    #expect(SoundWeighting.z.magnitude(at: Hertz(1e31)) == 1)
  }

  /// The pairs of poles at 0.4 and 6.3 Hz, and the double pole at 20.6 Hz.
  @Test func settlingIsThatOfTheSlowestPole() {
    for (weighting, decay) in [(VibrationWeighting.wk, 0.4 * 2.0.squareRoot()), (.wd, 0.4 * 2.0.squareRoot())] {
      let left = exp(-Double.pi * decay * weighting.settling.value)
      #expect(left <= 1e-9 && left >= 0.9e-9)
    }
    let hand = exp(-Double.pi * pow(10, 0.8) * 2.0.squareRoot() * VibrationWeighting.wh.settling.value)
    #expect(hand <= 1e-9 && hand >= 0.9e-9)
    let turns = 2 * Double.pi * SoundWeighting.corners.f1.value * SoundWeighting.c.settling.value
    #expect((1 + turns) * exp(-turns) <= 1e-9)
  }
}
