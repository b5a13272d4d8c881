// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A channel as a sound file of one track: RIFF, 24-bit integers, least byte first.
enum WAVEBytes {
  /// - Parameter fullScale: The value that a sample of 1 means; what is larger is clipped.
  static func mono(_ samples: [Double], rate: Int, fullScale: Double) -> [UInt8] {
    let size = samples.count * 3
    let padded = size + size % 2
    var bytes = Array("RIFF".utf8) + word(36 + padded) + Array("WAVEfmt ".utf8) + word(16)
    bytes += half(1) + half(1) + word(rate) + word(rate * 3) + half(3) + half(24)
    bytes += Array("data".utf8) + word(size)
    bytes.reserveCapacity(bytes.count + padded)
    for sample in samples {
      let level = (sample / fullScale * 8_388_608).rounded()
      let value = Int32(max(-8_388_608, min(8_388_607, level)))
      bytes.append(UInt8(truncatingIfNeeded: value))
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
      bytes.append(UInt8(truncatingIfNeeded: value >> 16))
    }
    if padded > size { bytes.append(0) }
    return bytes
  }

  private static func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
  private static func half(_ value: Int) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}
