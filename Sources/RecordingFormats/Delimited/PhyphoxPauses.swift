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

  /// Puts the pauses as gaps into the stamps of a recording of the experiment.
  func apply(to recording: inout Recording) {
    guard !pauses.isEmpty, recording.sampleCount > 0 else { return }
    let first = recording.firstStamp
    var stamps = recording.timeBase.stamps(count: recording.sampleCount)
    var used: Set<Double> = []
    for index in stamps.indices {
      let time = first + stamps[index]
      // A sample taken as the clock stands belongs to the part before.
      for pause in pauses where time > pause.at && first <= pause.at {
        stamps[index] += pause.duration
        used.insert(pause.at)
      }
    }
    guard !used.isEmpty else { return }
    recording.timeBase = .stamped(stamps)
    let longest = pauses.filter { used.contains($0.at) }.max { $0.duration < $1.duration }
    recording.issues.append(
      Issue(
        .timeGap, "paused, longest for \(DecimalText.shortest((longest?.duration ?? 0))) s", count: used.count))
  }
}
