// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  static let meanAndDeviation = WorkloadEntry("mean_and_deviation") { inputs in
    Figures(inputs.signal) { x in
      let moments = SampleMoments(of: x)
      return [moments.mean, moments.standardDeviation ?? 0]
    }
  }
}
