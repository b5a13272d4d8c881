// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Taps of a change of rate, sorted by phase. Output n is Σ h[reach + n·down − j·up]·x[j] over the samples j.
@safe struct Polyphase: ~Copyable {
  let up: Int
  let down: Int
  /// Largest distance of a tap from the centre, at `up` times the old rate.
  let reach: Int
  /// Taps a phase, zeros in front included: a multiple of 8.
  let length: Int
  private let taps: AlignedBuffer<Double>
  private let level: palpate_level

  init(_ ratio: ResamplingRatio, _ filter: ResamplingFilter, level: KernelLevel) throws(ResamplingError) {
    let half = try filter.half(up: ratio.up, down: ratio.down)
    self.level = level.code
    up = ratio.up
    down = ratio.down
    reach = half.count - 1
    let most = 2 * reach / up + 1
    length = (most + 7) / 8 * 8
    var taps = AlignedBuffer<Double>(count: length * up, filledWith: 0)
    for phase in 0..<up {
      for k in 0..<most where phase + k * up <= 2 * reach {
        taps[phase * length + length - 1 - k] = half[abs(phase + k * up - reach)]
      }
    }
    self.taps = taps
  }

  /// Samples on one side of an output's instant that it depends on.
  var side: Int { reach / up }

  /// Last sample that output `n` depends on.
  func last(of n: Int) -> Int { (reach + n * down) / up }

  /// Number of outputs, from the first on, that depend on no sample after `index`.
  func outputs(through index: Int) -> Int {
    let room = (index + 1) * up - 1 - reach
    return room < 0 ? 0 : room / down + 1
  }

  /// Outputs n ..< n + count; `x` points to sample ``last(of:)`` − ``length`` + 1 of output `n`.
  func run(_ n: Int, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    var filter = unsafe palpate_polyphase(taps: taps.base, length: length, up: up, down: down)
    unsafe palpate_polyphase_run(level, &filter, (reach + n * down) % up, x, y, count)
  }
}
