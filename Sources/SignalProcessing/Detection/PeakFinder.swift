// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Finds local maxima and picks those that stand out, with the definitions of `scipy.signal.find_peaks`.
///
/// A peak is higher than the samples beside it; a plateau that rises before and falls after is one at its middle,
/// rounded down. The first and the last sample of a stretch are no peaks. First the height decides, then the distance,
/// then the prominence. Missing samples split: nothing is known about the ground behind them.
public struct PeakFinder: Sendable, Hashable {
  /// Lowest height of a peak.
  public let height: Double?
  /// Peaks are at least this many samples apart: the highest stays, of equal ones the later.
  public let distance: Int
  /// Lowest prominence: height above the higher of the two lowest samples on the ways to higher ground or to the ends.
  public let prominence: Double?

  /// - Parameter distance: 1 or more.
  /// - Throws: ``DetectionError`` for a distance below 1 or a limit that is not a number.
  public init(height: Double? = nil, distance: Int = 1, prominence: Double? = nil) throws(DetectionError) {
    guard distance >= 1 else { throw .distance(distance) }
    for limit in [height, prominence] where limit?.isNaN == true { throw .notANumber }
    (self.height, self.distance, self.prominence) = (height, distance, prominence)
  }

  /// Peaks in the order of their places.
  public struct Peaks: Sendable, Hashable {
    public var indices: [Int] = []
    /// One for each peak where a prominence was asked for, else empty.
    public var prominences: [Double] = []
  }

  /// - Parameter samples: Fewer than 2^32 in a row.
  public func find(in samples: Span<Double>) -> Peaks {
    var peaks = Peaks()
    find(in: samples, into: &peaks, level: .current)
    return peaks
  }

  /// The same for an array.
  public func find(in samples: [Double]) -> Peaks { find(in: samples.span) }

  func find(in samples: Span<Double>, into peaks: inout Peaks, level: KernelLevel) {
    unsafe samples.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var (start, count) = (0, buffer.count)
      while start < count {
        let good = unsafe palpate_first_missing(level.code, base + start, count - start, .greatestFiniteMagnitude)
        if good >= 3 { unsafe find(base + start, good, offset: start, into: &peaks, level) }
        start += good + 1
      }
      count = 0
    }
  }

  private func find(
    _ x: UnsafePointer<Double>, _ count: Int, offset: Int, into peaks: inout Peaks, _ level: KernelLevel
  ) {
    precondition(count < 1 << 32, "\(count) samples in a row: expected fewer than 2^32")
    let maxima = unsafe [UInt32](unsafeUninitializedCapacity: count / 2 + 8) { buffer, initialised in
      guard let base = buffer.baseAddress else { return }
      initialised = unsafe palpate_local_maxima(level.code, x, count, base)
    }
    guard height != nil || distance > 1 || prominence != nil else {
      peaks.indices.append(contentsOf: places(maxima, offset))
      return
    }
    let keep = unsafe kept(x, maxima)
    let all = prominence == nil ? [] : unsafe prominences(x, count, maxima)
    for k in maxima.indices where keep[k] == 1 {
      if let prominence {
        guard all[k] >= prominence else { continue }
        peaks.prominences.append(all[k])
      }
      peaks.indices.append(Int(maxima[k]) + offset)
    }
  }

  private func places(_ maxima: [UInt32], _ offset: Int) -> [Int] {
    guard !maxima.isEmpty else { return [] }
    return unsafe [Int](unsafeUninitializedCapacity: maxima.count) { buffer, initialised in
      for k in maxima.indices { unsafe buffer[k] = Int(maxima[k]) + offset }
      initialised = maxima.count
    }
  }

  /// 1 for each of the maxima that is high enough and not beside a higher one.
  private func kept(_ x: UnsafePointer<Double>, _ maxima: [UInt32]) -> [UInt8] {
    var keep = [UInt8](repeating: 1, count: maxima.count)
    if let height { for k in maxima.indices where unsafe x[Int(maxima[k])] < height { keep[k] = 0 } }
    guard distance > 1 else { return keep }
    let candidates = height == nil ? maxima : maxima.indices.filter { keep[$0] == 1 }.map { maxima[$0] }
    var isLeft = [UInt8](repeating: 0, count: candidates.count)
    var order = [UInt32](repeating: 0, count: candidates.count)
    unsafe palpate_thin_peaks(x, candidates, candidates.count, distance, &isLeft, &order)
    guard height != nil else { return isLeft }
    var next = 0
    for k in keep.indices where keep[k] == 1 {
      keep[k] = isLeft[next]
      next += 1
    }
    return keep
  }

  private func prominences(_ x: UnsafePointer<Double>, _ count: Int, _ maxima: [UInt32]) -> [Double] {
    guard !maxima.isEmpty else { return [] }
    return unsafe withUnsafeTemporaryAllocation(of: palpate_waiting_peak.self, capacity: maxima.count) { stack in
      unsafe [Double](unsafeUninitializedCapacity: maxima.count) { buffer, initialised in
        guard let base = buffer.baseAddress, let stack = stack.baseAddress else { return }
        unsafe palpate_prominences(x, count, maxima, maxima.count, base, stack)
        initialised = maxima.count
      }
    }
  }
}

/// Why a detector was refused.
public enum DetectionError: Error, Sendable, Hashable, CustomStringConvertible {
  case distance(Int)
  case notANumber
  /// The lower threshold must be below the upper one.
  case thresholds(Double, Double)

  public var description: String {
    switch self {
    case .distance(let found): "peaks \(found) samples apart: expected 1 or more"
    case .notANumber: "a limit is not a number"
    case .thresholds(let low, let high):
      "thresholds \(low) and \(high): expected the lower below the upper, both finite"
    }
  }
}
