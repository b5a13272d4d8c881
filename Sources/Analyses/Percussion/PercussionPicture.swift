// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What is drawn of a recording of a device: numbers only, for ``Percussion``'s figures.
public struct PercussionPicture: Sendable {
  /// Some periods of a steady segment, with the harmonics fitted to them.
  public struct Waveform: Sendable {
    /// s from the start of the recording.
    public let times: [Double]
    public let samples: [Double]
    /// Ten times as dense.
    public let fitTimes: [Double]
    public let fit: [Double]
  }

  public struct Line: Sendable {
    public let harmonic: Int
    public let frequency: Double
    public let amplitude: Double
  }

  /// Amplitudes (peak) of a steady segment by frequency, Hann's window.
  public struct Spectrum: Sendable {
    public let step: Double
    public let amplitudes: [Double]
    public let lines: [Line]
  }

  public let sensor: String
  public let unit: String
  public private(set) var waveform: Waveform?
  public private(set) var spectrum: Spectrum?
  /// Rate in 1/min over time; NaN where there is none.
  public private(set) var track: (times: [Double], rates: [Double])?
  public private(set) var load: LoadCurve?

  private static let periods = 6.0

  /// Nil when the recording has no sensor that can be read; without a steady segment there are only track and load.
  public init?(_ recorded: Recording, _ parameters: PercussionParameters) {
    guard let sensor = VibrationSensor.all(in: recorded).first else { return nil }
    let recording = LostSamples.told(recorded, by: sensor, band: parameters.band).recording
    let signal = VibrationSignal(sensor, of: recording)
    guard let samples = try? HarmonicSamples(stamps: signal.stamps, channels: signal.axes) else { return nil }
    let steady = SteadyRanges(samples, of: recording, band: parameters.band, shortest: parameters.shortestSegment)
    self.sensor = sensor.name
    unit = sensor.isAcceleration && signal.unitIssue == nil ? "m/s2" : sensor.channels[0].unit?.symbol ?? "as recorded"
    if let longest = steady.ranges.max(by: { $0.count < $1.count }) {
      draw(samples[longest], signal, parameters)
    }
    let fastest = steady.frequencies.max()
    track = Self.track(signal, fastest, parameters)
    load = sensor.isAcceleration ? LoadCurve(recording, signal, fastest: fastest, parameters) : nil
  }

  private mutating func draw(
    _ part: HarmonicSamples, _ signal: VibrationSignal, _ parameters: PercussionParameters
  ) {
    let reading = RateReading(
      part, samplingRate: signal.rate, rounding: signal.rounding, isNominal: false, segment: 1, parameters)
    guard let joint = reading.fit else { return }
    let along = part.along(PrincipalAxis(joint).direction)
    // Few periods from the middle.
    let span = min(part.duration, Self.periods / joint.frequency.value)
    let middle = part.time(part.count / 2)
    let kept = (0..<part.count).filter { (part.time($0) - middle).magnitude <= span / 2 }
    let times = part.stamps
    guard let first = kept.first, let last = kept.last, last - first > 8,
      let all = try? HarmonicSamples(stamps: times, channels: [along]),
      let fit = (try? HarmonicFit(all, near: joint.frequency, order: joint.order)) ?? nil
    else { return }
    let dense = (0...10 * (last - first)).map {
      times[first] + (times[last] - times[first]) * Double($0) / Double(10 * (last - first))
    }
    // Where the phase wanders the fit of the whole is too small; these periods have a fit of their own.
    let few = try? HarmonicSamples(stamps: Array(times[first...last]), channels: [Array(along[first...last])])
    let own = few.flatMap { (try? HarmonicFit($0, near: fit.frequency, order: fit.order)) ?? nil } ?? fit
    waveform = Waveform(
      times: Array(times[first...last]), samples: Array(along[first...last]), fitTimes: dense,
      fit: own.values(at: dense)[0])
    let lines = (1...fit.order).map {
      Line(
        harmonic: $0, frequency: Double($0) * fit.frequency.value, amplitude: fit.amplitude($0, channel: 0).magnitude)
    }
    guard let even = EvenVibration(times, along), let found = AmplitudeSpectrum(even.samples, sampleRate: even.rate)
    else { return }
    spectrum = Spectrum(step: found.step, amplitudes: found.amplitudes, lines: lines)
  }

  private static func track(
    _ signal: VibrationSignal, _ fastest: Double?, _ parameters: PercussionParameters
  ) -> (times: [Double], rates: [Double])? {
    guard let even = EvenVibration(signal), let (track, _) = even.track(fastest: fastest, parameters) else {
      return nil
    }
    return (
      track.frames.map { even.start + $0.time.value }, track.frames.map { 60 * ($0.frequency?.value ?? .nan) }
    )
  }
}
