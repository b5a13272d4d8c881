// SPDX-License-Identifier: GPL-3.0-or-later

/// Where the samples of a sound file are and how they are stored.
struct WAVELayout {
  let container: WAVEContainer
  let format: WAVESamples
  /// Bytes of the samples: whole frames that are there.
  let data: Range<Int>
  /// What is missing of the samples the header announces; nil when all are there.
  let shortfall: String?

  private static let mostChunks = 10_000

  static func find(_ source: inout some ByteSource & ~Copyable) throws(ReadError) -> WAVELayout {
    let start = try source.prefix(40)
    guard let container = WAVEContainer.kind(start.span) else {
      throw .malformedBytes(format: "WAV", expected: "a RIFF or Wave64 header", found: "other bytes", at: 0)
    }
    var offset = container.start
    var format: WAVESamples?
    var longSize: Int?
    var count = 0
    while count < mostChunks, let chunk = try chunk(&source, at: offset, container) {
      count += 1
      switch chunk.name {
      case .longSizes: longSize = try self.longSize(&source, chunk)
      case .format: format = try WAVESamples(contents(&source, chunk, most: 40), at: chunk.start)
      case .data:
        guard let format else {
          throw .malformedBytes(
            format: "WAV", expected: "a chunk 'fmt ' before the samples", found: "'data'", at: offset)
        }
        return layout(container, format, chunk, longSize, end: source.count)
      case .other: break
      }
      offset = try following(&source, chunk, container)
    }
    throw .malformedBytes(
      format: "WAV", expected: "a chunk 'data' with samples", found: "the end of the chunks",
      at: min(offset, source.count))
  }

  private static func layout(
    _ container: WAVEContainer, _ format: WAVESamples, _ chunk: WAVEChunk, _ longSize: Int?, end: Int
  ) -> WAVELayout {
    var announced = chunk.size
    if container == .rf64 || container == .bw64, announced == 0xFFFF_FFFF, let longSize { announced = longSize }
    let available = max(0, end - chunk.start)
    // A recorder that was cut off leaves 0 or the highest number; the samples then reach to the end of the file.
    let isOpen = announced == 0 && available > 0 || announced == 0xFFFF_FFFF && announced > available
    let size = isOpen ? available : min(announced, available)
    let used = size - size % format.frameBytes
    var shortfall: String?
    if isOpen {
      shortfall = "the header does not say how many samples there are; all up to the end of the file were taken"
    } else if announced > available {
      shortfall = "the header announces \(announced) bytes of samples, \(available) are there"
    } else if used < size {
      shortfall = "the last \(size - used) bytes are no whole sample of all channels"
    }
    return WAVELayout(
      container: container, format: format, data: chunk.start..<(chunk.start + used), shortfall: shortfall)
  }

  // MARK: Chunks

  /// The chunk at an offset; nil where no header of one is left.
  private static func chunk(
    _ source: inout some ByteSource & ~Copyable, at offset: Int, _ container: WAVEContainer
  ) throws(ReadError) -> WAVEChunk? {
    let header = try source.bytes(at: offset, container.headerBytes)
    guard header.count == container.headerBytes else { return nil }
    let name = WAVEChunk.Name(header[..<4])
    let size: UInt64
    if container == .wave64 {
      // Names that are not built like the others are still chunks. The size counts the header.
      let whole = header.littleEndian(at: 16, 8)
      guard whole >= 24 else { return nil }
      size = whole - 24
    } else {
      size = header.littleEndian(at: 4, 4)
    }
    return WAVEChunk(name: name, start: offset + container.headerBytes, size: Int(clamping: size))
  }

  /// Where the next chunk begins. Some writers leave out the padding of odd chunks.
  private static func following(
    _ source: inout some ByteSource & ~Copyable, _ chunk: WAVEChunk, _ container: WAVEContainer
  ) throws(ReadError) -> Int {
    guard chunk.size < source.count - chunk.start else { return source.count }
    let end = chunk.start + chunk.size
    let padded = (end + container.alignment - 1) / container.alignment * container.alignment
    if padded != end, !isName(try source.bytes(at: padded, 4)), isName(try source.bytes(at: end, 4)) { return end }
    return padded
  }

  private static func isName(_ bytes: [UInt8]) -> Bool {
    bytes.count == 4 && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  private static func longSize(
    _ source: inout some ByteSource & ~Copyable, _ chunk: WAVEChunk
  ) throws(ReadError) -> Int? {
    let bytes = try contents(&source, chunk, most: 16)
    return bytes.count == 16 ? Int(clamping: bytes.littleEndian(at: 8, 8)) : nil
  }

  private static func contents(
    _ source: inout some ByteSource & ~Copyable, _ chunk: WAVEChunk, most: Int
  ) throws(ReadError) -> [UInt8] {
    try source.bytes(at: chunk.start, min(chunk.size, most))
  }
}
