// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Brings a signal to another sample rate, chunk by chunk.
///
/// Output n stands at n·down/(up·rate) after the first sample, for every n up to the last sample, without delay. Any
/// chunking gives the same bits. A missing sample (NaN, infinite, or of magnitude above 1e100) splits the signal: each
/// stretch between them is resampled by itself, and outputs at instants outside of all stretches are missing.
public struct Resampler: ~Copyable, StreamProcessor {
  public let ratio: ResamplingRatio
  public let filter: ResamplingFilter
  public let edges: ResamplingEdge
  /// Samples that must follow the last sample at or before an output's instant before the output is given.
  public let latency: Int

  private let polyphase: Polyphase
  private let level: palpate_level
  /// Samples of the stream so far, and outputs.
  private var taken = 0
  private var given = 0
  /// Number of the stretch's first sample; nil between stretches.
  private var stretch: Int?
  /// Whether what lies before the stretch has been put in front of it.
  private var isPadded = false
  /// Samples of the stretch that are still needed; the first has the number `first`.
  private let work: AlignedBuffer<Double>
  private var first = 0
  private var fill = 0
  /// Places for new samples.
  private let room: Int

  /// - Throws: ``ResamplingError/filter(_:_:expected:)`` for parameters out of range.
  public init(
    _ ratio: ResamplingRatio, filter: ResamplingFilter = .standard, edges: ResamplingEdge = .odd
  ) throws(ResamplingError) {
    try self.init(ratio, filter: filter, edges: edges, level: .current)
  }

  init(
    _ ratio: ResamplingRatio, filter: ResamplingFilter, edges: ResamplingEdge, level: KernelLevel
  ) throws(ResamplingError) {
    self.ratio = ratio
    self.filter = filter
    self.edges = edges
    self.level = level.code
    polyphase = try Polyphase(ratio, filter, level: level)
    latency = (polyphase.reach + ratio.up - 1) / ratio.up
    // Room for what outputs need, the paddings, and enough new samples for the fast path of the kernel.
    room = max(4096, min(16 * ratio.down, 65536), polyphase.length)
    work = AlignedBuffer(count: 2 * polyphase.length + 3 * latency + 64 + room, filledWith: 0)
  }

