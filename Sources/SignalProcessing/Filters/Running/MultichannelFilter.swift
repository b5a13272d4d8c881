// SPDX-License-Identifier: GPL-3.0-or-later

/// A causal recursive filter running over interleaved channels, chunk by chunk.
///
/// Every channel gets the bits that ``IIRFilter`` gives it alone: any chunking gives the same bits, and a missing sample
/// ends the stretch of its own channel only. Channels run side by side in groups of eight; one that had a gap of its own
/// is out of step with the rest of its group and runs alone until all channels of the group are missing at once.
@safe public struct MultichannelFilter: ~Copyable {
  /// Frames looked through and filtered at a time, while they are in the cache.
  private static let block = 256

  /// Samples in a frame.
  public let channels: Int
  public let start: IIRFilter.Start
  private let groups: UnsafeMutablePointer<ChannelGroup>
  private let groupCount: Int

  /// - Parameters:
  ///   - design: 1 to 16 sections.
  ///   - channels: Samples in a frame, 1 or more.
  /// - Throws: ``FilterDesignError/outOfRange(_:)`` as ``IIRFilter/init(_:start:)``; for no channels.
  public init(_ design: [Section], channels: Int, start: IIRFilter.Start = .atRest) throws(FilterDesignError) {
    guard channels > 0 else { throw .outOfRange("\(channels) channels: expected 1 or more") }
    self.init(try CascadeTable(design), channels: channels, start: start, level: .current)
  }

  init(_ table: CascadeTable, channels: Int, start: IIRFilter.Start, level: KernelLevel) {
    self.channels = channels
    self.start = start
    groupCount = (channels + 7) / 8
    unsafe groups = .allocate(capacity: groupCount)
    for index in 0..<groupCount {
      let width = min(8, channels - 8 * index)
      unsafe (groups + index).initialize(
        to: ChannelGroup(table, width: width, of: channels, start: start, level: level, block: Self.block))
    }
  }

  deinit {
    unsafe groups.deinitialize(count: groupCount)
    unsafe groups.deallocate()
  }

  /// Filters the next frames of the stream.
  ///
  /// - Parameters:
  ///   - input: Whole frames: a multiple of `channels` samples; NaN for a missing one.
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

  /// Filters the next frames of the stream in place.
  public mutating func process(inPlace samples: inout MutableSpan<Double>) {
    let count = samples.count
    unsafe samples.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe advance(UnsafePointer(base), base, count)
    }
  }

  /// Filters the next frames of the stream.
  public mutating func process(_ input: [Double]) -> [Double] {
    [Double].fresh(count: input.count) { process(input.span, into: &$0) }
  }

  /// Forgets everything: the next frame is the first.
  public mutating func reset() {
    for index in 0..<groupCount { unsafe groups.element(index).pointee.reset() }
  }

  private mutating func advance(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    let frames = count / channels
    precondition(frames * channels == count, "\(count) samples are no whole frames of \(channels) channels")
    var done = 0
    while done < frames {
      let block = min(frames - done, Self.block)
      for index in 0..<groupCount {
        let offset = done * channels + 8 * index
        unsafe groups.element(index).pointee.advance(x + offset, y + offset, frames: block)
      }
      done += block
    }
  }
}

extension MultichannelFilter: StreamProcessor {
  /// No frame has to follow.
  public var latency: Int { 0 }

  /// Filters the next whole frames and appends as many.
  public mutating func process(_ input: Span<Double>, into output: inout [Double]) {
    output.appendWritten(count: input.count) { process(input, into: &$0) }
  }

  /// Nothing is held back; the next frame is the first.
  public mutating func finish(into output: inout [Double]) { reset() }
}
