// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@Suite struct ContactDetectorTests {
  static let rate = 100.0

  static func detect(_ load: [Double], interval: Double = 0.01) -> [ContactDetector.Contact] {
    var detector = ContactDetector(.init(threshold: 5, interval: interval, fastestDrift: 1.0 / 6))
    var contacts: [ContactDetector.Contact] = []
    for (i, value) in load.enumerated() { detector.process(time: Double(i) * interval, load: value, into: &contacts) }
    detector.finish(into: &contacts)
    return contacts
  }

  /// Idle 1 s, ramp of 50 kPa/s for 2 s, idle 1 s.
  static func ramp() -> [Double] {
    (0..<400).map { (i: Int) -> Double in (100..<300).contains(i) ? Double(i - 100) * 0.5 : 0 }
  }

  @Test func rampIsOneContactBetweenItsLevels() {
    let contacts = Self.detect(Self.ramp())
    #expect(contacts.count == 1)
    #expect(contacts[0].start == 111)
    #expect(contacts[0].end == 300)
    #expect(!contacts[0].isOpen && !contacts[0].startsLoaded && contacts[0].bounces == 0)
  }

  /// The idle level may stand anywhere: contacts do not move with it.
  @Test(arguments: [-300.0, -4, 3, 1000]) func idleLevelDoesNotMatter(offset: Double) {
    let contacts = Self.detect(Self.ramp().map { $0 + offset })
    #expect(contacts == Self.detect(Self.ramp()))
  }

  @Test func shortLossIsABounceAndLongLossAnotherContact() {
    var load = Self.ramp()
    for i in 150..<165 { load[i] = 0 }
    let bounced = Self.detect(load)
    #expect(bounced.count == 1 && bounced[0].bounces == 1)
    for i in 150..<175 { load[i] = 0 }
    #expect(Self.detect(load).count == 2)
  }

  @Test func oneWildSampleIsNoContact() {
    var load = [Double](repeating: 0, count: 300)
    load[150] = 400
    #expect(Self.detect(load).isEmpty)
  }

  @Test func fileThatEndsOrStartsLoadedSaysSo() {
    let load = Self.ramp()
    let cut = Self.detect(Array(load.prefix(250)))
    #expect(cut.count == 1 && cut[0].isOpen && cut[0].end == 250)
    let late = Self.detect(Array(load.dropFirst(160)))
    #expect(late.count == 1 && late[0].startsLoaded && late[0].start == 0)
  }

  /// A drift of 5 kPa/min is followed; over 3 minutes it would cross the threshold three times over.
  @Test func driftIsNoContact() {
    let load = (0..<18000).map { Double($0) * 0.01 * 5 / 60 }
    #expect(Self.detect(load).isEmpty)
  }

  @Test func slowRampOutrunsTheDriftFollower() {
    var load = [Double](repeating: 0, count: 200)
    load += (0..<2000).map { Double($0) * 0.01 * 1 }
    var detector = ContactDetector(.init(threshold: 1, interval: 0.01, fastestDrift: 0.1))
    var contacts: [ContactDetector.Contact] = []
    for (i, value) in load.enumerated() { detector.process(time: Double(i) * 0.01, load: value, into: &contacts) }
    detector.finish(into: &contacts)
    #expect(contacts.count == 1)
    // 1 kPa/s against 0.1 kPa/s: the level is crossed within 1.2 s of the onset.
    #expect(contacts[0].startTime < 3.2)
  }

  @Test func nothingComesOfNothing() {
    #expect(Self.detect([]).isEmpty)
    #expect(Self.detect([7]).isEmpty)
    #expect(Self.detect([0, 0, 0]).isEmpty)
  }
}

@Suite struct LocalLinesTests {
  /// On a parabola the slope of a centred window is the derivative at its centre, exactly but for rounding.
  @Test func slopesOfAParabolaAreItsDerivative() {
    let times = (0..<200).map { 3 + Double($0) * 0.01 }
    let values = times.map { 2 * $0 * $0 - $0 + 5 }
    let fits = LocalLines.fits(times: times, values: values, range: 20..<180, width: 0.5, fewest: 3)
    #expect(fits.count == 160 - 50)
    for fit in fits { #expect(abs(fit.slope - (4 * fit.time - 1)) < 1e-9) }
  }

  @Test func aLineIsItself() {
    let times = [0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.9, 1.0]
    let values = times.map { -3 * $0 + 2 }
    let fits = LocalLines.fits(times: times, values: values, range: 0..<8, width: 0.4, fewest: 2)
    #expect(!fits.isEmpty)
    for fit in fits {
      #expect(abs(fit.slope + 3) < 1e-12 && abs(fit.value - (-3 * fit.time + 2)) < 1e-12)
    }
  }

  @Test func tooFewSamplesGiveNoFit() {
    #expect(LocalLines.fits(times: [0, 1], values: [0, 1], range: 0..<2, width: 0.5, fewest: 3).isEmpty)
    #expect(LocalLines.fits(times: [], values: [], range: 0..<0, width: 0.5, fewest: 2).isEmpty)
  }
}

@Suite struct MarkerEdgesTests {
  static func presses(_ levels: [Double], high: Bool = true, interval: Double = 0.01) -> [MarkerEdge] {
    let times = levels.indices.map { Double($0) * interval }
    return MarkerEdges.find(times: times, levels: levels, activeHigh: high).filter { $0.kind == .press }
  }

