// SPDX-License-Identifier: GPL-3.0-or-later

extension [Double] {
  /// Whether no stamp is farther than 2 % of a step from an even grid between the first and the last.
  public var areEvenStamps: Bool {
    guard count > 1, let start = first, let end = last else { return true }
    let step = (end - start) / Double(count - 1)
    return indices.allSatisfy { (self[$0] - start - Double($0) * step).magnitude <= 0.02 * step }
  }
}
