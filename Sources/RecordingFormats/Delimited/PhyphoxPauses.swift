// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The pauses of a phyphox experiment. Its clock stands still meanwhile, so that samples before and after a pause seem to follow
/// each other; the phone's own clock tells how long it was.
struct PhyphoxPauses {
  struct Pause: Sendable, Hashable {
    /// Time of the experiment, s.
    let at: Double
    /// s.
    let duration: Double
  }

  private(set) var pauses: [Pause] = []

  /// - Parameter bytes: The file `meta/time.csv`: event, experiment time and system time.
  init(_ bytes: [UInt8]) {
    guard let text = try? DecodedText(bytes) else { return }
    var scanner = LineScanner()
    var paused: (experiment: Double, system: Double)?
    var cells: [Cell] = []
    while let line = scanner.next(in: text.bytes.span) {
      for delimiter in [Delimiter.comma, .semicolon, .tab] {
        Cells.split(text.bytes.span, line.range, delimiter, into: &cells)
        if cells.count >= 3 { break }
      }
      guard cells.count >= 3, let experiment = Self.number(text.bytes.span, cells[1]),
        let system = Self.number(text.bytes.span, cells[2])
      else { continue }
      switch Cells.text(text.bytes.span, cells[0]) {
      case "PAUSE": paused = (experiment, system)
      case "START":
        if let before = paused, system > before.system {
          pauses.append(Pause(at: experiment, duration: system - before.system))
        }
        paused = nil
      default: continue
      }
    }
  }

  private static func number(_ bytes: Span<UInt8>, _ cell: Cell) -> Double? {
    let text = Array(Cells.text(bytes, cell).utf8)
    return DecimalNumber.parse(text.span, 0..<text.count, comma: true)?.value
  }

  /// Puts the pauses as gaps into the stamps and events of a recording of the experiment, so that all its sensors share a clock.
  func apply(to recording: inout Recording) {
    guard !pauses.isEmpty, recording.sampleCount > 0 else { return }
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    let first = recording.firstStamp
    let shift = Shift(pauses, from: first, to: first + (stamps.last ?? 0))
    // A sensor whose first sample came behind a pause begins that much later on the phone's clock.
    for pause in pauses where pause.at < first { recording.firstStamp += pause.duration }
    guard !shift.pauses.isEmpty else { return }
    recording.timeBase = .stamped(stamps.map(shift.callAsFunction))
    for index in recording.events.indices {
      recording.events[index].start = shift(recording.events[index].start)
      recording.events[index].end = shift(recording.events[index].end)
    }
    // Gaps that the reader found are told by the place they now have.
    let wasGap = recording.issues.reduce(0) { $1.code == .timeGap ? $0 + $1.count : $0 }
    recording.issues.removeAll { $0.code == .timeGap }
    let longest = shift.pauses.reduce(0) { max($0, $1.duration) }
    var words = "paused, longest for \(DecimalText.shortest(longest)) s"
    if wasGap > 0, let gap = recording.intervals?.gaps.max(by: { $0.end - $0.start < $1.end - $1.start }) {
      words += "; with the gaps between stamps, the longest begins at \(DecimalText.shortest(gap.start)) s"
    }
    recording.issues.append(Issue(.timeGap, words, count: shift.pauses.count + wasGap))
  }

  /// Time with the pauses in it, from time without.
  private struct Shift {
    /// Those within the recording, in order.
    let pauses: [Pause]
    /// Length of all pauses before each of them, and of all.
    private var before = [0.0]
    private let first: Double

    init(_ all: [Pause], from first: Double, to last: Double) {
      self.first = first
      pauses = all.filter { $0.at >= first && $0.at < last }.sorted { $0.at < $1.at }
      for pause in pauses { before.append(before[before.count - 1] + pause.duration) }
    }

    /// A sample taken as the clock stands belongs to the part before.
    func callAsFunction(_ time: Double) -> Double {
      time + before[pauses.partitionPoint { $0.at >= first + time }]
    }
  }
}
