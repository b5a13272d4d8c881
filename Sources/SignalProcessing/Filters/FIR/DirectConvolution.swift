// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Convolution sample by sample in the time domain: no latency.
@safe struct DirectConvolution: ~Copyable {
  private let level: palpate_level
  private let symmetry: palpate_fir_symmetry
  private let taps: AlignedBuffer<Double>
  /// The last taps − 1 samples and what has been added since.
  private let work: AlignedBuffer<Double>
  private var fill: Int

  private var memory: Int { taps.count - 1 }

  init(_ fir: FIR, level: KernelLevel) {
    self.level = level.code
    symmetry =
      switch fir.symmetry {
      case .none: palpate_fir_plain
      case .even: palpate_fir_even
      case .odd: palpate_fir_odd
      }
    taps = AlignedBuffer(fir.taps)
    work = AlignedBuffer(count: fir.count - 1 + max(2048, fir.count), filledWith: 0)
    fill = fir.count - 1
  }

  /// Starts anew as if `value` had come in for ever.
  mutating func begin(with value: Double) {
    unsafe work.base.update(repeating: value, count: memory)
    fill = memory
  }

  /// Outputs of `count` finite samples; `x` and `y` may be the same.
  mutating func push(_ x: UnsafePointer<Double>, _ count: Int, _ y: UnsafeMutablePointer<Double>) {
    var done = 0
    while done < count {
      if fill == work.count {
        unsafe work.base.update(from: work.base + (fill - memory), count: memory)
        fill = memory
      }
      let now = min(count - done, work.count - fill)
      let place = unsafe work.base + fill
      unsafe place.update(from: x + done, count: now)
      unsafe palpate_fir(level, symmetry, taps.base, taps.count, place, y + done, now)
      fill += now
      done += now
    }
  }
}

extension AlignedBuffer<Double> {
  init(_ values: [Double]) {
    self.init(count: values.count, filledWith: 0)
    for (index, value) in values.enumerated() { self[index] = value }
  }
}
