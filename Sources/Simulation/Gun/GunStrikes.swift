// SPDX-License-Identifier: GPL-3.0-or-later

/// The blows of a recording in order of time, each at the instant at which the crank passes its angle.
struct GunStrikes: Sendable {
  let impacts: Impacts
  private var times: [Double] = []
  private var heights: [Double] = []

  /// - Parameter begin: From here on, in s; blows whose ring is still felt then are among them.
  init(_ impacts: Impacts, _ angle: CrankAngle, from begin: Double) {
    self.impacts = impacts
    let end = angle.duration + impacts.width.value
    var time = begin - impacts.tail
    let first = Int((angle.state(at: time).turns - impacts.angle).rounded(.up))
    let last = Int((angle.state(at: end).turns - impacts.angle).rounded(.down))
    guard first <= last else { return }
    for index in first...last {
      guard let next = angle.time(ofTurns: Double(index) + impacts.angle, in: time...end) else { break }
      times.append(next)
      heights.append(impacts.height(index))
      time = next
    }
  }

  /// What all blows add at `t`, in m/s².
  func value(at t: Double) -> Double {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= t + impacts.width.value / 2 { low = middle + 1 } else { high = middle }
    }
    var sum = 0.0
    while low > 0, t - times[low - 1] <= impacts.tail {
      low -= 1
      sum += heights[low] * impacts.shape(t - times[low])
    }
    return sum
  }
}
