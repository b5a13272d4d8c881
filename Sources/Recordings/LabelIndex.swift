// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Finds the label of a sample in a recording with many labels.
public struct LabelIndex: Sendable {
  private let spans: [String: [LabelSpan]]

  public init(_ recording: Recording) {
    spans = Dictionary(grouping: recording.labels.filter { !$0.range.isEmpty }, by: \.kind)
      .mapValues { $0.sorted { $0.range.lowerBound < $1.range.lowerBound } }
  }

  /// The label of a kind at a sample, such as the site of a trial; nil outside every span.
  public func text(_ kind: String, at sample: Int) -> String? {
    guard let spans = spans[kind] else { return nil }
    let next = spans.partitionPoint { $0.range.lowerBound > sample }
    return next > 0 && spans[next - 1].range.contains(sample) ? spans[next - 1].text : nil
  }
}
