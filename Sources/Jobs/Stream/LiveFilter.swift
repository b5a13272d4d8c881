// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import Reporting
import SignalProcessing

/// `--analysis filter`: every row filtered, as late as the filter's latency says.
struct LiveFilter: LiveSink {
  private let plan: FilterPlan
  private let slots: [(name: String, slot: Int)]
  private var rows: EvenRows
  private var filters: [any ChannelFilter] = []
  /// Rows whose samples are still in the filters.
  private var waiting: [EvenRows.Row] = []
  private var outputs: [[Double]]
  private var last: Double?

  init(_ plan: FilterPlan, _ table: LiveTable, channels: [String]) throws(Failure) {
    self.plan = plan
    slots = try table.signalSlots(channels).map { ($0.name, $0.slot) }
    rows = EvenRows(table.recording.timeBase, needsEvenStamps: true)
    outputs = slots.map { _ in [] }
  }

  mutating func take(_ table: LiveTable, into lines: inout StreamLines) throws(Failure) {
    for row in try rows.take(table.time, table.values) { try advance(row, into: &lines) }
  }

  mutating func finish(into lines: inout StreamLines) throws(Failure) {
    for row in try rows.rest() { try advance(row, into: &lines) }
    endStretch(into: &lines)
  }

  private mutating func advance(_ row: EvenRows.Row, into lines: inout StreamLines) throws(Failure) {
    guard let interval = rows.interval else { return }
    if filters.isEmpty { filters = try slots.map { _ throws(Failure) in try plan.channelFilter(Hertz(1 / interval)) } }
    // Nothing is computed across a gap.
    if let last, row.time - last > SampleGrid.gapFactor * interval { endStretch(into: &lines) }
    last = row.time
    waiting.append(row)
    for (k, (_, slot)) in slots.enumerated() { filters[k].process(row.values[slot], into: &outputs[k]) }
    put(into: &lines)
  }

  private mutating func endStretch(into lines: inout StreamLines) {
    for k in filters.indices { filters[k].finish(into: &outputs[k]) }
    put(into: &lines)
    waiting.removeAll(keepingCapacity: true)
  }

  private mutating func put(into lines: inout StreamLines) {
    let count = min(outputs.map(\.count).min() ?? 0, waiting.count)
    guard count > 0 else { return }
    for (row, recorded) in waiting.prefix(count).enumerated() {
      for (k, (name, slot)) in slots.enumerated() {
        let (input, output) = (recorded.values[slot], outputs[k][row])
        // Too large for the filter itself, or for what it adds up.
        if output.isInfinite || output.isNaN && input.isFinite && input.magnitude > IIRFilter.largest {
          lines.addOverflow(name, recorded.time)
        }
      }
      lines.add(
        StreamJSON.sample(time: recorded.time, values: slots.indices.map { (slots[$0].name, outputs[$0][row]) }))
    }
    waiting.removeFirst(count)
    for k in outputs.indices { outputs[k].removeFirst(count) }
  }
}

extension StreamJob {
  /// The filter asked for, if it can run on a stream.
  func causalPlan() throws(Failure) -> FilterPlan {
    let plan = try FilterPlan(filter)
    switch plan {
    case .recursive(_, .forward), .notch(_, _, .forward), .finite, .median, .hampel, .movingMean, .movingRMS,
      .savitzkyGolay:
      return plan
    case .recursive(_, .zeroPhase), .notch(_, _, .zeroPhase):
      throw Failure(.usage, "--zero-phase", "needs the whole signal; a stream is filtered forwards only")
    case .detrend, .envelope:
      throw Failure(.usage, plan.option, "needs the whole signal; record it and run palpate filter")
    }
  }
}

extension FilterPlan {
  /// A processor for one channel at a rate.
  func channelFilter(_ rate: Hertz) throws(Failure) -> any ChannelFilter {
    let kernel = try prepare(rate: rate).kernel
    do throws(FilterDesignError) {
      switch kernel {
      case .forward(let sections, let start): return ProcessorBox(try IIRFilter(sections, start: start))
      case .finite(let filter): return try CentredFIR(filter.fir)
      case .hampel(let filter): return HampelBox(filter)
      case .savitzkyGolay(let filter): return ProcessorBox(RunningSavitzkyGolay(filter))
      case .median(let window): return ProcessorBox(try RunningStatistic(.median, length: window.length))
      case .movingMean(let window): return ProcessorBox(try RunningStatistic(.mean, length: window.length))
      case .movingRMS(let window): return ProcessorBox(try RunningStatistic(.rootMeanSquare, length: window.length))
      default: throw .specification("it needs the whole signal")
      }
    } catch {
      throw Failure(.usage, option, error.description)
    }
  }
}
