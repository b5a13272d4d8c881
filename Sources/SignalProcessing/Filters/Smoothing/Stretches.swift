// SPDX-License-Identifier: GPL-3.0-or-later

/// The stretches of a signal between its missing samples.
enum Stretches {
  static func of(_ samples: [Double]) -> [Range<Int>] { of(samples.span) }

  static func of(_ samples: Span<Double>) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var start = 0
    for index in samples.indices where !samples[index].isFinite {
      if index > start { stretches.append(start..<index) }
      start = index + 1
    }
    if samples.count > start { stretches.append(start..<samples.count) }
    return stretches
  }
}
