// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension Percussion {
  /// Adds what passes from a device to sensors with a recorder of their own.
  ///
  /// - Parameters:
  ///   - recorded: Of the device; its first accelerometer is the source.
  ///   - receiver: Of the other recorder.
  ///   - name: What to call that in the rows.
  ///   - findings: Of `recorded`; receives `clock_ratio`, `clock_offset`, `transmissibility` and `coherence`, or the reason
  ///     why there are none.
  /// - Throws: ``AnalysisError/doesNotApply(_:)`` where one of them has no acceleration.
  public static func receive(
    _ recorded: Recording, by receiver: Recording, named name: String, _ parameters: PercussionParameters,
    into findings: inout Findings
  ) throws(AnalysisError) {
    func refuse(_ code: IssueCode, _ detail: String) {
      findings.issues.append(Issue(code, detail))
      findings.outcomes.append(
        Outcome(
          "transmissibility", value: nil, unit: "dB", method: "percussion.line_transfer", channel: name, flags: [code]))
    }
    guard let source = VibrationSensor.all(in: recorded).first, source.isAcceleration else {
      throw .doesNotApply("the recording of the device has no acceleration channel")
    }
    let sensors = VibrationSensor.all(in: receiver).filter(\.isAcceleration)
    guard let first = sensors.first else {
      throw .doesNotApply("the receiver's recording has no acceleration channel")
    }
    let device = LostSamples.told(recorded, by: source, band: parameters.band).recording
    let other = LostSamples.told(receiver, by: first, band: parameters.band).recording
    let input = VibrationSignal(source, of: device)
    let outputs = sensors.map { (sensor: $0, signal: VibrationSignal($0, of: other)) }
    for signal in [input] + outputs.map(\.signal) {
      if let issue = signal.amplitudeIssue { return refuse(issue.code, issue.detail) }
    }
    let segments = segments(input, of: device, parameters)
    guard !segments.isEmpty else { return refuse(.unsteady, "the device keeps no speed that could be compared") }
    let felt = outputs[0].signal
    do throws(TwoRecorders.Refusal) {
      let recorders = try TwoRecorders(
        (input, segments), (felt, Self.segments(felt, of: other, parameters).map(\.frequency)))
      findings.outcomes += rows(recorders, named: name)
      let scales = SensorScales(parameters)
      for segment in segments {
        for output in outputs {
          guard let pairs = segment.pairs(input, output.signal, recorders.clock) else { continue }
          let title = outputs.count == 1 ? name : "\(name): \(output.sensor.name)"
          findings.outcomes += SensorPair.rows(LineTransfer(pairs), named: title, segment, scales)
        }
      }
    } catch {
      refuse(.clocksUnaligned, "'\(name)': \(error.detail)")
    }
  }

  /// Steady segments with the rate and harmonics of each, in order.
  private static func segments(
    _ signal: VibrationSignal, of recording: Recording, _ parameters: PercussionParameters
  ) -> [JointSegment] {
    guard let samples = try? HarmonicSamples(stamps: signal.stamps, channels: signal.axes) else { return [] }
    let steady = SteadyRanges(
      samples, of: recording, band: parameters.band, shortest: parameters.shortestSegment)
    return steady.ranges.enumerated().compactMap { index, range in
      let part = samples[range]
      let reading = RateReading(
        part, samplingRate: signal.rate, rounding: signal.rounding, isNominal: false, segment: index + 1, parameters)
      guard let fit = reading.fit else { return nil }
      return JointSegment(
        number: index + 1, start: part.time(0), end: part.time(part.count - 1), frequency: fit.frequency.value,
        order: fit.order, clockShare: reading.clockShare)
    }
  }

  private static func rows(_ recorders: TwoRecorders, named name: String) -> [Outcome] {
    let method = "percussion.clock_alignment"
    let (clock, half) = (recorders.clock, recorders.ratioHalf)
    let ratio = Outcome(
      "clock_ratio", value: clock.ratio, unit: "1", method: method, channel: name, low: clock.ratio - half,
      high: clock.ratio + half, level: 0.95)
    return [ratio, Outcome("clock_offset", value: clock.offset, unit: "s", method: method, channel: name)]
  }
}
