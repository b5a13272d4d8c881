// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// A causal filter of finite impulse response running over a stream, chunk by chunk.
///
/// Any chunking gives the same bits. A missing sample (NaN, infinite, or of magnitude above 1e100) is missing in the
/// output and ends the stretch: the filter starts anew after it. Output n belongs to input n, delayed by the filter's
/// ``FIR/delay``; ``latency`` tells how much later it is given. Accuracy: see the article FIRFilters.
public struct FIRFilter: ~Copyable, StreamProcessor {
  /// What the filter assumes before the first sample of a stretch.
  public enum Start: Sendable, Hashable, CaseIterable {
    /// Zeros: the output starts with the filter's step response.
    case atRest
    /// The first sample, for ever: a constant comes out without a start-up transient.
    case settled
    /// Nothing: outputs are missing until the taps are full.
    case missing
  }

  public enum Method: Sendable, Hashable, CaseIterable {
    /// ``direct`` up to ``FIRFilter/longestDirect`` taps, else ``overlapSave``.
    case automatic
    /// Sums of products: no latency.
    case direct
    /// Fourier transforms of blocks: faster for many taps, errors relative to the block instead of the sample.
    case overlapSave
  }

  /// The number of taps up to which sums of products are at least as fast as transforms.
  public static let longestDirect = 128

  public let fir: FIR
  public let start: Start
  /// Samples that must follow a sample before its output is given: 0, or a block of transforms less one.
  public let latency: Int

  private let level: palpate_level
  private var direct: DirectConvolution?
  private var blocks: OverlapSave?
  /// Whether the next sample starts a stretch.
  private var isFresh = true
  /// Outputs of this stretch that are still to be missing because the taps are not full.
  private var unfilled = 0
  private let scratch: AlignedBuffer<Double>
  private static let blockSize = 4096

  /// - Throws: ``FilterDesignError/outOfRange(_:)`` when there is no memory for transforms.
  public init(_ fir: FIR, start: Start = .atRest, method: Method = .automatic) throws(FilterDesignError) {
    try self.init(fir, start: start, method: method, level: .current)
  }

  init(_ fir: FIR, start: Start, method: Method, level: KernelLevel) throws(FilterDesignError) {
    let isDirect = method == .direct || method == .automatic && fir.count <= Self.longestDirect
    self.fir = fir
    self.start = start
    self.level = level.code
    if isDirect {
      direct = DirectConvolution(fir, level: level)
      blocks = nil
      latency = 0
    } else {
      direct = nil
      let engine = try OverlapSave(fir, level: level)
      latency = engine.hop - 1
      blocks = consume engine
    }
    scratch = AlignedBuffer(count: Self.blockSize + latency, filledWith: 0)
  }

  /// Filters the next samples of the stream and adds what has become certain.
  public mutating func process(_ input: Span<Double>, into output: inout [Double]) {
    unsafe input.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return }
      for start in stride(from: 0, to: input.count, by: Self.blockSize) {
        let count = min(Self.blockSize, input.count - start)
        let written = unsafe advance(x + start, count, scratch.base)
        unsafe output.append(contentsOf: UnsafeBufferPointer(start: scratch.base, count: written))
      }
    }
  }

  /// Adds what was held back. The next sample is the first of a new stream.
  public mutating func finish(into output: inout [Double]) {
    let written = unsafe flush(scratch.base)
    unsafe output.append(contentsOf: UnsafeBufferPointer(start: scratch.base, count: written))
  }

  /// Filters the next samples of the stream.
  ///
  /// - Parameter output: At least ``latency`` samples more than `input`.
  /// - Returns: Number of samples written to `output`.
  public mutating func process(_ input: Span<Double>, into output: inout MutableSpan<Double>) -> Int {
    precondition(output.count >= input.count + latency, "output has \(output.count) samples, input \(input.count)")
    let count = input.count
    return unsafe input.withUnsafeBufferPointer { x in
      unsafe output.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return 0 }
        return unsafe advance(x, count, y)
      }
    }
  }

  /// Writes what was held back to the first places of `output`, which has at least ``latency`` of them.
  public mutating func finish(into output: inout MutableSpan<Double>) -> Int {
    precondition(output.count >= latency, "output has \(output.count) samples, \(latency) may be held back")
    return unsafe output.withUnsafeMutableBufferPointer { y in
      guard let y = y.baseAddress else {
        isFresh = true
        return 0
      }
      return unsafe flush(y)
    }
  }

  /// Filters a whole signal, as many samples as given.
  public mutating func filter(_ samples: [Double]) -> [Double] {
    reset()
    defer { reset() }
    return [Double].fresh(count: samples.count) { output in
      unsafe samples.withUnsafeBufferPointer { x in
        unsafe output.withUnsafeMutableBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          let written = unsafe advance(x, samples.count, y)
          _ = unsafe flush(y + written)
        }
      }
    }
  }

  /// Forgets everything, what is held back included: the next sample is the first.
  public mutating func reset() { isFresh = true }

  /// Takes `count` samples from `x` and writes what has become certain to `y`.
  private mutating func advance(
    _ x: UnsafePointer<Double>, _ count: Int, _ y: UnsafeMutablePointer<Double>
  ) -> Int {
    var (done, written) = (0, 0)
    while done < count {
      // A block is looked through for gaps while it is in the cache.
      let block = min(count - done, Self.blockSize)
      let good = unsafe palpate_first_missing(level, x + done, block, CascadeTable.limit)
      if good > 0 {
        if isFresh { unsafe begin(with: x[done]) }
        unsafe written += push(x + done, good, y + written)
        done += good
      }
      if good < block {
        unsafe written += flush(y + written)
        unsafe y[written] = .nan
        written += 1
        done += 1
      }
    }
    return written
  }

  private mutating func push(
    _ x: UnsafePointer<Double>, _ count: Int, _ y: UnsafeMutablePointer<Double>
  ) -> Int {
    if direct != nil {
      unsafe direct?.push(x, count, y)
      unsafe blank(y, count)
      return count
    }
    let written = unsafe blocks?.push(x, count, y) ?? 0
    unsafe blank(y, written)
    return written
  }

  /// Ends the stretch.
  private mutating func flush(_ y: UnsafeMutablePointer<Double>) -> Int {
    if isFresh { return 0 }
    let written = unsafe blocks?.flush(y) ?? 0
    unsafe blank(y, written)
    isFresh = true
    return written
  }

  private mutating func begin(with first: Double) {
    isFresh = false
    unfilled = start == .missing ? fir.count - 1 : 0
    let value = start == .settled ? first : 0
    direct?.begin(with: value)
    blocks?.begin(with: value)
  }

  private mutating func blank(_ y: UnsafeMutablePointer<Double>, _ count: Int) {
    if unfilled == 0 { return }
    let now = min(count, unfilled)
    unsafe y.update(repeating: .nan, count: now)
    unfilled -= now
  }
}
