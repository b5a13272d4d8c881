// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WAVESamples {
  /// Bytes read at a time: what they become stays in a near cache until it is put in place.
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
    for channel in 0..<channels { columns[channel].samples.reserveLargePages(frames) }
    let framesAtOnce = min(frames, max(1, Self.pieceBytes / frameBytes))
    var piece = [UInt8](repeating: 0, count: framesAtOnce * frameBytes)
    var block = [Double](repeating: 0, count: framesAtOnce)
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
        var values = block.mutableSpan
        let bytes = unsafe piece.span.bytes
        convert(bytes.extracting(..<(count * frameBytes)), channel, into: &values)
        if kind == .floating { columns[channel].missing += Self.dropInfinite(&values, count) }
        columns[channel].samples.append(contentsOf: block[..<count])
      }
      done += count
    }
    return columns
  }

  /// One channel of interleaved samples.
  private func convert(_ piece: RawSpan, _ channel: Int, into values: inout MutableSpan<Double>) {
    // Integers of fewer bits fill the upper ones, so that full scale is that of all bytes.
    switch (kind, bytes) {
    case (.unsigned, _): each(piece, channel, UInt8.self, &values) { (Double($0) - 128) * 0x1p-7 }
    case (.signed, 2): each(piece, channel, Int16.self, &values) { Double(Int16(littleEndian: $0)) * 0x1p-15 }
    case (.signed, 3): each(piece, channel, Packed24.self, &values) { Double($0.value) * 0x1p-23 }
    case (.signed, _): each(piece, channel, Int32.self, &values) { Double(Int32(littleEndian: $0)) * 0x1p-31 }
    case (.floating, 4):
      each(piece, channel, UInt32.self, &values) { Double(Float(bitPattern: UInt32(littleEndian: $0))) }
    case (.floating, _): each(piece, channel, UInt64.self, &values) { Double(bitPattern: UInt64(littleEndian: $0)) }
    }
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
  private static func dropInfinite(_ values: inout MutableSpan<Double>, _ count: Int) -> Int {
    // Where the exponent has all its bits, one more carries into the sign. A loop without branches finds out first.
    var carried: UInt64 = 0
    let exponent = Double.infinity.bitPattern
    precondition(count <= values.count)
    for index in 0..<count {
      carried |= unsafe (values[unchecked: index].bitPattern & exponent) &+ (1 << 52)
    }
    guard carried >> 63 == 1 else { return 0 }
    var missing = 0
    for index in 0..<count where !values[index].isFinite {
      values[index] = .nan
      missing += 1
    }
    return missing
  }
}
