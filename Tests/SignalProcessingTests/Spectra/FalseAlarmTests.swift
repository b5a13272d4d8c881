// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

/// How often noise alone is taken for a line, counted over records of noise.
@Suite struct FalseAlarmTests {
  private static let length = 256

  private static func samples(_ averages: Int) -> Int { length + (averages - 1) * length / 2 }

  /// Noise whose density falls as 1/f over three decades: one white noise through first-order low-passes a factor of
  /// four apart, weighted so that their sum has amplitudes as 1/√f.
  private static func pink(_ white: [Double]) -> [Double] {
    let poles = (0..<7).map { stage -> (pole: Double, gain: Double) in
      let corner = 0.25 / Double(1 << (2 * stage))
      return (max(0, 1 - 2 * .pi * corner), Double(1 << stage) * min(1, 2 * .pi * corner))
    }
    var states = [Double](repeating: 0, count: poles.count)
    return white.map { value in
      var sum = 0.0
      for (index, (pole, gain)) in poles.enumerated() {
        states[index] = pole * states[index] + gain * value
        sum += states[index]
      }
      return sum
    }
  }

  /// Share of records in which a line is reported.
  private static func rate(_ averages: Int, level: Double, records: Int, isPink: Bool, shape: Window.Shape) throws
    -> Double
  {
    let window = try Window(shape, count: length)
    let welch = try Welch(window: window)
    let finder = try SpectralPeaks(window: window, falseAlarm: level)
    var noise = GaussianNoise(seed: UInt64(1000 * averages + (isPink ? 1 : 0)))
    var alarms = 0
    for _ in 0..<records {
      let count = samples(averages)
      // The slowest low-pass settles before the record begins.
      let signal = isPink ? Array(pink(noise.samples(count + 4000)).suffix(count)) : noise.samples(count)
      let (density, plan) = try welch.density(of: signal, sampleRate: Hertz(100))
      if try !finder.find(in: density, segments: plan).isEmpty { alarms += 1 }
    }
    return Double(alarms) / Double(records)
  }

  /// 1.3 times the stated level, and three standard errors of the count.
  private static func bound(_ level: Double, _ records: Int) -> Double {
    1.3 * level + 3 * (level * (1 - level) / Double(records)).squareRoot()
  }

  @Test(arguments: [1, 2, 8, 50], [0.01, 0.05]) func whiteNoiseKeepsTheStatedLevel(averages: Int, level: Double) throws
  {
    let rate = try Self.rate(averages, level: level, records: 3000, isPink: false, shape: .hann)
    #expect(rate <= Self.bound(level, 3000), "\(averages) averages: \(rate) for \(level)")
    // A test that never raises an alarm would find no line either.
    #expect(rate >= level / 20, "\(averages) averages: \(rate) for \(level)")
  }

  @Test(arguments: [1, 2, 8, 50]) func pinkNoiseKeepsTheStatedLevel(averages: Int) throws {
    let rate = try Self.rate(averages, level: 0.05, records: 2000, isPink: true, shape: .hann)
    #expect(rate <= Self.bound(0.05, 2000), "\(averages) averages: \(rate)")
  }

  @Test(arguments: [Window.Shape.rectangular, .blackmanHarris, .flatTop]) func otherWindowsKeepIt(shape: Window.Shape)
    throws
  {
    let rate = try Self.rate(8, level: 0.05, records: 2000, isPink: false, shape: shape)
    #expect(rate <= Self.bound(0.05, 2000), "\(shape): \(rate)")
  }

  /// A sine whose power in a bin is so many times the noise's is found, in white and in pink noise.
  @Test(arguments: [(1, 60.0), (2, 30), (8, 8), (50, 2.5)], [false, true])
  func linesAreFound(_ setting: (averages: Int, ratio: Double), isPink: Bool) throws {
    let window = try Window(.hann, count: Self.length)
    let welch = try Welch(window: window)
    let finder = try SpectralPeaks(window: window)
    let count = Self.samples(setting.averages)
    var noise = GaussianNoise(seed: UInt64(setting.averages))
    var found = 0
    for _ in 0..<200 {
      var signal = isPink ? Array(Self.pink(noise.samples(count + 4000)).suffix(count)) : noise.samples(count)
      let (background, _) = try welch.density(of: signal, sampleRate: Hertz(100))
      // Bin 64: its noise by the mean of the bins around it.
      let level = background.values[50..<79].reduce(0, +) / 29
      let amplitude = (2 * setting.ratio * level * background.noiseBandwidth.value).squareRoot()
      for k in signal.indices { signal[k] += amplitude * sin(2 * .pi * 25 * Double(k) / 100) }
      let (density, plan) = try welch.density(of: signal, sampleRate: Hertz(100))
      let peaks = try finder.find(in: density, segments: plan)
      if peaks.contains(where: { abs($0.frequency.value - 25) < 0.4 }) { found += 1 }
    }
    #expect(found >= 190, "\(setting): \(found) of 200")
  }
}
