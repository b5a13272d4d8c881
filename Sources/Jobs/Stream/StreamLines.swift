// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Glibc
import Recordings
import Reporting
import SignalProcessing

/// The lines a stream writes, put out together whenever the input has been used up.
struct StreamLines: Sendable {
  /// Issues of one kind that are told at once; the others are counted.
  static let shown = 20

  let analysis: String
  private var text = ""
  private var counts: [IssueCode: Int] = [:]
  /// Whether somebody still reads.
  private(set) var hasReader = true

  init(analysis: String) { self.analysis = analysis }

  mutating func add(_ item: StreamItem, _ description: Description) {
    switch item {
    case .event(let event): text += StreamJSON.event(event, analysis: analysis)
    case .outcome(let outcome):
      text += StreamJSON.outcome(outcome, analysis: analysis, description: description)
    case .issue(let issue): text += StreamJSON.issue(issue, analysis: analysis)
    }
  }

  mutating func add(_ line: String) { text += line }

  /// An issue of the input itself.
  mutating func add(_ issue: Issue) {
    let count = counts[issue.code, default: 0] + 1
    counts[issue.code] = count
    if count <= Self.shown { text += StreamJSON.issue(issue, analysis: nil) }
  }

  /// A number of the input that is too large to be worked with, and counts as missing.
  ///
  /// - Parameter time: s from the first row.
  mutating func addOverflow(_ channel: String, _ time: Double) {
    add(Issue(.overflow, "channel '\(channel)' at \(DecimalText.shortest(time)) s"))
  }

  /// Tells how many issues were not told one by one.
  mutating func addCounts() {
    for (code, count) in counts.sorted(by: { $0.key < $1.key }) where count > Self.shown {
      text += StreamJSON.issue(
        Issue(code, "\(count - Self.shown) more lines of the stream", count: count - Self.shown), analysis: nil)
    }
  }

  mutating func flush() throws(Failure) {
    guard !text.isEmpty else { return }
    let bytes = Array(text.utf8)
    text = ""
    let code = FileSystem.write(bytes, to: STDOUT_FILENO)
    if code == EPIPE { hasReader = false }
    guard code == 0 || code == EPIPE else {
      errno = code
      throw Failure(.inputOutput, "standard output", "cannot be written: \(FileSystem.errorText)")
    }
  }
}
