// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Convolution block by block in the frequency domain. Blocks are counted from the first sample of a stretch, so that
/// any chunking transforms the same blocks.
@safe struct OverlapSave: ~Copyable {
  /// New samples a block.
  let hop: Int
  private let level: palpate_level
  private let memory: Int
  private var fft: RealFFT
  /// Transform of the taps over the transform's length.
  private let response: AlignedBuffer<Complex>
  /// The last taps − 1 samples before the block, and those of the block so far.
  private let work: AlignedBuffer<Double>
  /// Samples of the open block: 0…hop − 1.
  private(set) var fill = 0

  init(_ fir: FIR, level: KernelLevel) throws(FilterDesignError) {
    let length = Self.transformLength(taps: fir.count)
    self.level = level.code
    memory = fir.count - 1
    hop = length - memory
    work = AlignedBuffer(count: length, filledWith: 0)
    var fft = try Self.transform(of: length)
    response = try Self.response(of: fir, by: &fft)
    self.fft = fft
  }

  private static func transform(of length: Int) throws(FilterDesignError) -> RealFFT {
    do { return try RealFFT(count: length) } catch { throw .outOfRange(error.description) }
  }

  private static func response(of fir: FIR, by fft: inout RealFFT) throws(FilterDesignError) -> AlignedBuffer<Complex> {
    var padded = fir.taps
    padded.append(contentsOf: repeatElement(0, count: fft.count - fir.count))
    var response = AlignedBuffer<Complex>(count: fft.binCount, filledWith: .zero)
    do {
      for (k, bin) in try fft.forward(padded).enumerated() { response[k] = bin / Double(fft.count) }
      // Plans the inverse, so that it cannot fail later.
      try fft.inverseTransform()
    } catch { throw .outOfRange(error.description) }
    return response
  }

  /// A power of two of three to six times the taps: longer transforms leave the inner caches.
  static func transformLength(taps: Int) -> Int {
    var length = 1024
    while length < 3 * taps { length *= 2 }
    return length
  }

  /// Starts anew as if `value` had come in for ever.
  mutating func begin(with value: Double) {
    unsafe work.base.update(repeating: value, count: memory)
    fill = 0
  }

  /// Takes `count` finite samples and writes the outputs of every block they complete to `y`, which may overlap `x` at
  /// the same place only when nothing is held back.
  /// - Returns: Number of outputs.
  mutating func push(_ x: UnsafePointer<Double>, _ count: Int, _ y: UnsafeMutablePointer<Double>) -> Int {
    var (done, written) = (0, 0)
    while done < count {
      let now = min(count - done, hop - fill)
      unsafe (work.base + (memory + fill)).update(from: x + done, count: now)
      fill += now
      done += now
      if fill == hop { unsafe written += transform(y + written) }
    }
    return written
  }

  /// Writes the outputs of the open block.
  /// - Returns: Number of outputs.
  mutating func flush(_ y: UnsafeMutablePointer<Double>) -> Int {
    if fill == 0 { return 0 }
    unsafe (work.base + (memory + fill)).update(repeating: 0, count: hop - fill)
    return unsafe transform(y)
  }

  private mutating func transform(_ y: UnsafeMutablePointer<Double>) -> Int {
    let written = fill
    unsafe fft.time.base.update(from: work.base, count: work.count)
    fft.transform()
    unsafe fft.bins.base.withMemoryRebound(to: Double.self, capacity: 2 * response.count) { bins in
      unsafe response.base.withMemoryRebound(to: Double.self, capacity: 2 * response.count) { response in
        unsafe palpate_multiply_bins(level, bins, response, self.response.count)
      }
    }
    do { try fft.inverseTransform() } catch { preconditionFailure("the inverse was planned at the start") }
    unsafe y.update(from: fft.time.base + memory, count: written)
    unsafe work.base.update(from: work.base + hop, count: memory)
    fill = 0
    return written
  }
}
