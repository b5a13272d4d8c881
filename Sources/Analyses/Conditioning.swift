// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A load channel in kPa on its true stamps, without missing samples.
public struct LoadSignal: Sendable {
  public let channel: String
  /// Seconds from the start of the recording, the declared sensor lag taken off.
  public internal(set) var times: [Double] = []
  /// kPa, of the declared sign.
  public internal(set) var pressure: [Double] = []
  /// Index of each sample in the recording.
  public internal(set) var indices: [Int] = []
  /// Median sampling interval in s.
  public let interval: Double
  /// Declared ends of the range in kPa.
  public let range: ClosedRange<Double>?
  /// Smallest step between samples that differ; 0 when the signal never changes.
  public internal(set) var quantum: Double

  /// Sets aside memory for so many samples more.
  mutating func reserve(_ count: Int) {
    indices.reserveCapacity(indices.count + count)
    times.reserveCapacity(times.count + count)
    pressure.reserveCapacity(pressure.count + count)
  }

  mutating func append(_ block: borrowing LoadBlock) {
    indices.append(contentsOf: block.indices[..<block.count])
    times.append(contentsOf: block.times[..<block.count])
    pressure.append(contentsOf: block.pressures[..<block.count])
  }

  /// Whether there is a hole longer than three intervals before sample `i`.
  public func hasGap(before i: Int) -> Bool { i > 0 && times[i] - times[i - 1] > 3 * interval }
}

/// Why a channel cannot be turned into pressure.
public struct ConditioningRefusal: Error, Sendable, Hashable {
  public let code: IssueCode
  public let detail: String
}

/// Turns recorded numbers into signals in the unit an analysis works in. Units are checked here, once.
public enum Conditioning {
  /// The pressure of a force or pressure channel.
  /// - Throws: ``ConditioningRefusal`` when unit, area or sign are not known.
  public static func load(_ channel: Channel, of recording: Recording) throws(ConditioningRefusal) -> LoadSignal {
    let scale = try LoadScale(channel, of: recording)
    let traits = LoadTraits(channel, of: recording, scale)
    if let refusal = traits.refusal(scale) { throw refusal }
    var load = LoadSignal(
      channel: channel.name, interval: traits.interval, range: scale.range, quantum: traits.quantum)
    load.reserve(traits.count)
    LoadBlock.forEach(channel, of: recording, scale) { block, _ in load.append(block) }
    return load
  }

  /// A marker or rating channel on its stamps, NaN where missing; ratings in cm.
  public static func plain(_ channel: Channel, of recording: Recording, latency: Double) -> (
    times: [Double], values: [Double]
  ) {
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    let factor = channel.unit?.factor ?? 1
    let count = min(channel.samples.count, stamps.count)
    return (
      (0..<count).map { stamps[$0] - latency },
      channel.samples.prefix(count).map { channel.calibration.apply($0) * factor }
    )
  }
}

extension Recording {
  /// Samples of a channel that have a stamp.
  func pairedCount(_ channel: Channel) -> Int {
    if case .stamped(let stamps) = timeBase { return min(channel.samples.count, stamps.count) }
    return min(channel.samples.count, sampleCount)
  }
}
