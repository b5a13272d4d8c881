// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// A filter of one channel, whatever processor it is.
protocol ChannelFilter: AnyObject {
  func process(_ sample: Double, into output: inout [Double])
  func finish(into output: inout [Double])
}

/// Holds a processor that cannot be copied.
final class ProcessorBox<Processor: StreamProcessor & ~Copyable>: ChannelFilter where Processor.Output == [Double] {
  private var processor: Processor

  init(_ processor: consuming Processor) { self.processor = processor }

  func process(_ sample: Double, into output: inout [Double]) { processor.process([sample], into: &output) }
  func finish(into output: inout [Double]) { processor.finish(into: &output) }
}

/// A Hampel filter, of which the cleaned samples are passed on.
final class HampelBox: ChannelFilter {
  private var processor: RunningHampel
  private var result = RunningHampel.Output()

  init(_ filter: Hampel) { processor = RunningHampel(filter) }

  func process(_ sample: Double, into output: inout [Double]) {
    processor.process([sample], into: &result)
    pass(&output)
  }

  func finish(into output: inout [Double]) {
    processor.finish(into: &result)
    pass(&output)
  }

  private func pass(_ output: inout [Double]) {
    output += result.cleaned
    result.cleaned.removeAll(keepingCapacity: true)
    result.outliers.removeAll(keepingCapacity: true)
  }
}

/// A filter of finite length whose output stands at the middle of its taps, as ``FIR/centred(_:method:)`` gives it: half
/// the taps late, missing over half the taps at either end of a stretch.
final class CentredFIR: ChannelFilter {
  private var filter: FIRFilter
  private let half: Int
  private var taken = 0
  private var given = 0
  private var skipped = 0
  private var pending: [Double] = []

  /// - Parameter fir: Of an odd number of taps.
  init(_ fir: FIR) throws(FilterDesignError) {
    // Blocks of transforms would come later still.
    filter = try FIRFilter(fir, start: .missing, method: .direct)
    half = fir.count / 2
  }

  func process(_ sample: Double, into output: inout [Double]) {
    filter.process([sample], into: &pending)
    taken += 1
    deliver(&output)
  }

  func finish(into output: inout [Double]) {
    filter.finish(into: &pending)
    deliver(&output)
    output += [Double](repeating: .nan, count: taken - given)
    (taken, given, skipped) = (0, 0, 0)
  }

  private func deliver(_ output: inout [Double]) {
    let late = min(half - skipped, pending.count)
    skipped += late
    output += pending[late...]
    given += pending.count - late
    pending.removeAll(keepingCapacity: true)
  }
}
