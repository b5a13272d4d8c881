// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Simulation
import Testing

/// Every simulated massage gun that has a name, with several seeds: what is planted is found.
@Suite struct GunScenarioTests {
  static let scenarios = Scenario.allCases.filter { $0.analysis == "percussion" }

  @Test(arguments: scenarios, [1, 2, 3] as [UInt64])
  func ratesAndFlagsAreThoseOfTheTruth(_ scenario: Scenario, _ seed: UInt64) throws {
    let output = scenario.session(seed: seed).run()
    let truth = try #require(output.truth.gun)
    var recording = try #require(output.recordings.first)
    if let rate = truth.claim.rate { recording.description.setting = "claimed_rate=\(rate.value) Hz" }
    let findings = try Percussion.analyze(recording, PercussionParameters())
    let flags = findings.outcomes.reduce(into: Set<IssueCode>()) { $0.formUnion($1.flags) }
    for flag in output.truth.expectedFlags { #expect(flags.contains(flag), "\(flag) is missing") }
    for flag in [IssueCode.clipped, .periodDoubling, .claimMissed] where !output.truth.expectedFlags.contains(flag) {
      #expect(!flags.contains(flag), "\(flag) is there")
    }
    let rates = findings.outcomes.filter { $0.name == "percussion_frequency" }
    #expect(rates.contains { $0.value != nil } != (scenario == .gunAlias))
    let clock = 1 + (truth.sensors.first?.figures.clockError ?? 0)
    let planted = truth.segments.filter { $0.kind == .steady }.map { $0.rate.value / clock }
    for row in rates {
      guard let value = row.value, let low = row.low, let high = row.high else { continue }
      let nearest = try #require(planted.min { abs($0 - value) < abs($1 - value) })
      // Beyond chance: three times the half width of 95 %, and what whole milliseconds and rounding leave.
      #expect(abs(value - nearest) <= 1.5 * (high - low) + 2e-4 * nearest, "\(value) of \(nearest)")
    }
  }

  @Test func speedLevelsAreTold() throws {
    let findings = try Self.findings(.gunLevels)
    let rates = findings.outcomes.filter { $0.name == "percussion_frequency" }.compactMap(\.value)
    #expect(rates.map { $0.rounded() } == [30, 40, 53])
    #expect(findings.events.map { $0.attributes["speed_level"] } == ["1", "2", "3"])
  }

  @Test(arguments: [Scenario.gunLoad, .gunRegulated]) func stallForcesAreTold(_ scenario: Scenario) throws {
    let stall = try #require(try Self.findings(scenario).outcomes.first { $0.name == "stall_force" })
    let (low, high) = (try #require(stall.low), try #require(stall.high))
    #expect(low < 150 && high > 150, "\(stall)")
    #expect(high - low < 30)
  }

  /// Too few frames for a line: what is known is where it ran and where it stood.
  @Test func aStallWithoutALineIsBetweenBounds() throws {
    guard case .gun(var session) = Scenario.gunLoad.session(seed: 5), let load = session.speed.load else { return }
    session.speed = GunSpeed(rate: Hertz(44), duration: Seconds(8))
    session.speed.load = load
    session.speed.load?.profile = [
      .init(time: Seconds(1), force: Force(0)), .init(time: Seconds(1.2), force: Force(60)),
      .init(time: Seconds(4), force: Force(60)), .init(time: Seconds(4.4), force: Force(170)),
      .init(time: Seconds(7), force: Force(170)), .init(time: Seconds(7.2), force: Force(0)),
    ]
    let findings = try Percussion.analyze(session.run().recordings[0], PercussionParameters())
    let stall = try #require(findings.outcomes.first { $0.name == "stall_force" })
    #expect(stall.value == nil && stall.flags == [.intervalCensored], "\(stall)")
    let (low, high) = (try #require(stall.low), try #require(stall.high))
    #expect(low > 55 && low < 150 && high > 150 && high < 172)
  }

  private static func findings(_ scenario: Scenario) throws -> Findings {
    try Percussion.analyze(try #require(scenario.session(seed: 5).run().recordings.first), PercussionParameters())
  }
}
