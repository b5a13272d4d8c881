// SPDX-License-Identifier: GPL-3.0-or-later

/// The forms in which chunks of a sound file are stored.
enum WAVEContainer: Sendable, Hashable {
  case riff, rf64, bw64, wave64

  var text: String {
    switch self {
    case .riff: "RIFF"
    case .rf64: "RF64"
    case .bw64: "BW64"
    case .wave64: "Wave64"
    }
  }

  /// Where the first chunk begins.
  var start: Int { self == .wave64 ? 40 : 12 }
  /// Bytes of a chunk's name and size.
  var headerBytes: Int { self == .wave64 ? 24 : 8 }
  /// Chunks begin at multiples of so many bytes.
  var alignment: Int { self == .wave64 ? 8 : 2 }

  /// Nil when the bytes begin no sound file of these forms.
  static func kind(_ prefix: Span<UInt8>) -> WAVEContainer? {
    guard prefix.count >= 12 else { return nil }
    if prefix.count >= 40, equal(prefix, 0, guid("riff", wave64RIFF)), equal(prefix, 24, guid("wave", wave64Chunk)) {
      return .wave64
    }
    guard equal(prefix, 8, Array("WAVE".utf8)) else { return nil }
    if equal(prefix, 0, Array("RIFF".utf8)) { return .riff }
    if equal(prefix, 0, Array("RF64".utf8)) { return .rf64 }
    return equal(prefix, 0, Array("BW64".utf8)) ? .bw64 : nil
  }

  /// The last twelve bytes of Wave64's names, of the file and of all chunks in it.
  static let wave64RIFF: [UInt8] = [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00]
  static let wave64Chunk: [UInt8] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A]

  static func guid(_ name: String, _ rest: [UInt8]) -> [UInt8] { Array(name.utf8) + rest }

  private static func equal(_ bytes: Span<UInt8>, _ offset: Int, _ other: [UInt8]) -> Bool {
    guard bytes.count >= offset + other.count else { return false }
    for index in other.indices where bytes[offset + index] != other[index] { return false }
    return true
  }
}

/// A named stretch of the file.
struct WAVEChunk: Sendable, Hashable {
  enum Name: Sendable, Hashable {
    case format, data, longSizes, other

    /// - Parameter bytes: Four characters.
    init(_ bytes: ArraySlice<UInt8>) {
      let names: [([UInt8], Name)] = [
        (Array("fmt ".utf8), .format), (Array("data".utf8), .data), (Array("ds64".utf8), .longSizes),
      ]
      self = names.first { $0.0.elementsEqual(bytes) }?.1 ?? .other
    }
  }

  let name: Name
  /// First byte of its contents.
  let start: Int
  /// Bytes it says it has.
  let size: Int
}
