// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension AlgometerDevice {
  /// Puts samples, marker and labels together.
  func assemble(times: [Double], stamps: [Double], values: [Double], complete: Bool, origin: Double) -> Recording {
    let force = session.unit.dimension == .force
    var calibration = Calibration()
    if session.negative { calibration.sign = .negative }
    var channels = [
      Channel(
        name: force ? "Force" : "Pressure", kind: force ? .force : .pressure, unit: session.unit, samples: values,
        calibration: calibration)
    ]
    if let marker = marker(at: times) {
      channels.append(Channel(name: "Button", kind: .marker, unit: nil, samples: marker))
    }
    let even = complete && session.jitter.value == 0 && !session.millisecondStamps
    var description = Description()
    if force { description.area = session.area }
    return Recording(
      format: "simulated", channels: channels,
      timeBase: even ? .even(start: 0, rate: session.samplingRate, measured: true) : .stamped(stamps),
      sampleCount: values.count, events: events(origin), labels: labels(times), description: description)
  }

  private func events(_ origin: Double) -> [Event] {
    guard session.marker == .event else { return [] }
    return plans.flatMap(\.presses).map { Event(kind: "press", start: $0 + session.markerLatency.value - origin) }
  }

  private func labels(_ times: [Double]) -> [LabelSpan] {
    let slot = session.slot
    var spans: [LabelSpan] = []
    for (kind, texts) in [("site", session.sites), ("side", session.sides)] where !texts.isEmpty {
      for (trial, text) in texts.prefix(plans.count).enumerated() {
        let last = trial == plans.count - 1
        let begin = times.partitioningIndex { $0 >= Double(trial) * slot }
        let end = last ? times.count : times.partitioningIndex { $0 >= Double(trial + 1) * slot }
        if let last = spans.last, last.kind == kind, last.text == text {
          spans[spans.count - 1] = LabelSpan(kind: kind, text: text, range: last.range.lowerBound..<max(begin, end))
        } else {
          spans.append(LabelSpan(kind: kind, text: text, range: begin..<max(begin, end)))
        }
      }
    }
    return spans
  }

  /// Stretches with the button down, in recorded time.
  func downs() -> [ClosedRange<Double>] {
    var hold = session.buttonHold.value
    if case .pulse(let length) = session.marker { hold = length }
    return plans.flatMap { plan -> [ClosedRange<Double>] in
      if let stuck = plan.stuck { return [stuck] }
      return plan.presses.map { press in
        let down = press + session.markerLatency.value
        return down...(down + hold)
      }
    }
  }

  private func marker(at times: [Double]) -> [Double]? {
    var samples = [Double](repeating: 0, count: times.count)
    switch session.marker {
    case .none, .event: return nil
    case .counter:
      var count = 0.0
      let downs = downs()
      var next = 0
      for (i, t) in times.enumerated() {
        while next < downs.count, downs[next].lowerBound <= t {
          count += 1
          next += 1
        }
        samples[i] = count
      }
    case .level, .pulse:
      for down in downs() {
        let first = times.partitioningIndex { $0 >= down.lowerBound }
        let last = times.partitioningIndex { $0 >= down.upperBound }
        // A device latches a pulse shorter than its sampling interval.
        for i in first..<min(max(last, first + 1), times.count) where i < times.count { samples[i] = 1 }
      }
    }
    if session.marker == .level(.low) { samples = samples.map { 1 - $0 } }
    return samples
  }
}

extension Array {
  /// First index at which the predicate, false before and true after, is true.
  func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
