// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import Simulation

/// The simulator's own elementary functions against those of the C library.
@Suite struct ElementaryTests {
  @Test func circleIsWithinItsStatedBound() {
    var random = RandomStream(seed: 1)
    for i in 0..<200_000 {
      // Sixteenths meet every change of quadrant; whole turns are taken off exactly.
      let fraction = i < 64 ? Double(i) / 16 : random.uniform()
      let turns = Double(Int(random.next() % 1999) - 999)
      let angle = 2 * Double.pi * (fraction - (fraction * 4).rounded() / 4)
      let quarter = Int((fraction * 4).rounded()) % 4
      let (s, c) = (sin(angle), cos(angle))
      let exact = [(s, c), (c, -s), (-s, -c), (-c, s)][quarter]
      let sum = turns + fraction
      let shown = Elementary.circle(turns: sum)
      // Adding whole turns rounds the argument; the function is asked about what is left of it.
      let slip = 2 * Double.pi * ((sum - turns) - fraction).magnitude
      #expect(abs(shown.sine - exact.0) <= 1e-15 + slip)
      #expect(abs(shown.cosine - exact.1) <= 1e-15 + slip)
    }
  }

  @Test func angleIsWithinItsStatedBound() {
    var random = RandomStream(seed: 2)
    for _ in 0..<100_000 {
      let (x, y) = (2 * random.uniform() - 1, 2 * random.uniform() - 1)
      #expect(abs(Elementary.angle(y: y, x: x) - atan2(y, x)) <= 2e-15)
    }
    #expect(Elementary.angle(y: 0, x: 0) == 0)
    #expect(Elementary.angle(y: 0, x: -1) == Double.pi)
    #expect(Elementary.angle(y: -1, x: 0) == -Double.pi / 2)
  }
}
