// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import Testing

@Suite struct FilterDesignTests {
  /// Every design against 60-digit arithmetic, passband to deep stopband, relative to the value itself.
  @Test func responsesAreExact() throws {
    let designs = try FilterOracles.file.get().designs
    #expect(designs.count > 100)
    var largest = (0.0, "")
    for oracle in designs {
      let sections = try oracle.design()
      for row in try #require(oracle.response) {
        let found = try sections.response(at: Hertz(row[0]), sampleRate: Hertz(oracle.rate))
        let size = (row[1] * row[1] + row[2] * row[2]).squareRoot()
        // The centre of a band-stop is a zero: its depth is how near the rounded edges come to it.
        if size < 1e-25 { continue }
        let error = max(abs(found.real - row[1]), abs(found.imaginary - row[2])) / size
        if error > largest.0 { largest = (error, "\(oracle.testDescription), \(row[0]) Hz") }
      }
    }
    #expect(largest.0 <= 1.5 * .ulpOfOne, "\(largest)")
  }

  @Test func theCutoffIsHalfPower() throws {
    for order in 1...32 {
      let sections = try Butterworth.lowpass(order: order, cutoff: Hertz(10), sampleRate: Hertz(1000))
      let found = try sections.response(at: Hertz(10), sampleRate: Hertz(1000))
      #expect(abs(found.magnitude - 0.5.squareRoot()) < 1e-15)
      #expect(sections.count == (order + 1) / 2)
      #expect(sections.last?.isFirstOrder == (order % 2 == 1))
    }
  }

  /// Values of `scipy.signal.butter(2, 0.2)`: Oppenheim's form with a0 = 1.
  @Test func coefficientsOfTheUsualFormFollow() throws {
    let section = try Butterworth.lowpass(order: 2, cutoff: Hertz(100), sampleRate: Hertz(1000))[0]
    #expect(abs(section.numerator.b0 - 0.06745527388907191) < 1e-16)
    #expect(abs(section.numerator.b1 - 0.13491054777814382) < 1e-16)
    #expect(abs(section.denominator.a1 + 1.1429805025399009) < 1e-15)
    #expect(abs(section.denominator.a2 - 0.41280159809618855) < 1e-15)
  }

  @Test func resonancesHaveTheirBandwidth() throws {
    for quality in [0.7, 5, 30, 100, 1000] {
      let rate = Hertz(1000)
      let notch = try Resonance.notch(centre: Hertz(50), quality: quality, sampleRate: rate)
      let peak = try Resonance.peak(centre: Hertz(50), quality: quality, sampleRate: rate)
      #expect(try notch.response(at: Hertz(50), sampleRate: rate).magnitude < 1e-26)
      #expect(abs(try peak.response(at: Hertz(50), sampleRate: rate).magnitude - 1) < 1e-15)
      #expect(try notch.response(at: Hertz(0), sampleRate: rate).magnitude == 1)
      #expect(try notch.response(at: Hertz(500), sampleRate: rate).magnitude == 1)
      // c1/c0 alone would be right only far below the sample rate: tan(bandwidth/2) = c1 / (1 + c0).
      #expect(abs(tangent(of: peak[0]) / tan(.pi * 50 / quality / 1000) - 1) < 1e-14)
    }
  }

  private func tangent(of section: Section) -> Double { section.c1 / (1 + section.c0) }

  /// Slope of the phase by a difference quotient of the oracle-tested response.
  @Test func groupDelayIsTheSlopeOfThePhase() throws {
    let rate = Hertz(1000)
    let filters = [
      try Bessel.lowpass(order: 5, cutoff: Hertz(40), sampleRate: rate),
      try Elliptic.bandpass(
        order: 3, passbandRipple: 1, stopbandAttenuation: 40, from: Hertz(80), to: Hertz(120), sampleRate: rate),
      try Butterworth.highpass(order: 3, cutoff: Hertz(20), sampleRate: rate),
    ]
    for filter in filters {
      for f in [7.0, 33, 95, 110, 300] {
        let step = 1e-4
        let a = try filter.response(at: Hertz(f - step), sampleRate: rate)
        let b = try filter.response(at: Hertz(f + step), sampleRate: rate)
        // Phase of b over a, without unwrapping.
        let turn = atan2(b.imaginary * a.real - b.real * a.imaginary, b.real * a.real + b.imaginary * a.imaginary)
        let expected = -turn / (2 * .pi * 2 * step)
        let found = try filter.groupDelay(at: Hertz(f), sampleRate: rate).value
        #expect(abs(found - expected) < 1e-9 + 1e-7 * abs(expected), "\(f) Hz")
      }
    }
  }

  @Test func aBesselFilterDelaysItsPassbandEvenly() throws {
    let filter = try Bessel.lowpass(order: 6, cutoff: Hertz(5), sampleRate: Hertz(1000))
    let slow = try filter.groupDelay(at: Hertz(0.01), sampleRate: Hertz(1000)).value
    let fast = try filter.groupDelay(at: Hertz(2.5), sampleRate: Hertz(1000)).value
    #expect(abs(fast / slow - 1) < 1e-3)
  }

  @Test func whatCannotBeDesignedIsRefused() {
    let rate = Hertz(1000)
    for order in [0, -1, 33, .max] {
      #expect(throws: FilterDesignError.order(order, expected: 1...32)) {
        try Butterworth.lowpass(order: order, cutoff: Hertz(10), sampleRate: rate)
      }
    }
    for cutoff in [0, -1, 500, 501, .nan, .infinity, 1e-300] {
      #expect(throws: FilterDesignError.self) {
        try Butterworth.lowpass(order: 4, cutoff: Hertz(cutoff), sampleRate: rate)
      }
    }
    for bad in [0, -1, .nan, .infinity] {
      #expect(throws: FilterDesignError.self) {
        try Butterworth.lowpass(order: 4, cutoff: Hertz(10), sampleRate: Hertz(bad))
      }
    }
    #expect(throws: FilterDesignError.bandEdges(Hertz(20), Hertz(10))) {
      try Butterworth.bandpass(order: 2, from: Hertz(20), to: Hertz(10), sampleRate: rate)
    }
    for ripple in [0, -1, 31, .nan] {
      #expect(throws: FilterDesignError.self) {
        try ChebyshevI.lowpass(order: 4, passbandRipple: ripple, cutoff: Hertz(10), sampleRate: rate)
      }
    }
    #expect(throws: FilterDesignError.self) {
      try Elliptic.lowpass(order: 4, passbandRipple: 3, stopbandAttenuation: 2, cutoff: Hertz(10), sampleRate: rate)
    }
    #expect(throws: FilterDesignError.unstable(c1: -1, c0: 1)) {
      try Section(n2: 1, n1: 0, n0: 1, c1: -1, c0: 1)
    }
  }
}
