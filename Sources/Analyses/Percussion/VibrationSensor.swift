// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// An accelerometer of one to three axes, or a microphone.
struct VibrationSensor: Sendable {
  let name: String
  let channels: [Channel]

  var isAcceleration: Bool { channels[0].kind == .acceleration }

  /// Sensors of a recording: accelerometers, else microphones.
  static func all(in recording: Recording) -> [VibrationSensor] {
    // An axis that was never recorded is no reason to leave out the others.
    let axes = recording.channels(.acceleration).filter { channel in
      !isMagnitude(channel.name) && channel.samples.contains { !$0.isNaN }
    }
    if !axes.isEmpty { return grouped(axes) }
    return recording.channels(.sound).map { VibrationSensor(name: $0.name, channels: [$0]) }
  }

  /// A magnitude has twice the rate of what it is the magnitude of.
  static func isMagnitude(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter }
    return words.contains { ["abs", "absolute", "mag", "magnitude", "resultant", "norm", "total"].contains($0) }
  }

  /// Channels whose names differ by x, y, z at the end, or at the start, are axes of one sensor.
  private static func grouped(_ channels: [Channel]) -> [VibrationSensor] {
    var order: [String] = []
    var members: [String: [Channel]] = [:]
    for channel in channels {
      let stem = stem(channel.name) ?? "=" + channel.name
      if members[stem] == nil { order.append(stem) }
      members[stem, default: []].append(channel)
    }
    return order.flatMap { stem -> [VibrationSensor] in
      let own = members[stem] ?? []
      guard (2...3).contains(own.count), Set(own.map(\.name)).count == own.count else {
        return own.map { VibrationSensor(name: $0.name, channels: [$0]) }
      }
      let title = stem.isEmpty ? own.map(\.name).joined(separator: "+") : stem
      return [VibrationSensor(name: title, channels: own)]
    }
  }

  /// The name without its axis; nil when it has none.
  private static func stem(_ name: String) -> String? {
    func trimmed(_ text: Substring) -> String {
      String(text.drop { " _-.".contains($0) }.reversed().drop { " _-.".contains($0) }.reversed())
    }
    func isAxis(_ letter: Character?) -> Bool { letter.map { "xyzXYZ".contains($0) } ?? false }
    // Sensors may be numbered: "ax1", "ay1", "ax2".
    let number = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    let word = name.dropLast(number.count)
    if isAxis(word.last) {
      let rest = word.dropLast()
      // "Acceleration x", "acc_x", "ax", "accX": not the last letter of a word such as "max".
      let before = rest.last
      let isSeparate = before.map { " _-.".contains($0) } ?? true
      if isSeparate || rest.count <= 4 || (word.last?.isUppercase ?? false) {
        return trimmed(rest) + number
      }
    }
    if isAxis(name.first), name.count > 1, " _-.".contains(name[name.index(after: name.startIndex)]) {
      return trimmed(name.dropFirst())
    }
    return nil
  }
}

/// The samples of a sensor in m/s² (or its own unit), on their stamps.
struct VibrationSignal: Sendable {
  let stamps: [Double]
  /// One array an axis; NaN is missing.
  let axes: [[Double]]
  /// Declared ends of the range, by axis.
  let limits: [ClosedRange<Double>?]
  /// Share of samples at the rail, by axis.
  private(set) var clippedShares: [Double]
  /// Whether rails were looked for before samples were thinned out; they are those of the whole then.
  private var isDecimated = false
  /// Share of rows that repeat the row before.
  let heldShare: Double
  /// Samples a second of the clock behind the stamps, lost samples counted.
  let rate: Double
  /// Of the stamps; nil where they are not known to be rounded.
  let rounding: StampRounding?

  var isClipped: Bool { clippedShares.contains { $0 > 0 } }

  /// A rate needs no unit; all else does.
  private(set) var unitIssue: Issue?

  /// Why its amplitudes cannot be put beside those of another sensor.
  var amplitudeIssue: Issue? {
    unitIssue ?? (isClipped ? Issue(.clipped, "a clipped sensor makes harmonics of its own") : nil)
  }

  /// Rates of sounds are looked for at a lower sampling rate, which holds hundreds of harmonics still.
  private static let soundRate = 4000.0

  init(_ sensor: VibrationSensor, of recording: Recording) {
    if !sensor.isAcceleration, case .even(_, let rate, _) = recording.timeBase, rate.value >= 2 * Self.soundRate,
      let slow = Self.decimated(sensor, rate, recording)
    {
      self = slow
      return
    }
    stamps = recording.timeBase.stamps(count: recording.sampleCount)
    var axes: [[Double]] = []
    var clipped: [Double] = []
    var declared: [ClosedRange<Double>?] = []
    for channel in sensor.channels {
      if channel.unit == nil, sensor.isAcceleration {
        unitIssue = Issue(
          channel.unitIssue ?? .unitUnknown,
          "channel '\(channel.name)' gives rates only; declare it for the rest, such as "
            + "--declare '\(channel.name)=acceleration:m/s2'")
      }
      let factor = channel.unit?.factor ?? 1
      let calibration = channel.calibration
      var own = channel.samples.prefix(stamps.count).map { calibration.apply($0) * factor }
      while own.count < stamps.count { own.append(.nan) }
      let limits = calibration.range.map { $0.lowerBound * factor...$0.upperBound * factor }
      clipped.append(Rails.share(own, declared: limits))
      declared.append(limits)
      axes.append(own)
    }
    self.axes = axes
    limits = declared
    clippedShares = clipped
    heldShare = Self.held(axes)
    rate = stamps.clockStep.map { 1 / $0 } ?? 0
    rounding = recording.rounding
  }

