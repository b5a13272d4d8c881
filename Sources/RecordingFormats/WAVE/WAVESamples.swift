// SPDX-License-Identifier: GPL-3.0-or-later

/// How the samples of a sound file are stored: interleaved, lowest byte first.
struct WAVESamples: Sendable, Hashable {
  enum Kind: Sendable, Hashable { case unsigned, signed, floating }

  let kind: Kind
  let channels: Int
  /// Samples a second.
  let rate: Int
  /// Bytes of one sample.
  let bytes: Int
  /// Bits of a sample that count.
  let bits: Int

  var frameBytes: Int { channels * bytes }

  var text: String {
    let what = kind == .floating ? "floating point" : kind == .unsigned ? "unsigned integers" : "integers"
    return "\(bits)-bit \(what), \(channels) channel\(channels == 1 ? "" : "s")"
  }

  /// - Parameters:
  ///   - chunk: Contents of the chunk `fmt `, up to 40 bytes.
  ///   - offset: Where it begins in the file.
  init(_ chunk: [UInt8], at offset: Int) throws(ReadError) {
    func malformed(_ expected: String, _ found: String) -> ReadError {
      .malformedBytes(format: "WAV", expected: expected, found: found, at: offset)
    }
    guard chunk.count >= 16 else { throw malformed("16 bytes of 'fmt ' or more", "\(chunk.count)") }
    func number(_ place: Int, _ count: Int) -> Int { Int(chunk.littleEndian(at: place, count)) }
    var code = number(0, 2)
    channels = number(2, 2)
    rate = number(4, 4)
    let frame = number(12, 2)
    let container = number(14, 2)
    var counting = container
    if code == 0xFFFE {
      guard chunk.count >= 40 else {
        throw malformed("40 bytes of 'fmt ' for the extensible form", "\(chunk.count)")
      }
      // The identifier of the sample format begins with the code of the plain form.
      guard Array(chunk[26..<40]) == Self.identifier else {
        throw .recognisedButNotRead(format: "WAV with samples of an unknown kind", convert: Self.advice)
      }
      code = number(24, 2)
      if number(18, 2) > 0 { counting = number(18, 2) }
    }
    guard code == 1 || code == 3 else {
      throw .recognisedButNotRead(
        format: "WAV with \(Self.names[code] ?? "samples of kind \(code)")", convert: Self.advice)
    }
    guard channels > 0 else { throw malformed("at least 1 channel", "0") }
    guard rate > 0 else { throw malformed("a rate above 0 Hz", "0") }
    bytes = (container + 7) / 8
    let sizes = code == 3 ? [32, 64] : Array(1...32)
    guard sizes.contains(container) else {
      throw malformed(
        code == 3 ? "floating point of 32 or 64 bits" : "integers of 1 to 32 bits", "\(container) bits")
    }
    guard (1...container).contains(counting) else {
      throw malformed("as many bits that count as a sample has, or fewer", "\(counting) of \(container)")
    }
    guard frame == channels * bytes else {
      throw malformed("\(channels * bytes) bytes for \(channels) samples of \(container) bits", "\(frame)")
    }
    bits = counting
    kind = code == 3 ? .floating : bytes == 1 ? .unsigned : .signed
  }

  private static let identifier: [UInt8] = [
    0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
  ]
  private static let advice = "convert it, for example with: ffmpeg -i FILE -c:a pcm_s24le OUT.wav"
  private static let names = [
    2: "ADPCM samples", 6: "A-law samples", 7: "mu-law samples", 17: "IMA ADPCM samples", 80: "MPEG audio",
    85: "MP3 audio",
  ]
}
