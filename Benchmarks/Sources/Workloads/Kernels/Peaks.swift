// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  static let peaks = WorkloadEntry("peaks") { inputs in
    let finder = try PeakFinder()
    return Places(inputs.signal) { x in finder.find(in: x).indices }
  }
  static let prominentPeaks = WorkloadEntry("prominent_peaks") { inputs in
    let finder = try PeakFinder(distance: 50, prominence: 1)
    return Places(inputs.signal) { x in finder.find(in: x).indices }
  }
}
