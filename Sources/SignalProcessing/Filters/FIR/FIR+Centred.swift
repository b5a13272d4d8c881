// SPDX-License-Identifier: GPL-3.0-or-later

extension FIR {
  /// The centred, delay-free output of an odd number of taps: sample k from the samples k − count/2 … k + count/2.
  ///
  /// - Returns: As many samples as given; NaN where the taps reach a missing sample or beyond an end.
  /// - Throws: ``FilterDesignError/specification(_:)`` for an even number of taps, whose delay is no whole number.
  public func centred(_ samples: [Double], method: FIRFilter.Method = .automatic) throws(FilterDesignError) -> [Double]
  {
    guard count % 2 == 1 else { throw .specification("\(count) taps delay by half a sample: expected an odd number") }
    var filter = try FIRFilter(self, start: .missing, method: method)
    let half = count / 2
    return [Double].fresh(count: samples.count) { output in
      // The causal output comes half a filter late: its start is missing, and so is the end of the centred one.
      var pending: [Double] = []
      var (taken, written, skipped) = (0, 0, 0)
      func deliver(_ values: [Double]) {
        for value in values {
          if skipped < half {
            skipped += 1
          } else {
            output[written] = value
            written += 1
          }
        }
      }
      while taken < samples.count {
        let now = min(8192, samples.count - taken)
        filter.process(samples.span.extracting(taken..<(taken + now)), into: &pending)
        deliver(pending)
        pending.removeAll(keepingCapacity: true)
        taken += now
      }
      filter.finish(into: &pending)
      deliver(pending)
      while written < samples.count {
        output[written] = .nan
        written += 1
      }
    }
  }
}

extension WindowedFIR {
  /// ``FIR/centred(_:method:)`` of the taps.
  public func apply(_ samples: [Double]) -> [Double] {
    // Windowed designs are always within the limits of a filter.
    do { return try fir.centred(samples) } catch { return [Double](repeating: .nan, count: samples.count) }
  }
}
