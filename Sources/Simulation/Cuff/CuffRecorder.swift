// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What the device writes down of a test.
struct CuffRecorder {
  let session: CuffSession
  let stream: UInt64

  func record(_ ramp: CuffRamp, member: String) -> Recording {
    let times = instants(ramp.stopTime + ramp.deflation.value)
    var noise = RandomStream(seed: session.seed, stream: stream)
    let values = times.map { shown(ramp.pressure(at: $0), &noise) }
    var channels = [pressure("cuff \(ramp.cuff)", values)]
    if let share = ramp.otherCuffShare {
      let others = times.map { shown(share * ramp.pressure(at: $0), &noise) }
      channels.append(pressure("cuff \(3 - ramp.cuff)", others))
    }
    channels.append(rating(times.map { ramp.rating(at: $0) }))
    if ramp.stopButton { channels.append(button(times, ramp)) }
    return recording(member, channels, times.count, programme(ramp, .ramp, channels))
  }

  func record(_ conditioned: ConditionedRamp, member: String) -> Recording {
    let ramp = conditioned.ramp
    let times = instants(ramp.stopTime + ramp.deflation.value)
    var noise = RandomStream(seed: session.seed, stream: stream)
    let test = times.map { shown(ramp.pressure(at: $0), &noise) }
    let other = times.map { shown(conditioned.conditioning(at: $0), &noise) }
    var channels = [
      pressure("cuff \(ramp.cuff)", test), pressure("cuff \(3 - ramp.cuff)", other, role: .conditioning),
      rating(times.map { ramp.rating(at: $0) }),
    ]
    if ramp.stopButton { channels.append(button(times, ramp)) }
    var programme = programme(ramp, .conditionedRamp, channels)
    programme.conditioningPressure = conditioned.conditioningPressure
    return recording(member, channels, times.count, programme)
  }

  func record(_ train: PulseTrain, member: String) -> Recording {
    let times = instants(train.duration)
    var noise = RandomStream(seed: session.seed, stream: stream)
    let starts = train.starts()
    let values = times.map { shown(train.pressure(at: $0, starts: starts), &noise) }
    var programme = Programme(kind: .pulses)
    programme.limit = train.limit
    programme.nominalPressure = train.nominalPressure
    programme.timeOn = train.timeOn
    programme.timeOff = train.timeOff
    programme.pulseCount = train.count
    let channels = [pressure("cuff \(train.cuff)", values), rating(times.map { train.rating(at: $0) })]
    return recording(member, channels, times.count, programme)
  }

  func nothing(member: String) -> Recording {
    var recording = recording(member, [], 0, Programme(kind: .none))
    recording.issues.append(Issue(.testNotRecorded))
    return recording
  }

  private func instants(_ end: Double) -> [Double] {
    let rate = session.samplingRate.value
    // A sample that falls on the end to rounding is still taken.
    return (0...Int((end * rate + 1e-9).rounded(.down))).map { Double($0) / rate }
  }

  /// Recorded pressure: noise, rail, steps, decimals.
  private func shown(_ pressure: Double, _ random: inout RandomStream) -> Double {
    var x = pressure
    if session.noise.value > 0 { x += session.noise.value * random.normal() }
    if session.quantum > 0 { x = AlgometerDevice.quantise(x, session.quantum) }
    if let rail = session.rail { x = min(x, rail.value) }
    return rounded(max(x, session.quantum > 0 ? 0 : -.infinity))
  }

  private func rounded(_ x: Double) -> Double {
    guard let decimals = session.decimals else { return x }
    let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    return (x * scale).rounded() / scale
  }

  /// Recorded rating, also used by the truth of pulse trains.
  func shownRating(_ x: Double) -> Double {
    session.ratingSteps > 0 ? rounded(AlgometerDevice.quantise(x, 10 / Double(session.ratingSteps))) : rounded(x)
  }

  private func pressure(_ name: String, _ samples: [Double], role: ChannelRole = .stimulus) -> Channel {
    Channel(name: name, kind: .pressure, role: role, unit: .kilopascal, samples: samples)
  }

  private func rating(_ samples: [Double]) -> Channel {
    Channel(name: "VAS", kind: .rating, unit: .centimetreOfRating, samples: samples.map(shownRating))
  }

  private func button(_ times: [Double], _ ramp: CuffRamp) -> Channel {
    let down = ramp.isStoppedBySubject ? ramp.stopTime : .infinity
    let samples = times.map { $0 >= down && $0 < down + 0.5 ? 1.0 : 0 }
    return Channel(name: "Button", kind: .marker, unit: nil, samples: samples)
  }

  private func programme(_ ramp: CuffRamp, _ kind: Programme.Kind, _ channels: [Channel]) -> Programme {
    var programme = Programme(kind: kind)
    programme.limit = ramp.limit
    programme.ratingCriterion = ramp.criterion
    // As devices store them: the last sample counts as tolerance, whoever ended the ramp.
    let ratings = channels.first { $0.kind == .rating }?.samples ?? []
    let index = ratings.firstIndex { $0 >= ramp.criterion.value }
    programme.stored = [
      "PDT": index.map { channels[0].samples[$0] } ?? -1, "PTT": channels[0].samples.last ?? 0,
      "PTL": ratings.last ?? 0,
    ]
    return programme
  }

  private func recording(
    _ member: String, _ channels: [Channel], _ count: Int, _ programme: Programme
  ) -> Recording {
    Recording(
      member: member, session: session.name, format: "simulated", channels: channels,
      timeBase: .even(start: 0, rate: session.samplingRate, measured: true), sampleCount: count,
      programme: programme, issues: session.isComplete ? [] : [Issue(.sessionIncomplete)])
  }
}
