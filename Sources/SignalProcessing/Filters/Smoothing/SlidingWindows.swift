// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// What is computed of each window of one stretch of samples, all of them there.
///
/// Every output depends on its own window alone, so that chunks leave no trace.
protocol WindowStatistic {
  /// Samples of a window, odd.
  var length: Int { get }
  /// Outputs of `count` whole windows, the first from `x` on. `x[-1]` is the sample before, unless `isFirst`: then the
  /// first window is the first of its stretch.
  mutating func whole(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, isFirst: Bool)
  /// Outputs of the first half window of a stretch, from its first whole window at `x`.
  mutating func head(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>)
  /// Outputs of the last half window of a stretch, from its last whole window at `x`.
  mutating func tail(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>)
  /// Outputs of a stretch of `count` samples at `x`, fewer than a window.
  mutating func short(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int)
  /// Counts an output for a missing sample.
  mutating func missing()
}

extension WindowStatistic {
  var half: Int { length / 2 }
  mutating func missing() {}
}

/// Slides a window over a stream in chunks of any size.
///
/// A result comes with the sample half a window later; those of the first half window of a stretch come with its first
/// whole window. A missing sample ends a stretch.
struct SlidingWindows<Statistic: WindowStatistic>: ~Copyable {
  var statistic: Statistic
  /// The last samples of the stretch: at least the last whole window once there is one.
  private var held: AlignedBuffer<Double>
  private var heldCount = 0
  private let level = KernelLevel.current.code

  init(_ statistic: Statistic) {
    self.statistic = statistic
    held = AlignedBuffer(count: statistic.length + max(statistic.length, 1024), filledWith: 0)
  }

  /// Outputs that the next `count` samples can give at most.
  func mostOutputs(_ count: Int) -> Int { count + statistic.length }

  /// Takes `count` samples and writes what has become certain.
  /// - Returns: Number of outputs written.
  mutating func advance(
    _ input: UnsafePointer<Double>, _ output: UnsafeMutablePointer<Double>, _ count: Int
  ) -> Int {
    var (read, written) = (0, 0)
    while read < count {
      let good = unsafe palpate_first_missing(level, input + read, count - read, .greatestFiniteMagnitude)
      unsafe written += take(input + read, output + written, good)
      read += good
      if read < count {
        unsafe written += end(output + written)
        unsafe output[written] = .nan
        statistic.missing()
        read += 1
        written += 1
      }
    }
    return written
  }

  /// Ends the stretch.
  /// - Returns: Number of outputs written, at most ``WindowStatistic/length``.
  mutating func end(_ output: UnsafeMutablePointer<Double>) -> Int {
    let length = statistic.length
    let count = heldCount
    heldCount = 0
    guard count > 0 else { return 0 }
    if count < length {
      unsafe statistic.short(held.base, output, count)
      return count
    }
    unsafe statistic.tail(held.base + (count - length), output)
    return statistic.half
  }

  /// Takes samples that are all there.
  private mutating func take(
    _ input: UnsafePointer<Double>, _ output: UnsafeMutablePointer<Double>, _ count: Int
  ) -> Int {
    let length = statistic.length
    var (read, written) = (0, 0)
    if heldCount < length {
      read = min(length - heldCount, count)
      unsafe hold(input, read)
      guard heldCount == length else { return 0 }
      unsafe statistic.head(held.base, output)
      unsafe statistic.whole(held.base, output + statistic.half, 1, isFirst: true)
      written = statistic.half + 1
    }
    // Windows that reach into the last chunk.
    let isLong = count - read > 2 * length
    let joined = isLong ? length : count - read
    var done = 0
    while done < joined {
      if heldCount == held.count { unsafe keepLast(held.base + heldCount) }
      let now = min(joined - done, held.count - heldCount)
      let first = heldCount - length + 1
      unsafe hold(input + read + done, now)
      unsafe statistic.whole(held.base + first, output + written, now, isFirst: false)
      written += now
      done += now
    }
    guard isLong else { return written }
    // Those wholly inside this one.
    let rest = count - read - length
    unsafe statistic.whole(input + read + 1, output + written, rest, isFirst: false)
    unsafe keepLast(input + count)
    return written + rest
  }

  private mutating func hold(_ samples: UnsafePointer<Double>, _ count: Int) {
    unsafe (held.base + heldCount).update(from: samples, count: count)
    heldCount += count
  }

  /// Keeps the window that ends before `end` and forgets what came before.
  private mutating func keepLast(_ end: UnsafePointer<Double>) {
    unsafe held.base.update(from: end - statistic.length, count: statistic.length)
    heldCount = statistic.length
  }
}

extension SlidingWindows {
  /// The whole signal at once: as many outputs as samples.
  mutating func whole(_ samples: Span<Double>, into output: inout MutableSpan<Double>) {
    precondition(output.count == samples.count, "output has \(output.count) samples, input \(samples.count)")
    let count = samples.count
    unsafe samples.withUnsafeBufferPointer { x in
      unsafe output.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        let written = unsafe advance(x, y, count)
        unsafe _ = end(y + written)
      }
    }
  }

  /// The next chunk of a stream.
  mutating func append(_ samples: Span<Double>, to output: inout [Double]) {
    let count = samples.count
    guard count > 0 else { return }
    unsafe grow(&output, by: mostOutputs(count)) { sliding, y in
      unsafe samples.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress else { return 0 }
        return unsafe sliding.advance(x, y, count)
      }
    }
  }

  /// The end of a stream.
  mutating func finish(_ output: inout [Double]) {
    unsafe grow(&output, by: statistic.length) { sliding, y in unsafe sliding.end(y) }
  }

  private mutating func grow(
    _ output: inout [Double], by most: Int,
    _ body: (inout SlidingWindows<Statistic>, UnsafeMutablePointer<Double>) -> Int
  ) {
    let before = output.count
    output.append(contentsOf: repeatElement(0, count: most))
    let written = unsafe output.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return unsafe body(&self, base + before)
    }
    output.removeLast(most - written)
  }
}
