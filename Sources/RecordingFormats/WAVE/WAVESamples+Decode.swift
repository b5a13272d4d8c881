// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WAVESamples {
  /// Bytes read at a time: they stay in a near cache until they are samples.
  private static let pieceBytes = 1 << 16

  /// One channel.
  struct Column {
    /// Fractions of full scale, or the floating-point values; NaN where they are not finite.
    var samples: [Double] = []
    /// Number of those that are not.
    var missing = 0
  }

  /// Each channel of the samples that begin at an offset of the source.
  func decode(
    _ source: inout some ByteSource & ~Copyable, from start: Int, frames: Int
  ) throws(ReadError) -> [Column] {
    var columns = [Column](repeating: Column(), count: channels)
    // Every place is written below, or the whole is thrown away.
    for channel in 0..<channels { columns[channel].samples = unsafe .unwritten(count: frames) }
    let framesAtOnce = min(frames, max(1, Self.pieceBytes / frameBytes))
    var piece = [UInt8](repeating: 0, count: framesAtOnce * frameBytes)
    var done = 0
    while done < frames {
      let count = min(framesAtOnce, frames - done)
      var whole = piece.mutableSpan
      var part = whole._mutatingExtracting(..<(count * frameBytes))
      let got = try source.read(at: start + done * frameBytes, into: &part)
      guard got == count * frameBytes else {
        throw .truncated(at: start + done * frameBytes + got, needed: count * frameBytes - got, available: 0)
      }
      for channel in 0..<channels {
        var samples = columns[channel].samples.mutableSpan
        var values = samples._mutatingExtracting(done..<(done + count))
        let bytes = unsafe piece.span.bytes
        let isFinite = convert(bytes.extracting(..<(count * frameBytes)), channel, into: &values)
        if !isFinite { columns[channel].missing += Self.dropInfinite(&values) }
      }
      done += count
    }
    return columns
  }

  /// One channel of interleaved samples.
  /// - Returns: Whether all values are finite.
  private func convert(_ piece: RawSpan, _ channel: Int, into values: inout MutableSpan<Double>) -> Bool {
    // Where an exponent has all its bits, one more carries into the sign: without a branch a value.
    var carried32: UInt32 = 0
    var carried64: UInt64 = 0
    // Integers of fewer bits fill the upper ones, so that full scale is that of all bytes.
    switch (kind, bytes) {
    case (.unsigned, _): each(piece, channel, UInt8.self, &values) { (Double($0) - 128) * 0x1p-7 }
    case (.signed, 2): each(piece, channel, Int16.self, &values) { Double(Int16(littleEndian: $0)) * 0x1p-15 }
    case (.signed, 3): each(piece, channel, Packed24.self, &values) { Double($0.value) * 0x1p-23 }
    case (.signed, _): each(piece, channel, Int32.self, &values) { Double(Int32(littleEndian: $0)) * 0x1p-31 }
    case (.floating, 4):
      each(piece, channel, UInt32.self, &values) {
        let bits = UInt32(littleEndian: $0)
        carried32 |= (bits & Float.infinity.bitPattern) &+ (1 << 23)
        return Double(Float(bitPattern: bits))
      }
    case (.floating, _):
      each(piece, channel, UInt64.self, &values) {
        let bits = UInt64(littleEndian: $0)
        carried64 |= (bits & Double.infinity.bitPattern) &+ (1 << 52)
        return Double(bitPattern: bits)
      }
    }
    return carried32 >> 31 == 0 && carried64 >> 63 == 0
  }

  /// Three bytes, the lowest first.
  private struct Packed24: BitwiseCopyable {
    let low: UInt8
    let middle: UInt8
    let high: Int8

    var value: Int32 { Int32(high) << 16 | Int32(middle) << 8 | Int32(low) }
  }

  /// - Parameter word: Of the size of a sample; as a type, so that those of one channel become a plain loop.
  @inline(__always)
  private func each<Word: BitwiseCopyable>(
    _ piece: RawSpan, _ channel: Int, _ word: Word.Type, _ values: inout MutableSpan<Double>,
    _ value: (Word) -> Double
  ) {
    let width = MemoryLayout<Word>.size
    precondition(width == bytes && channel < channels)
    let count = piece.byteCount / frameBytes
    precondition(count <= values.count)
    if channels == 1 {
      for index in 0..<count {
        let word = unsafe piece.unsafeLoadUnaligned(fromUncheckedByteOffset: index * width, as: Word.self)
        unsafe values[unchecked: index] = value(word)
      }
    } else {
      var place = channel * width
      for index in 0..<count {
        let word = unsafe piece.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: Word.self)
        unsafe values[unchecked: index] = value(word)
        place += frameBytes
      }
    }
  }

  /// Puts NaN in the place of what is not finite.
  /// - Returns: Their number.
  private static func dropInfinite(_ values: inout MutableSpan<Double>) -> Int {
    var missing = 0
    for index in values.indices where !values[index].isFinite {
      values[index] = .nan
      missing += 1
    }
    return missing
  }
}
