// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Recordings
import SignalProcessing
import TestSupport

/// A crank at a steady rate seen by an accelerometer, with errors that are drawn, for coverage of intervals.
struct Crank {
  var frequency = 40.0
  /// mm.
  var stroke = 12.0
  var lambda = 0.2
  var samplingRate = 1000.0
  var duration = 1.5
  /// m/s².
  var noise = 4.0
  /// Standard deviation of the stamps in s, and share of samples lost.
  var jitter = 0.0
  var losses = 0.0
  /// Relative standard deviations of the clock and the scale.
  var clockError = 0.0
  var scaleError = 0.0
  /// m/s²; infinite for none.
  var range = Double.infinity
  var direction = [0.6, 0.64, 0.48]
  var gravity = [0.0, 0.0, 9.81]

  /// d²x/dt² of x = r cos θ + √(l² − r² sin² θ) at a phase in turns, m/s².
  func acceleration(_ turns: Double) -> Double {
    let angle = 2 * Double.pi * turns
    let (s, c) = (sin(angle), cos(angle))
    let root = (1 - lambda * lambda * s * s).squareRoot()
    let q = lambda / root
    let omega = 2 * Double.pi * frequency
    return stroke / 2000 * omega * omega * (-c - q * (c * c - s * s) - q * q * q * s * s * c * c)
  }

  /// THD_F in %, by quadrature over one turn.
  var distortion: Double {
    let count = 256
    let values = (0..<count).map { acceleration(Double($0) / Double(count)) }
    func power(_ harmonic: Int) -> Double {
      var (a, b) = (0.0, 0.0)
      for (index, value) in values.enumerated() {
        let angle = 2 * Double.pi * Double(harmonic * index % count) / Double(count)
        a += value * cos(angle)
        b += value * sin(angle)
      }
      return a * a + b * b
    }
    return 100 * ((2...20).reduce(0) { $0 + power($1) } / power(1)).squareRoot()
  }

  func recording(seed: UInt64) -> Recording {
    var random = SeededGenerator(seed: seed)
    func normal() -> Double {
      let u = 1 - Double.random(in: 0..<1, using: &random)
      return (-2 * log(u)).squareRoot() * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
    }
    let clock = 1 + clockError * normal()
    let scale = 1 + scaleError * normal()
    let start = Double.random(in: 0..<1, using: &random)
    var stamps: [Double] = []
    var axes = [[Double]](repeating: [], count: direction.count)
    for index in 0..<Int(samplingRate * duration) {
      let time = Double(index) / samplingRate + max(-0.45 / samplingRate, min(0.45 / samplingRate, jitter * normal()))
      if losses > 0, Double.random(in: 0..<1, using: &random) < losses { continue }
      let along = acceleration(start + frequency * time)
      stamps.append(time * clock)
      for axis in direction.indices {
        let value = scale * (direction[axis] * along + gravity[axis]) + noise * normal()
        axes[axis].append(max(-range, min(range, value)))
      }
    }
    let names = ["Acceleration x", "Acceleration y", "Acceleration z"]
    let channels = axes.enumerated().map { axis, samples in
      Channel(name: names[axis], kind: .acceleration, unit: .metrePerSecondSquared, samples: samples)
    }
    return Recording(format: "delimited", channels: channels, timeBase: .stamped(stamps), sampleCount: stamps.count)
  }
}
