// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Levels of the sound of a device: equivalent, maximum and peak levels and third octaves.
///
/// Without a calibrated unit they are relative to full scale, which is good for comparing devices recorded the same way.
struct SoundLevels {
  private(set) var rows: [Outcome] = []

  /// Samples a second that hold the bands of the weightings.
  private static let fullRate = 32_000.0

  init(_ channel: Channel, rate: Hertz, flags: Set<IssueCode>) {
    var flags = flags
    var factor = 1.0
    if let unit = channel.unit, unit.dimension == .pressure {
      factor = unit.factor * 1000
    } else {
      flags.insert(.uncalibrated)
    }
    let reference: LevelReference = flags.contains(.uncalibrated) ? .fullScale : .soundPressure
    let own = channel.samples.map { channel.calibration.apply($0) * factor }
    let moments = SampleMoments(of: own)
    guard moments.count == own.count, moments.mean.isFinite else {
      let why = flags.union([.missingSamples])
      rows = [
        Outcome("sound_level", value: nil, unit: "dB", method: "percussion.sound", channel: channel.name, flags: why)
      ]
      return
    }
    guard
      Rails.share(own, declared: channel.calibration.range.map { $0.lowerBound * factor...$0.upperBound * factor }) == 0
    else {
      // What was cut off is missing in some bands and added to others.
      let names = ["LAeq", "LCeq", "LZeq", "LAFmax", "LCpeak"]
      rows = names.map { name in
        Outcome(
          "sound_level", value: nil, unit: "dB", method: "percussion.sound", channel: channel.name, component: name,
          count: own.count, flags: flags.union([.clipped]))
      }
      return
    }
    let samples = own.map { $0 - moments.mean }
    // A and C reach up to 16 kHz.
    let isNarrow = rate.value < Self.fullRate
    func add(_ component: String, _ method: String, _ level: Double?) {
      guard let level, level.isFinite else { return }
      rows.append(
        Outcome(
          "sound_level", value: level, unit: "dB", method: method, channel: channel.name, component: component,
          count: samples.count, flags: isNarrow ? flags.union([.bandIncomplete]) : flags))
    }
    let names: [(SoundWeighting, String)] = [(.a, "LAeq"), (.c, "LCeq"), (.z, "LZeq")]
    for (weighting, name) in names {
      let level = try? SoundMeter(weighting, reference: reference).equivalent(samples, sampleRate: rate)
      add(name, "percussion.sound", level ?? nil)
    }
    let most = try? SoundMeter(.a, reference: reference).maximum(samples, sampleRate: rate, time: .fast)
    add("LAFmax", "percussion.sound", most ?? nil)
    let peak = try? SoundMeter(.c, reference: reference).peak(samples, sampleRate: rate)
    add("LCpeak", "percussion.sound", peak ?? nil)
    addBands(samples, rate, reference, channel.name, flags)
  }

  private mutating func addBands(
    _ samples: [Double], _ rate: Hertz, _ reference: LevelReference, _ channel: String, _ flags: Set<IssueCode>
  ) {
    let top = OctaveFilterBank.highestShare * rate.value
    guard top > 20, let bands = try? OctaveFraction.third.bands(in: Hertz(20)...Hertz(min(top, 20_000))),
      let bank = try? OctaveFilterBank(bands.filter { $0.high.value <= top }, sampleRate: rate),
      let squares = try? bank.meanSquares(of: samples)
    else { return }
    for (band, square) in zip(bank.bands, squares) {
      guard let level = reference.level(of: square.squareRoot()), let nominal = band.nominal else { continue }
      rows.append(
        Outcome(
          "band_level", value: level, unit: "dB", method: "percussion.third_octaves", channel: channel,
          component: DecimalText.shortest(nominal.value) + "Hz", count: samples.count, flags: flags))
    }
  }
}
