// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Whether the sampling holds all of a waveform.
enum BandCover {
  /// The harmonics die away below half the sampling rate.
  case full
  /// Too few harmonics are seen to tell.
  case narrow
  /// They do not die away: others lie beyond, folded onto those below, and what strikes is sharper than it looks.
  case open

  /// Harmonics that show whether they die away.
  private static let least = 4
  /// Share of the largest that the last two may have.
  private static let rest = 0.05

  /// - Parameter rate: Samples a second.
  init(_ shape: StrokeShape, rate: Double) {
    let seen = Int(0.45 * rate / shape.fit.frequency.value)
    guard seen >= Self.least else {
      self = .narrow
      return
    }
    let sizes = (1...shape.fit.order).map { shape.fit.amplitude($0, channel: 0).magnitude }
    let last = sizes.dropFirst(max(0, seen - 2)).max() ?? 0
    self = last > Self.rest * (sizes.max() ?? 0) ? .open : .full
  }
}
