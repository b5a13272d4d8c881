// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import Testing

@Suite struct DailyExposureTests {
  /// {3.0 m/s2, 2 h} and {5.0 m/s2, 1 h} give 2.3184 m/s2.
  @Test func severalOperationsAddBySquares() throws {
    let operations = [
      try DailyExposure.Operation(acceleration: 3, hours: 2), try DailyExposure.Operation(acceleration: 5, hours: 1),
    ]
    let exposure = try DailyExposure.normalised(operations)
    #expect(abs(exposure - 2.3184) <= 0.00005)
    #expect(abs(exposure - (43.0 / 8).squareRoot()) <= 1e-15)
    #expect(abs((try DailyExposure.points(operations)) - 86) <= 1e-12)
  }

  @Test func oneOperation() throws {
    #expect(try DailyExposure.normalised(acceleration: 4, hours: 8) == 4)
    #expect(try DailyExposure.normalised(acceleration: 4, hours: 2) == 2)
    #expect(try DailyExposure.normalised(acceleration: 0, hours: 8) == 0)
    // The definition of the points: 100 at the action value, 400 at the limit value over 8 h.
    #expect(try DailyExposure.points([.init(acceleration: 2.5, hours: 8)]) == 100)
    #expect(try DailyExposure.points([.init(acceleration: 5, hours: 8)]) == 400)
  }

  /// 8.2 m/s2 reaches the action value after 0.744 h.
  @Test func timesToTheLevels() throws {
    let action = try DailyExposure.hours(acceleration: 8.2, to: DailyExposure.actionValue)
    #expect(abs(action - 0.744) <= 0.0005)
    let limit = try DailyExposure.hours(acceleration: 8.2, to: DailyExposure.limitValue)
    #expect(abs(limit / action - 4) <= 1e-14)
    // After that time the exposure is the level.
    let exposure = try DailyExposure.normalised(acceleration: 8.2, hours: limit)
    #expect(abs(exposure - DailyExposure.limitValue) <= 1e-14)
    #expect(try DailyExposure.hours(acceleration: 2.5, to: 2.5) == 8)
  }

  /// ISO 5349-1, table C.1: A(8) of 26, 14, 7 and 3.7 m/s2 for 1, 2, 4 and 8 years, rounded as far as printed.
  @Test(arguments: [(26.0, 0.5, 1.0), (14, 0.5, 2), (7, 0.5, 4), (3.7, 0.05, 8)])
  func yearsToWhiteFinger(_ exposure: Double, _ rounding: Double, _ years: Double) throws {
    #expect(try DailyExposure.yearsToWhiteFinger(exposure: exposure - rounding) >= years)
    #expect(try DailyExposure.yearsToWhiteFinger(exposure: exposure + rounding) <= years)
    #expect(try DailyExposure.yearsToWhiteFinger(exposure: 1) == 31.8)
  }

  @Test func totalsAddTheAxes() throws {
    #expect(try DailyExposure.total(x: 2, y: 3, z: 6) == 7)
    #expect(try DailyExposure.total(x: 1e49, y: 0, z: 0) == 1e49)
  }

  @Test func doseValues() throws {
    // A constant of 2 m/s2 for 16 s: 2·16^(1/4) = 4.
    let constant = [Double](repeating: -2, count: 1600)
    #expect(abs((try DailyExposure.doseValue(constant, sampleRate: Hertz(100))) - 4) <= 1e-12)
    // A sine's mean fourth power is 3/8 of its peak's.
    let sine = (0..<4000).map { 5 * sin(2 * .pi * Double($0) / 40) }
    let expected = 5 * pow(3.0 / 8 * 4, 0.25)
    #expect(abs((try DailyExposure.doseValue(sine, sampleRate: Hertz(1000))) - expected) <= 1e-12)
    #expect(abs((try DailyExposure.combinedDose([4, 4, 4, 4])) - 4 * 2.0.squareRoot()) <= 1e-14)
    #expect(try DailyExposure.combinedDose([]) == 0)
    #expect(try DailyExposure.doseValue([], sampleRate: Hertz(1000)) == 0)
    #expect(throws: WeightingError.self) { try DailyExposure.doseValue([1, .nan], sampleRate: Hertz(1000)) }
  }

  @Test(arguments: [-1, Double.nan, .infinity, -.infinity]) func badValuesAreRefused(_ bad: Double) {
    #expect(throws: ExposureError.self) { try DailyExposure.Operation(acceleration: bad, hours: 1) }
    #expect(throws: ExposureError.self) { try DailyExposure.Operation(acceleration: 1, hours: bad) }
    #expect(throws: ExposureError.self) { try DailyExposure.total(x: 1, y: bad, z: 1) }
    #expect(throws: ExposureError.self) { try DailyExposure.hours(acceleration: bad, to: 2.5) }
    #expect(throws: ExposureError.self) { try DailyExposure.hours(acceleration: 1, to: bad) }
    #expect(throws: ExposureError.self) { try DailyExposure.yearsToWhiteFinger(exposure: bad) }
    #expect(throws: ExposureError.self) { try DailyExposure.combinedDose([1, bad]) }
  }

  @Test func impossibleDaysAreRefused() throws {
    #expect(throws: ExposureError.noOperations) { try DailyExposure.normalised([]) }
    #expect(throws: ExposureError.self) { try DailyExposure.Operation(acceleration: 1, hours: 25) }
    let half = try DailyExposure.Operation(acceleration: 1, hours: 13)
    #expect(throws: ExposureError.self) { try DailyExposure.normalised([half, half]) }
    // No exposure has no time to a level and no years.
    #expect(throws: ExposureError.self) { try DailyExposure.hours(acceleration: 0, to: 2.5) }
    #expect(throws: ExposureError.self) { try DailyExposure.yearsToWhiteFinger(exposure: 0) }
  }
}
