// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import Sidecar
import SignalProcessing

/// An analysis that takes the rows of a live table.
protocol LiveSink {
  mutating func take(_ table: LiveTable, into lines: inout StreamLines) throws(Failure)
  mutating func finish(into lines: inout StreamLines) throws(Failure)
}

extension StreamJob {
  /// The settings of a job, found to be valid before anything is read.
  enum Plan {
    case ppt(PPTParameters, feedback: Seconds?)
    case contact(PPTParameters)
    case filter(FilterPlan)
    case spectrum(segment: FilterPlan.Length, averages: Int)
  }

  func plan(_ contents: SidecarContents) throws(Failure) -> Plan {
    switch analysis {
    case .ppt:
      let parameters = try Descriptions.parameters(of: PressurePainThreshold.self, contents)
      guard feedback != "off" else { return .ppt(parameters, feedback: nil) }
      let feedback = feedback ?? "0.2s"
      let period: Seconds = try DescriptionOptions.quantity(feedback, option: "--feedback", within: 0.01...60)
      return .ppt(parameters, feedback: period)
    case .contact: return .contact(try Descriptions.parameters(of: PressurePainThreshold.self, contents))
    case .filter: return .filter(try causalPlan())
    case .spectrum:
      let averages = spectrum.averages ?? LiveSpectrumOptions.usualAverages
      guard (1...1000).contains(averages) else {
        throw Failure(.usage, "--averages", "expected 1 to 1000, found \(averages)")
      }
      let segment = spectrum.segment ?? LiveSpectrumOptions.usualSegment
      return .spectrum(segment: try FilterPlan.length(segment, "--segment"), averages: averages)
    }
  }

  /// Median intervals beyond which the analysis takes an interval for a gap.
  var gapFactor: Double {
    switch analysis {
    case .ppt, .contact: IntervalStatistics.gapFactor
    case .filter, .spectrum: SampleGrid.gapFactor
    }
  }

  func sink(
    _ table: LiveTable, _ contents: SidecarContents, into lines: inout StreamLines
  ) throws(Failure) -> any LiveSink {
    var recording = table.recording
    let input = Input(path: "-", name: "standard input")
    switch try plan(contents) {
    case .ppt(let parameters, let feedback):
      try ReadInput.choose(description.channels, in: &recording, input)
      return try LivePressurePain(recording, table, parameters, feedback, into: &lines)
    case .contact(let parameters):
      try ReadInput.choose(description.channels, in: &recording, input)
      return try LiveContacts(recording, table, parameters)
    case .filter(let plan):
      try tellMissingUnits(table, into: &lines)
      return try LiveFilter(plan, table, channels: description.channels)
    case .spectrum(let segment, let averages):
      try tellMissingUnits(table, into: &lines)
      return try LiveSpectrum((segment, averages), table, channels: description.channels)
    }
  }
}

extension StreamJob {
  /// A signal without a unit can be worked on, but not without a word.
  private func tellMissingUnits(_ table: LiveTable, into lines: inout StreamLines) throws(Failure) {
    for (name, unit, _) in try table.signalSlots(description.channels) where unit.isEmpty {
      lines.add(Issue(.unitUnknown, "channel '\(name)'"))
    }
  }
}

/// `--analysis ppt`.
struct LivePressurePain: LiveSink {
  private var streams: [(stream: PressurePainStream, scale: LoadScale, channel: String, slot: Int)] = []
  private let markerSlot: Int?
  private let ratingSlot: Int?
  private let description: Description
  private var items: [StreamItem] = []

  init(
    _ recording: Recording, _ table: LiveTable, _ parameters: PPTParameters, _ feedback: Seconds?,
    into lines: inout StreamLines
  ) throws(Failure) {
    if case .doesNotApply(let reason) = PressurePainThreshold.applies(to: recording) {
      throw Failure(.dataInvalid, "standard input", "ppt does not apply (\(reason))")
    }
    description = recording.description
    func slot(_ channel: Channel) -> Int? { table.recording.channels.firstIndex { $0.name == channel.name } }
    markerSlot = recording.channels(.marker).first.flatMap(slot)
    ratingSlot = recording.channels(.rating).first.flatMap(slot)
    var refusal: ConditioningRefusal?
    for channel in recording.channels where channel.kind == .force || channel.kind == .pressure {
      guard let slot = slot(channel) else { continue }
      do throws(ConditioningRefusal) {
        let stream = try PressurePainStream(channel, of: recording, parameters, feedback: feedback)
        streams.append((stream, try LoadScale(channel, of: recording), channel.name, slot))
      } catch {
        lines.add(.issue(Issue(error.code, error.detail)), recording.description)
        refusal = error
      }
    }
    if streams.isEmpty {
      throw Failure(.dataInvalid, "standard input", refusal?.detail ?? "there is no force or pressure channel")
    }
  }

  mutating func take(_ table: LiveTable, into lines: inout StreamLines) {
    for k in streams.indices {
      for (kind, text) in table.labels { streams[k].stream.label(kind, text) }
      let load = table.values[streams[k].slot]
      if load.isFinite, !streams[k].scale.pressure(load).isFinite {
        lines.addOverflow(streams[k].channel, table.time)
      }
      let sample = PressurePainStream.Sample(
        time: table.time, load: load, marker: markerSlot.map { table.values[$0] } ?? .nan,
        rating: ratingSlot.map { table.values[$0] } ?? .nan)
      streams[k].stream.process(sample, into: &items)
    }
    put(into: &lines)
  }

  mutating func finish(into lines: inout StreamLines) {
    for k in streams.indices { streams[k].stream.finish(into: &items) }
    put(into: &lines)
  }

  private mutating func put(into lines: inout StreamLines) {
    guard !items.isEmpty else { return }
    for item in items { lines.add(item, description) }
    items.removeAll(keepingCapacity: true)
  }
}
