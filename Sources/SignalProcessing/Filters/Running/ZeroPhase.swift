// SPDX-License-Identifier: GPL-3.0-or-later

/// A recursive filter run forwards and backwards: twice the loss, no delay, not causal.
///
/// Each stretch between missing samples is extended by its point reflection about either end (SciPy's `odd` padding)
/// and both passes start settled at their first sample, as `scipy.signal.sosfiltfilt` does. Only the padding is copied. A ``Section/delay`` of the design cancels between the
/// passes and is left out of both.
public struct ZeroPhase: Sendable {
  /// Samples of larger magnitude count as missing: the reflection of a smaller one does not.
  private static let limit = CascadeTable.limit / 4

  /// Samples added at either end of a stretch.
  public let padding: Int
  private let table: CascadeTable
  private let level: KernelLevel

  /// - Parameters:
  ///   - design: 1 to 16 sections.
  ///   - padding: Samples added at either end, 0 or more; `nil` takes SciPy's default, three times the number of poles plus three.
  /// - Throws: ``FilterDesignError/outOfRange(_:)`` as ``IIRFilter/init(_:start:)``; for a negative padding.
  public init(_ design: [Section], padding: Int? = nil) throws(FilterDesignError) {
    try self.init(design, padding: padding, level: .current)
  }

  init(_ design: [Section], padding: Int?, level: KernelLevel) throws(FilterDesignError) {
    table = try CascadeTable(design)
    self.level = level
    let poles = design.reduce(0) { $0 + ($1.isFirstOrder ? 1 : 2) }
    self.padding = padding ?? 3 * (poles + 1)
    guard self.padding >= 0 else { throw .outOfRange("padding \(self.padding): expected 0 or more") }
  }

  /// - Returns: As many samples as given. Missing ones stay missing, and so does every stretch of `padding` samples or
  ///   fewer, which has too little to be extended from.
  public func apply(_ samples: [Double]) -> [Double] {
    [Double].fresh(count: samples.count) { apply(samples.span, into: &$0) }
  }

  /// - Parameters:
  ///   - input: Any number of samples; NaN for a missing one.
  ///   - output: As many samples as `input`, with gaps as ``apply(_:)`` leaves them.
  public func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    precondition(input.count == output.count, "output has \(output.count) samples, input \(input.count)")
    let count = input.count
    unsafe input.withUnsafeBufferPointer { x in
      unsafe output.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        var filter = IIRFilter(table, start: .settled, level: level)
        var pad = [Double](repeating: 0, count: count > padding ? padding : 0)
        var start = 0
        while start < count {
          let length = unsafe stretch(x + start, y + start, most: count - start, &filter, &pad)
          if start + length < count { unsafe y[start + length] = .nan }
          start += length + 1
        }
      }
    }
  }

  /// Filters the samples before the next missing one.
  ///
  /// - Returns: How many there are.
  private func stretch(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, most: Int, _ filter: inout IIRFilter,
    _ pad: inout [Double]
  ) -> Int {
    var length = unsafe filter.wholeCount(x, padding < most ? padding + 1 : most, limit: Self.limit)
    guard length > padding else {
      for index in 0..<length { unsafe y[index] = .nan }
      return length
    }
    for k in 0..<padding { unsafe pad[k] = 2 * x[0] - x[padding - k] }
    unsafe filter.begin(with: pad.first ?? x[0])
    filter.pass(&pad)
    // The first samples again, now with the rest of their block.
    length = 0
    while length < most {
      let block = min(most - length, IIRFilter.block)
      let good = unsafe filter.wholeCount(x + length, block, limit: Self.limit)
      unsafe filter.advance(whole: x + length, y + length, good)
      length += good
      if good < block { break }
    }
    for k in 0..<padding { unsafe pad[k] = 2 * x[length - 1] - x[length - 2 - k] }
    filter.pass(&pad)
    unsafe filter.begin(with: pad.last ?? y[length - 1])
    filter.pass(&pad, backward: true)
    unsafe filter.advance(whole: UnsafePointer(y), y, length, backward: true)
    return length
  }
}

extension IIRFilter {
  /// Runs over samples in place.
  fileprivate mutating func pass(_ samples: inout [Double], backward: Bool = false) {
    let count = samples.count
    unsafe samples.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe advance(whole: UnsafePointer(base), base, count, backward: backward)
    }
  }
}
