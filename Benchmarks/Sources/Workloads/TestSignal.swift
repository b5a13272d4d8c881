// SPDX-License-Identifier: GPL-3.0-or-later

/// A slow hold with tremor and noise: the same numbers on every machine.
public func testSignal(count: Int) -> [Double] {
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  var phase = 0.0
  return (0..<count).map { _ in
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    // A triangle of 9 Hz at 1 kHz, so that no library function has a part in it.
    phase += 0.009
    if phase >= 1 { phase -= 1 }
    let tremor = abs(2 * phase - 1) - 0.5
    return 50 + 3 * tremor + Double(Int64(bitPattern: state) >> 11) * 0x1p-52
  }
}
