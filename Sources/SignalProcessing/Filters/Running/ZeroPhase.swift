// SPDX-License-Identifier: GPL-3.0-or-later

/// A recursive filter run forwards and backwards: twice the loss, no delay, not causal.
///
/// Each stretch between missing samples is extended by its point reflection about either end (SciPy's `odd` padding)
/// and both passes start settled at their first sample, as `scipy.signal.sosfiltfilt` does.
public struct ZeroPhase: Sendable {
  /// Samples added at either end of a stretch.
  public let padding: Int
  private let table: CascadeTable

  /// - Parameters:
  ///   - design: 1 to 16 sections.
  ///   - padding: Samples added at either end, 0 or more; `nil` takes SciPy's default, three times the number of poles plus three.
  /// - Throws: ``FilterDesignError/outOfRange(_:)`` as ``IIRFilter/init(_:start:)``; for a negative padding.
  public init(_ design: [Section], padding: Int? = nil) throws(FilterDesignError) {
    table = try CascadeTable(design)
    let poles = design.reduce(0) { $0 + ($1.isFirstOrder ? 1 : 2) }
    self.padding = padding ?? 3 * (poles + 1)
    guard self.padding >= 0 else { throw .outOfRange("padding \(self.padding): expected 0 or more") }
  }

  /// - Returns: As many samples as given. Missing ones stay missing, and so does every stretch of `padding` samples or
  ///   fewer, which has too little to be extended from.
  public func apply(_ samples: [Double]) -> [Double] {
    var output = [Double](repeating: .nan, count: samples.count)
    var start = 0
    while start < samples.count {
      var end = start
      while end < samples.count, abs(samples[end]) <= CascadeTable.limit / 4 { end += 1 }
      if end - start > padding { filter(samples, start..<end, into: &output) }
      start = end + 1
    }
    return output
  }

  private func filter(_ samples: [Double], _ stretch: Range<Int>, into output: inout [Double]) {
    let count = stretch.count
    let (first, last) = (samples[stretch.lowerBound], samples[stretch.upperBound - 1])
    var work: [Double] = []
    work.reserveCapacity(count + 2 * padding)
    for k in stride(from: padding, to: 0, by: -1) { work.append(2 * first - samples[stretch.lowerBound + k]) }
    work.append(contentsOf: samples[stretch])
    for k in stride(from: 1, through: padding, by: 1) { work.append(2 * last - samples[stretch.upperBound - 1 - k]) }
    for _ in 0..<2 {
      var filter = IIRFilter(table, start: .settled, level: .current)
      var span = work.mutableSpan
      filter.process(inPlace: &span)
      work.reverse()
    }
    for k in 0..<count { output[stretch.lowerBound + k] = work[padding + k] }
  }
}
