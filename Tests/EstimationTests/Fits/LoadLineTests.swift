// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Testing

/// Forces at which a motor has lost a share of its rate, against the planted ones.
@Suite struct LoadLineTests {
  struct Motor: Sendable, CustomTestStringConvertible {
    let free = 40.0
    var knee = 0.0
    /// Load at which it stands.
    let stall: Double
    /// Loads of the points, evenly spread.
    let loads: ClosedRange<Double>
    let count: Int

    var testDescription: String { "knee \(knee), stall \(stall), \(count) points over \(loads)" }

    func load(lost share: Double) -> Double { knee + share * (stall - knee) }

    func rate(_ load: Double) -> Double { load <= knee ? free : free * (stall - load) / (stall - knee) }
  }

  /// 95 % intervals cover the truth in 93 to 97 % of 2000 simulations; a fixed seed each.
  @Test(arguments: [
    Motor(stall: 120, loads: 0...100, count: 60), Motor(stall: 120, loads: 0...30, count: 60),
    Motor(stall: 120, loads: 50...100, count: 60), Motor(knee: 60, stall: 100, loads: 0...90, count: 80),
  ])
  func intervalsOfLostSharesCover(_ motor: Motor) {
    var noise = NormalNoise(seed: 12)
    let step = (motor.loads.upperBound - motor.loads.lowerBound) / Double(motor.count - 1)
    let loads = (0..<motor.count).map { motor.loads.lowerBound + step * Double($0) }
    for share in [0.1, 0.5, 1] {
      var (covered, made) = (0, 0)
      for _ in 0..<2000 {
        let rates = zip(loads, noise.values(motor.count)).map { motor.rate($0) + 0.1 * $1 }
        guard let line = LoadLine(loads: loads, rates: rates), let found = line.load(lost: share) else { continue }
        made += 1
        let half = StudentT.quantile(0.975, degrees: line.degrees) * found.error
        if abs(found.value - motor.load(lost: share)) <= half { covered += 1 }
      }
      let part = Double(covered) / 2000
      print("\(motor.testDescription), share \(share): \(part) of \(made)")
      #expect(made == 2000 && part >= 0.93 && part <= 0.97, "share \(share): \(part)")
    }
  }

  @Test func sharesOfAnExactLine() throws {
    let loads = (0..<20).map { Double($0) * 4 }
    let ripple = loads.indices.map { $0 % 2 == 0 ? 1e-6 : -1e-6 }
    let line = try #require(LoadLine(loads: loads, rates: zip(loads, ripple).map { 50 - 0.5 * $0 + $1 }))
    for share in [0.1, 0.5, 1] {
      #expect(abs((line.load(lost: share)?.value ?? 0) - 100 * share) < 1e-4)
      let exact = try #require(line.load(at: line.free * (1 - share)))
      #expect(abs((line.load(lost: share)?.value ?? 0) - exact.value) < 1e-9)
    }
    // The rate at which it stands is 0 and known: both agree.
    let (standing, zero) = (try #require(line.load(lost: 1)), try #require(line.load(at: 0)))
    #expect(abs(standing.error / zero.error - 1) < 1e-12)
    #expect(line.load(lost: 0) == nil && line.load(lost: 1.1) == nil && line.load(lost: .nan) == nil)
  }
}
