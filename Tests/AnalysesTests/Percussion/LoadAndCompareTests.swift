// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Simulation
import Testing

/// Simulated guns that are pressed until they stand.
@Suite struct LoadAndCompareTests {
  static func session(_ rate: Double, stroke: Double, motor: GunLoad.Motor, stall: Double, seed: UInt64) -> GunSession {
    var session = GunSession(seed: seed)
    session.motion = HeadMotion(stroke: Length(stroke), lambda: 0.2)
    session.speed = GunSpeed(rate: Hertz(rate), duration: Seconds(20))
    session.speed.load = GunLoad(
      motor: motor, stallForce: Force(stall),
      profile: [
        .init(time: Seconds(0), force: Force(0)), .init(time: Seconds(5), force: Force(0)),
        .init(time: Seconds(17), force: Force(1.15 * stall)), .init(time: Seconds(20), force: Force(1.15 * stall)),
      ])
    session.sensor.samplingRate = Hertz(1000)
    session.sensor.noise = 3
    session.force = GunSession.ForceChannel()
    session.force?.noise = Force(0.5)
    return session
  }

  @Test(arguments: [(GunLoad.Motor.brushed, 60.0), (.regulated(knee: 0.7), 90)])
  func stallIsWhereTheRateEnds(_ motor: GunLoad.Motor, _ stall: Double) throws {
    let recording = Self.session(45, stroke: 12, motor: motor, stall: stall, seed: 3).run().recordings[0]
    let findings = try Percussion.analyze(recording, PercussionParameters())
    let row = try #require(findings.outcomes.first { $0.name == "stall_force" })
    let (low, high) = (try #require(row.low), try #require(row.high))
    let value = try #require(row.value, "\(row.flags)")
    print("stall at \(stall) N: \(value) (\(low) to \(high))")
    #expect(abs(value / stall - 1) < 0.03)
    #expect(low <= stall * 1.01 && high >= stall * 0.99)
    let slope = try #require(findings.outcomes.first { $0.name == "rate_under_load" }?.value)
    let span = motor == .brushed ? stall : 0.3 * stall
    #expect(abs(slope / (-60 * 45 / span) - 1) < 0.05)
    let half = try #require(findings.outcomes.first { $0.name == "force_at_loss" && $0.component == "50%" }?.value)
    #expect(abs(half / (stall - span / 2) - 1) < 0.03)
  }

  @Test func forcesThatAreNotReachedAreBounds() throws {
    var session = Self.session(45, stroke: 12, motor: .brushed, stall: 100, seed: 4)
    session.speed.load?.profile = [
      .init(time: Seconds(0), force: Force(0)), .init(time: Seconds(5), force: Force(0)),
      .init(time: Seconds(20), force: Force(40)),
    ]
    let findings = try Percussion.analyze(session.run().recordings[0], PercussionParameters())
    let stall = try #require(findings.outcomes.first { $0.name == "stall_force" })
    #expect(stall.value == nil && stall.flags == [.rightCensored])
    #expect(abs((stall.low ?? 0) - 40) < 2 && stall.high == nil)
  }

  /// Three guns, three speed levels, two heads: claims wrong by planted shares, planted stall forces.
  @Test func plantedClaimsAndStallsAreFound() throws {
    let guns = [("A", 0.10, 60.0, 10.0), ("B", -0.15, 90, 12), ("C", 0.0, 120, 14)]
    var runs: [DeviceRun] = []
    var seed: UInt64 = 10
    for (name, claimError, stall, stroke) in guns {
      for (level, rate) in [30.0, 38, 46].enumerated() {
        for head in ["ball", "flat"] {
          seed += 1
          var session = Self.session(rate, stroke: stroke, motor: .brushed, stall: stall, seed: seed)
          session.claim.rate = Hertz(rate * (1 + claimError))
          var recording = session.run().recordings[0]
          recording.description.device = name
          recording.description.setting =
            "claimed_rate=\(rate * (1 + claimError)) Hz;head=\(head);speed_level=\(level + 1)"
          runs += DeviceRun.all(
            recording.description, name: "\(seed)", try Percussion.analyze(recording, PercussionParameters()))
        }
      }
    }
    let comparison = DeviceComparison(runs)
    var (claims, stalls) = (0, 0)
    for row in comparison.rows where row.kind == .measured {
      let gun = try #require(guns.first { $0.0 == row.device })
      guard let low = row.low, let high = row.high else { continue }
      switch row.outcome {
      case "rate_deviation":
        let truth = 100 * (1 / (1 + gun.1) - 1)
        if low <= truth, truth <= high { claims += 1 } else { print("\(truth) is outside \(low) to \(high) \(row)") }
        #expect(abs((row.value ?? 1e9) - truth) < 0.05, "\(row)")
      case "stall_force":
        if low <= gun.2, gun.2 <= high { stalls += 1 } else { print("\(gun.2) is outside \(low) to \(high)") }
        #expect(abs((row.value ?? 0) / gun.2 - 1) < 0.05, "\(row)")
      default: break
      }
    }
    print("of 18 intervals, claims \(claims), stall forces \(stalls) hold the truth")
    #expect(claims >= 16 && stalls >= 16)
    // Strokes of 10, 12 and 14 mm are apart: places 3, 2, 1 in each of six conditions.
    let places = comparison.rows.filter { $0.kind == .rank && $0.outcome == "stroke_length" }
    #expect(places.count == 18)
    for row in places { #expect(row.value == ["A": 3.0, "B": 2, "C": 1][row.device]) }
    // Rates are the same for all: no places.
    let open = comparison.rows.filter { $0.kind == .rank && $0.outcome == "percussion_rate" }
    #expect(open.count == 18 && open.count { $0.flags.contains(.rankOpen) } >= 15)
    let difference = try #require(
      comparison.rows.first {
        $0.kind == .difference && $0.outcome == "stroke_length" && $0.device == "A" && $0.other == "B"
      })
    #expect(difference.count == 6 && abs((difference.value ?? 0) - 2) < 0.05)
    let heads = try #require(
      comparison.rows.first { $0.kind == .headDifference && $0.outcome == "stroke_length" })
    #expect(heads.count == 9 && abs(heads.value ?? 9) < 0.05)
  }

  @Test func ordersOfRunsDoNotMatter() {
    let runs = (0..<6).map { index in
      DeviceRun.made("gun \(index % 2)", level: "\(index / 2)", value: Double(index))
    }
    #expect(DeviceComparison(runs) == DeviceComparison(runs.reversed()))
    let few = DeviceComparison(runs).rows.filter { $0.kind == .difference }
    #expect(few.count == 1 && few[0].value == nil && few[0].flags == [.fewPairs])
  }
}

extension DeviceRun {
  static func made(_ device: String, level: String, value: Double) -> DeviceRun {
    var findings = Findings(analysis: "percussion")
    findings.outcomes = [
      Outcome("percussion_rate", value: value, unit: "1/min", method: "m", low: value - 1, high: value + 1)
    ]
    var description = Description()
    description.setting = "speed_level=\(level)"
    description.device = device
    return all(description, name: device, findings)[0]
  }
}
