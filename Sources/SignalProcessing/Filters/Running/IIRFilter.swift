// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// A causal recursive filter running over a stream, chunk by chunk.
///
/// Any chunking gives the same bits. A missing sample (NaN, infinite, or of magnitude above 1e100) is missing in the
/// output and ends the stretch: the filter starts anew after it, so that nothing is smeared across a gap. Nothing is
/// allocated while it runs; the output lags by the filter's group delay only.
///
/// Goals in this order: the accuracy stated in the article Filters, the same bits for any chunking, speed.
@safe public struct IIRFilter: ~Copyable {
  /// What the filter assumes before the first sample of a stretch.
  public enum Start: Sendable, Hashable, CaseIterable {
    /// Zeros: the output starts with the filter's step response.
    case atRest
    /// The first sample, for ever: a constant comes out without a start-up transient.
    case settled
  }

  /// Samples of larger magnitude count as missing.
  public static var largest: Double { CascadeTable.limit }

  /// Samples looked through and filtered at a time, while they are in the cache.
  static let block = 4096

  public let start: Start
  let table: CascadeTable
  private let level: palpate_level
  private var cascade: palpate_iir_cascade
  private let sections: UnsafeMutablePointer<palpate_iir_section>
  private let states: UnsafeMutablePointer<palpate_iir_state>
  /// Outputs that wait for the delay of the design, the oldest at `oldest`.
  private var held: [Double]
  private var oldest = 0
  /// Whether the next sample starts a stretch.
  private(set) var isFresh = true

  /// - Throws: ``FilterDesignError/outOfRange(_:)`` for no or more than 16 sections, or a gain below 1e-190 for the
  ///   first sample (order 32 at a cutoff of a millionth of the sample rate).
  public init(_ design: [Section], start: Start = .atRest) throws(FilterDesignError) {
    self.init(try CascadeTable(design), start: start, level: .current)
  }

  init(_ table: CascadeTable, start: Start, level: KernelLevel) {
    self.start = start
    self.table = table
    self.level = level.code
    let count = table.sections.count
    cascade = palpate_iir_cascade(table)
    held = [Double](repeating: 0, count: table.delay)
    unsafe sections = .allocate(capacity: count)
    unsafe states = .allocate(capacity: count)
    for (index, section) in table.sections.enumerated() {
      unsafe (sections + index).initialize(to: palpate_iir_section(section))
    }
    unsafe states.initialize(repeating: palpate_iir_state(), count: count)
  }

  deinit {
    // Both hold plain numbers: nothing to deinitialise.
    unsafe sections.deallocate()
    unsafe states.deallocate()
  }

  /// Filters the next samples of the stream.
  ///
  /// - Parameters:
  ///   - input: Any number of samples; NaN for a missing one.
  ///   - output: As many samples as `input`.
  public mutating func process(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    precondition(input.count == output.count, "output has \(output.count) samples, input \(input.count)")
    let count = input.count
    unsafe input.withUnsafeBufferPointer { x in
      unsafe output.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        unsafe advance(x, y, count)
      }
    }
  }

  /// Filters the next samples of the stream in place.
  public mutating func process(inPlace samples: inout MutableSpan<Double>) {
    let count = samples.count
    unsafe samples.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe advance(UnsafePointer(base), base, count)
    }
  }

  /// Filters the next samples of the stream.
  public mutating func process(_ input: [Double]) -> [Double] {
    [Double].fresh(count: input.count) { process(input.span, into: &$0) }
  }

  /// Forgets everything: the next sample is the first.
  public mutating func reset() { isFresh = true }

  mutating func advance(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    var done = 0
    while done < count {
      let block = min(count - done, Self.block)
      let good = unsafe wholeCount(x + done, block, limit: CascadeTable.limit)
      if good > 0 {
        if isFresh { unsafe begin(with: x[done]) }
        unsafe advance(whole: x + done, y + done, good)
        if !held.isEmpty { unsafe delay(y + done, good) }
        done += good
      }
      if good < block {
        unsafe y[done] = .nan
        done += 1
        isFresh = true
      }
    }
  }

  /// Samples before the first missing one.
  func wholeCount(_ x: UnsafePointer<Double>, _ count: Int, limit: Double) -> Int {
    unsafe palpate_first_missing(level, x, count, limit)
  }

  /// Filters samples none of which is missing, from the last to the first if asked to.
  mutating func advance(
    whole x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, backward: Bool = false
  ) {
    if backward {
      unsafe palpate_iir_process_backward(level, &cascade, sections, states, x, y, count)
    } else {
      unsafe palpate_iir_process(level, &cascade, sections, states, x, y, count)
    }
  }

  private mutating func delay(_ y: UnsafeMutablePointer<Double>, _ count: Int) {
    for index in 0..<count {
      unsafe swap(&y[index], &held[oldest])
      oldest = oldest + 1 == held.count ? 0 : oldest + 1
    }
  }

  /// Starts a stretch.
  mutating func begin(with first: Double) {
    isFresh = false
    cascade.position = 0
    let settled = start == .settled ? first : 0
    for index in held.indices { held[index] = settled * table.steadyOutput }
    for (index, state) in table.steadyStates.enumerated() {
      unsafe states[index] = palpate_iir_state()
      unsafe states[index].carry_w = settled * state.w
      unsafe states[index].carry_d = settled * state.d
    }
  }
}

extension IIRFilter: StreamProcessor {
  /// No sample has to follow.
  public var latency: Int { 0 }

  /// Filters the next samples of the stream and appends as many.
  public mutating func process(_ input: Span<Double>, into output: inout [Double]) {
    output.appendWritten(count: input.count) { process(input, into: &$0) }
  }

  /// Nothing is held back; the next sample is the first.
  public mutating func finish(into output: inout [Double]) { reset() }
}