  /// Resamples a whole signal, which starts a new stream before and after it.
  ///
  /// - Returns: ``ResamplingRatio/outputCount(of:)`` samples; with ``ResamplingEdge/zero`` ⌈count·up/down⌉ as SciPy.
  public mutating func resample(_ samples: [Double]) -> [Double] {
    reset()
    defer { reset() }
    let count = outputCount(of: samples.count)
    return [Double].fresh(count: count) { output in
      unsafe samples.withUnsafeBufferPointer { x in
        unsafe output.withUnsafeMutableBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          unsafe advance(x, samples.count, y)
          unsafe flush(y)
        }
      }
    }
  }

  /// Takes the next samples and adds the outputs that have become certain.
  public mutating func process(_ input: Span<Double>, into output: inout [Double]) {
    unsafe input.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return }
      output.append(addingCapacity: mostOutputs(of: input.count)) { room in
        unsafe room.withUnsafeMutableBufferPointer { buffer, initialised in
          guard let y = buffer.baseAddress else { return }
          let before = given
          unsafe advance(x, input.count, y - before)
          initialised += given - before
        }
      }
    }
  }

  /// Adds what was held back. The next sample is the first of a new stream.
  public mutating func finish(into output: inout [Double]) {
    output.append(addingCapacity: mostOutputs(of: 0)) { room in
      unsafe room.withUnsafeMutableBufferPointer { buffer, initialised in
        guard let y = buffer.baseAddress else { return }
        let before = given
        unsafe flush(y - before)
        initialised += given - before
      }
    }
    reset()
  }

  /// Takes the next samples and writes the outputs that have become certain.
  ///
  /// - Parameter output: At least ``mostOutputs(of:)`` samples.
  /// - Returns: Number of samples written to `output`.
  public mutating func process(_ input: Span<Double>, into output: inout MutableSpan<Double>) -> Int {
    precondition(output.count >= mostOutputs(of: input.count), "output has \(output.count) samples")
    let (before, count) = (given, input.count)
    unsafe input.withUnsafeBufferPointer { x in
      unsafe output.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        unsafe advance(x, count, y - before)
      }
    }
    return given - before
  }

  /// Writes what was held back to the first places of `output`, which has at least ``mostOutputs(of:)`` of none.
  public mutating func finish(into output: inout MutableSpan<Double>) -> Int {
    precondition(output.count >= mostOutputs(of: 0), "output has \(output.count) samples")
    let before = given
    unsafe output.withUnsafeMutableBufferPointer { y in
      guard let y = y.baseAddress else { return }
      unsafe flush(y - before)
    }
    defer { reset() }
    return given - before
  }

  /// More outputs than this do not come from `count` samples, or from the end of the stream after them.
  public func mostOutputs(of count: Int) -> Int { (count + latency + 2) * ratio.up / ratio.down + 2 }

  /// Forgets everything: the next sample is the first.
  public mutating func reset() {
    (taken, given, stretch, fill, isPadded) = (0, 0, nil, 0, false)
  }

  private func outputCount(of count: Int) -> Int {
    edges == .zero ? (count * ratio.up + ratio.down - 1) / ratio.down : ratio.outputCount(of: count)
  }

  /// Takes `count` samples; output n goes to `y[n]`.
  private mutating func advance(_ x: UnsafePointer<Double>, _ count: Int, _ y: UnsafeMutablePointer<Double>) {
    var done = 0
    while done < count {
      let block = min(count - done, 4096)
      let good = unsafe palpate_first_missing(level, x + done, block, CascadeTable.limit)
      if good > 0 {
        if stretch == nil { unsafe begin(y) }
        unsafe push(x + done, good, y)
        done += good
      }
      if good < block {
        unsafe end(y)
        taken += 1
        done += 1
        unsafe blank(through: outputCount(of: taken), y)
      }
    }
  }

  /// Ends the stream.
  private mutating func flush(_ y: UnsafeMutablePointer<Double>) {
    unsafe end(y)
    unsafe blank(through: outputCount(of: taken), y)
  }

  private mutating func begin(_ y: UnsafeMutablePointer<Double>) {
    stretch = taken
    (first, fill, isPadded) = (taken, 0, false)
    // Outputs before the stretch.
    unsafe blank(through: (taken * ratio.up + ratio.down - 1) / ratio.down, y)
  }

  private mutating func blank(through count: Int, _ y: UnsafeMutablePointer<Double>) {
    if count <= given { return }
    unsafe (y + given).update(repeating: .nan, count: count - given)
    given = count
  }

  private mutating func push(_ x: UnsafePointer<Double>, _ count: Int, _ y: UnsafeMutablePointer<Double>) {
    var done = 0
    while done < count {
      let now = min(count - done, work.count - fill - polyphase.length - latency - 8)
      unsafe (work.base + fill).update(from: x + done, count: now)
      fill += now
      taken += now
      done += now
      if !isPadded, fill > polyphase.side { pad() }
      if isPadded {
        unsafe emit(through: polyphase.outputs(through: taken - 1), y)
        drop()
      }
    }
  }

  /// Puts what is assumed before the stretch in front of it.
  private mutating func pad() {
    let (room, count) = (polyphase.length + 1, fill)
    unsafe (work.base + room).update(from: work.base, count: count)
    let stretch = unsafe UnsafeBufferPointer(start: UnsafePointer(work.base + room), count: count)
    // Taps further out are zero, whatever they meet.
    for k in 1...room { unsafe work.base[room - k] = k <= polyphase.side ? edges.value(stretch, at: -k) : 0 }
    first -= room
    fill += room
    isPadded = true
  }

  /// Ends the stretch.
  private mutating func end(_ y: UnsafeMutablePointer<Double>) {
    guard let start = stretch else { return }
    if !isPadded { pad() }
    // The stretch as far as it is still there: more than the padding reaches back to, or all of it.
    let kept = min(fill, taken - start)
    let samples = unsafe UnsafeBufferPointer(start: UnsafePointer(work.base + (fill - kept)), count: kept)
    let added = latency + 1
    for k in 0..<added { unsafe work.base[fill + k] = edges.value(samples, at: kept + k) }
    fill += added
    unsafe emit(through: outputCount(of: taken), y)
    stretch = nil
  }

  private mutating func emit(through count: Int, _ y: UnsafeMutablePointer<Double>) {
    if count <= given { return }
    let place = polyphase.last(of: given) - polyphase.length + 1 - first
    unsafe polyphase.run(given, work.base + place, y + given, count - given)
    given = count
  }

  /// Forgets the samples that neither the next output nor the padding at the end needs.
  private mutating func drop() {
    let needed = min(polyphase.last(of: given) - polyphase.length + 1 - first, fill - latency - 2)
    // Moving after few new samples would cost more than the outputs.
    if needed <= 0 || work.count - fill > polyphase.length + latency + 8 + room / 2 { return }
    unsafe work.base.update(from: work.base + needed, count: fill - needed)
    first += needed
    fill -= needed
  }
}