  static func level(_ pressed: [Range<Int>], count: Int = 400) -> [Double] {
    (0..<count).map { (i: Int) -> Double in pressed.contains { $0.contains(i) } ? 1 : 0 }
  }

  @Test func pressLiesBetweenItsSamples() {
    let presses = Self.presses(Self.level([100..<150]))
    #expect(presses.count == 1)
    #expect(presses[0].earliest == 0.99 && presses[0].latest == 1.0)
    #expect(abs(presses[0].time - 0.995) < 1e-12)
  }

  @Test func polarityTurnsEverythingRound() {
    let low = Self.level([100..<150]).map { 5 - 5 * $0 }
    #expect(Self.presses(low, high: false) == Self.presses(Self.level([100..<150])))
  }

  @Test func bouncingSwitchIsOnePressAndTwoPressesAreTwo() {
    #expect(Self.presses(Self.level([100..<101, 102..<103, 104..<150])).count == 1)
    #expect(Self.presses(Self.level([100..<150, 151..<160])).count == 1)
    #expect(Self.presses(Self.level([100..<120, 150..<170])).count == 2)
  }

  @Test func counterGivesAPressAStep() {
    let levels = (0..<400).map { (i: Int) -> Double in i >= 200 ? 2 : i >= 100 ? 1 : 0 }
    #expect(Self.presses(levels).map(\.latest) == [1.0, 2.0])
  }

  @Test func missingSamplesKeepTheState() {
    var levels = Self.level([100..<150])
    for i in 120..<130 { levels[i] = .nan }
    #expect(Self.presses(levels).count == 1)
    #expect(Self.presses([Double](repeating: .nan, count: 10)).isEmpty)
    #expect(Self.presses([Double](repeating: 1, count: 10)).isEmpty)
  }
}

@Suite struct RatingCrossingsTests {
  static func find(_ ratings: [Double], persistence: Double = 0.5, hysteresis: Double = 0.2) -> RatingCrossings {
    RatingCrossings(
      times: ratings.indices.map { Double($0) * 0.1 }, ratings: ratings, criterion: 1, persistence: persistence,
      hysteresis: hysteresis)
  }

  @Test func crossingIsInterpolated() {
    let ramp = (0..<40).map { Double($0) * 0.04 }
    let found = Self.find(ramp)
    #expect(abs((found.firstPersistent ?? 0) - 2.5) < 1e-12)
    #expect(found.count == 1 && found.last == found.firstPersistent)
  }

  /// A touch of 0.3 s before the real crossing: the first and the last crossing differ, only the last persists.
  @Test func touchIsNoDetection() {
    var ratings = [Double](repeating: 0, count: 50)
    for i in 10..<13 { ratings[i] = 2 }
    for i in 30..<50 { ratings[i] = 2 }
    let found = Self.find(ratings)
    #expect(found.count == 2)
    #expect(abs((found.firstPersistent ?? 0) - 2.95) < 1e-12)
    #expect(Self.find(ratings, persistence: 0.1).firstPersistent.map { abs($0 - 0.95) < 1e-12 } ?? false)
  }

  @Test func dipInsideTheBandDoesNotEndAStay() {
    var ratings = [Double](repeating: 0, count: 30)
    for i in 10..<30 { ratings[i] = 1.5 }
    ratings[13] = 0.9
    #expect(Self.find(ratings).count == 1)
    ratings[13] = 0.7
    #expect(Self.find(ratings).count == 2)
  }

  @Test func ratingAboveFromTheStartIsNoCrossing() {
    let found = Self.find([Double](repeating: 3, count: 20))
    #expect(found.startsAbove && found.firstPersistent == nil && found.count == 0)
    #expect(Self.find([0, 0, 0]).firstPersistent == nil)
  }
}
