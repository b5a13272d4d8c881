// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is assumed before the first and after the last sample of a record when it is weighted.
public enum WeightingEdges: Sendable, Hashable, CaseIterable {
  /// Zeros: the exact response to the record as it stands, the switching on of a constant (gravity) included.
  case silent
  /// The record mirrored at its ends and faded out over as much as the padding holds: a constant (gravity) that was cut out
  /// of a longer recording makes no step. A tone is bent at the ends, which is heard for a moment.
  case continued

  /// Share of the mirrored sample that is `distance` ≥ 1 outside of an end, of `reach` that are not zero.
  static func fade(_ distance: Int, reach: Int) -> Double {
    (1 + cos(.pi * Double(distance) / Double(reach + 1))) / 2
  }
}
