// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct FractionalOctaveTests {
  @Test func centresAndEdgesMatchFiftyDigits() throws {
    for answer in try OctaveOracle.loaded.get().bands {
      let band = try #require(OctaveFraction(rawValue: answer.b)).band(answer.x)
      #expect(abs(band.centre.value / answer.centre - 1) <= 1e-15)
      #expect(abs(band.low.value / answer.low - 1) <= 1e-15)
      #expect(abs(band.high.value / answer.high - 1) <= 1e-15)
    }
  }

  @Test(arguments: OctaveFraction.allCases) func bandsTouch(_ fraction: OctaveFraction) {
    for index in -200...200 { #expect(fraction.band(index).high == fraction.band(index + 1).low) }
    #expect(abs(fraction.band(7).centre.value / fraction.band(6).centre.value / fraction.step - 1) <= 1e-14)
  }

  @Test func bandsHaveTheirNames() throws {
    let nominal = try OctaveOracle.loaded.get().nominal
    let thirds = try OctaveFraction.third.bands(in: Hertz(25)...Hertz(20000))
    #expect(thirds.compactMap { $0.nominal?.value } == nominal)
    let octaves = try OctaveFraction.octave.bands(in: Hertz(16)...Hertz(16000))
    #expect(octaves.compactMap { $0.nominal?.value } == [16, 31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000])
    #expect(
      try OctaveFraction.third.bands(in: Hertz(1)...Hertz(1.6)).compactMap { $0.nominal?.value } == [1, 1.25, 1.6])
    #expect(OctaveFraction.third.band(-31).nominal == Hertz(0.8))
    #expect(OctaveFraction.sixth.band(0).nominal == nil)
  }

  @Test(arguments: OctaveFraction.allCases) func rangesHoldTheirBands(_ fraction: OctaveFraction) throws {
    let bands = try fraction.bands(in: Hertz(100)...Hertz(10000))
    // Two decades are 20/3 octaves.
    #expect(abs(bands.count - 20 * fraction.rawValue / 3) <= 1)
    #expect(zip(bands, bands.dropFirst()).allSatisfy { $0.index + 1 == $1.index })
    #expect(throws: OctaveError.self) { try fraction.bands(in: Hertz(0)...Hertz(10)) }
    #expect(throws: OctaveError.self) { try fraction.bands(in: Hertz(1)...Hertz(.infinity)) }
  }

  @Test(.enabled(if: ReferenceData.has("reference_tables"), ReferenceData.absent))
  func theLimitsAreThoseOfTheReferenceTable() throws {
    let text = String(decoding: try ReferenceData.bytes("reference_tables/iec61260_limits.csv"), as: UTF8.self)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .filter { $0[0] == "2014" }
    let limits = try OctaveOracle.loaded.get().limits
    let most = rows.filter { $0[1] == "passband_max_db" }
    #expect(most.compactMap { Double($0[2]) } == limits.pass.map { $0[0] })
    #expect(most.compactMap { Double($0[4]) } == limits.pass.map { $0[2] })
    let least = rows.filter { $0[1] == "stopband_min_db" }
    #expect(least.compactMap { Double($0[2]) } == limits.stop.map { $0[0] })
    #expect(least.compactMap { Double($0[4]) } == limits.stop.map { $0[1] })
    #expect(rows.first { $0[1] == "passband_min_db" }.flatMap { Double($0[4]) } == limits.pass[0][1])
  }
}