  /// The first force channel in newtons.
  init?(forceOf recording: Recording) {
    guard let force = recording.channels(.force).first, force.unit?.dimension == .force else { return nil }
    self.init(VibrationSensor(name: force.name, channels: [force]), of: recording)
  }

  private static func decimated(_ sensor: VibrationSensor, _ rate: Hertz, _ recording: Recording) -> VibrationSignal? {
    let factor = Int(rate.value / soundRate)
    guard let ratio = try? ResamplingRatio(up: 1, down: factor), var resampler = try? Resampler(ratio) else {
      return nil
    }
    var own = recording
    own.channels = sensor.channels.map { channel in
      var slow = channel
      slow.samples = resampler.resample(channel.samples)
      return slow
    }
    // Resampling rounds rails off.
    let clipped = sensor.channels.map { Rails.share($0.samples, declared: $0.calibration.range) }
    guard let count = own.channels.first?.samples.count else { return nil }
    own.sampleCount = count
    own.timeBase = .even(start: recording.timeBase.time(0), rate: Hertz(rate.value / Double(factor)), measured: true)
    var signal = VibrationSignal(VibrationSensor(name: sensor.name, channels: own.channels), of: own)
    signal.clippedShares = clipped
    signal.isDecimated = true
    return signal
  }

  private static func held(_ axes: [[Double]]) -> Double {
    let count = axes.first?.count ?? 0
    guard count > 1 else { return 0 }
    var repeats = 0
    for index in 1..<count where axes.allSatisfy({ $0[index] == $0[index - 1] }) { repeats += 1 }
    return Double(repeats) / Double(count - 1)
  }
}

/// Samples at the end of a sensor's range.
enum Rails {
  /// Samples at an extreme that make a rail, and how often it must be met compared with the next value inwards.
  ///
  /// The peaks of a quantised sine gather at its extreme as well, but at most two and a half times as often as one step
  /// below it.
  private static let least = 8
  private static let excess = 5.0

  /// Share of the samples at a rail.
  static func share(_ samples: [Double], declared: ClosedRange<Double>?) -> Double {
    let present = samples.count { !$0.isNaN }
    guard present > 0 else { return 0 }
    if let declared {
      let margin = (declared.upperBound - declared.lowerBound) * 0.001
      let at = samples.count { $0 <= declared.lowerBound + margin || $0 >= declared.upperBound - margin }
      return Double(at) / Double(present)
    }
    guard hasSteps(samples) else { return 0 }
    let high = gathered(samples)
    let low = gathered(samples.map { -$0 })
    return Double(high + low) / Double(present)
  }

  /// Whether more than four values occur: what moves less than the sensor can tell shows two or three.
  private static func hasSteps(_ samples: [Double]) -> Bool {
    var seen: Set<Double> = []
    for sample in samples where !sample.isNaN {
      seen.insert(sample)
      if seen.count > 4 { return true }
    }
    return false
  }

  /// Samples at the highest value, if they are a rail.
  private static func gathered(_ samples: [Double]) -> Int {
    var (top, next) = (-Double.infinity, -Double.infinity)
    var (atTop, atNext) = (0, 0)
    for sample in samples where !sample.isNaN {
      if sample > top {
        (next, atNext) = (top, atTop)
        (top, atTop) = (sample, 1)
      } else if sample == top {
        atTop += 1
      } else if sample > next {
        (next, atNext) = (sample, 1)
      } else if sample == next {
        atNext += 1
      }
    }
    return atTop >= least && Double(atTop) >= excess * Double(atNext) && next.isFinite ? atTop : 0
  }
}

extension VibrationSignal {
  /// What is known of a part: rails and repeats are those of the part.
  func part(_ range: Range<Int>, of samples: HarmonicSamples) -> VibrationSignal {
    let start = samples.time(range.lowerBound)
    let end = samples.time(range.upperBound - 1)
    return between(start, end)
  }

  /// The samples from one time to another, both included; all of them where there are none.
  func between(_ start: Double, _ end: Double) -> VibrationSignal {
    let first = stamps.partitionPoint { $0 >= start }
    let last = stamps.partitionPoint { $0 > end } - 1
    return first <= last ? VibrationSignal(self, first...last) : self
  }

  private init(_ whole: VibrationSignal, _ range: ClosedRange<Int>) {
    stamps = Array(whole.stamps[range])
    axes = whole.axes.map { Array($0[range]) }
    limits = whole.limits
    unitIssue = whole.unitIssue
    isDecimated = whole.isDecimated
    clippedShares =
      whole.isDecimated ? whole.clippedShares : zip(axes, whole.limits).map { Rails.share($0, declared: $1) }
    heldShare = Self.held(axes)
    rate = stamps.clockStep.map { 1 / $0 } ?? whole.rate
    rounding = whole.rounding
  }
}
