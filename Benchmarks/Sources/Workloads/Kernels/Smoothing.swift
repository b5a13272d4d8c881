// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  static let savitzkyGolay = WorkloadEntry("savitzky_golay_51_3") { inputs in
    let filter = try SavitzkyGolay(window: 51, order: 3, sampleRate: Hertz(1000))
    return Transform(
      inputs.signal,
      reused: { x, y in
        var span = y.mutableSpan
        filter.apply(x.span, into: &span)
      }, fresh: { x in filter.apply(x) })
  }
  static let median101 = moving("median_101", .median, 101)
  static let median5 = moving("median_5", .median, 5)
  static let movingRMS = moving("moving_rms_101", .rootMeanSquare, 101)

  private static func moving(_ name: String, _ statistic: MovingStatistic, _ length: Int) -> WorkloadEntry {
    WorkloadEntry(name) { inputs in
      let window = try MovingWindow(length: length)
      return Transform(
        inputs.signal,
        reused: { x, y in
          var span = y.mutableSpan
          window.apply(statistic, x.span, into: &span)
        }, fresh: { x in window.apply(statistic, x) })
    }
  }
}
