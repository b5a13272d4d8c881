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
    var ends = announcedEnd(start, container)
    var count = 0
    while count < mostChunks, let chunk = try chunk(&source, at: offset, container) {
      count += 1
      switch chunk.name {
      case .longSizes:
        let sizes = try contents(&source, chunk, most: 16)
        guard sizes.count == 16 else { break }
        longSize = Int(clamping: sizes.littleEndian(at: 8, 8))
        ends = Int(clamping: sizes.littleEndian(at: 0, 8)) &+ 8
      case .format: format = try WAVESamples(contents(&source, chunk, most: 40), at: chunk.start)
      case .data:
        guard let format else {
          throw .malformedBytes(
            format: "WAV", expected: "a chunk 'fmt ' before the samples", found: "'data'", at: offset)
        }
        // A byte of padding at the end may be counted or not.
        let padding = container.alignment - 1
        let isFinished = ends.map { (source.count - padding...source.count + padding).contains($0) } ?? false
        return layout(container, format, chunk, longSize, end: source.count, isFinished: isFinished)
      case .other: break
      }
      offset = try following(&source, chunk, container)
    }
    throw .malformedBytes(
      format: "WAV", expected: "a chunk 'data' with samples", found: "the end of the chunks",
      at: min(offset, source.count))
  }

  private static func layout(
    _ container: WAVEContainer, _ format: WAVESamples, _ chunk: WAVEChunk, _ longSize: Int?, end: Int,
    isFinished: Bool
  ) -> WAVELayout {
    var announced = chunk.size
    if container == .rf64 || container == .bw64, announced == 0xFFFF_FFFF, let longSize { announced = longSize }
    let available = max(0, end - chunk.start)
    // A recorder that was cut off leaves 0 or the highest number; the samples then reach to the end of the file. Where the file's
    // own size was filled in, 0 is what it says.
    let isOpen = announced == 0 && available > 0 && !isFinished || announced == 0xFFFF_FFFF && announced > available
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
    guard padded != end else { return end }
    // Four bytes from the middle of a header may read as a name too: the better likeness wins, padded where they are alike.
    return try likeness(&source, at: end, container) > likeness(&source, at: padded, container) ? end : padded
  }

  /// How much the bytes at an offset look like the header of a chunk: 3 for a name in use, 2 for other letters with a size that
  /// fits the file, 1 for letters, 0 for none.
  private static func likeness(
    _ source: inout some ByteSource & ~Copyable, at offset: Int, _ container: WAVEContainer
  ) throws(ReadError) -> Int {
    let name = try source.bytes(at: offset, 4)
    guard name.count == 4, name.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return 0 }
    if namesInUse.contains(String(decoding: name, as: UTF8.self).lowercased()) { return 3 }
    guard let chunk = try Self.chunk(&source, at: offset, container) else { return 1 }
    return chunk.size <= source.count - chunk.start ? 2 : 1
  }

  private static let namesInUse: Set<String> = [
    "fmt ", "data", "fact", "list", "bext", "cue ", "smpl", "inst", "plst", "peak", "ixml", "axml", "id3 ", "junk",
    "pad ",
    "fllr", "ds64", "cart", "chna", "levl", "link", "disp", "afsp", "umid", "minf", "elm1", "regn", "acid", "strc",
    "_pmx",
  ]

  /// The size of the file that its first header gives; nil where none is given, as recorders leave it until they have finished.
  private static func announcedEnd(_ start: [UInt8], _ container: WAVEContainer) -> Int? {
    if container == .wave64 { return start.count >= 24 ? Int(clamping: start.littleEndian(at: 16, 8)) : nil }
    return container == .riff ? Int(start.littleEndian(at: 4, 4)) + 8 : nil
  }

  private static func contents(
    _ source: inout some ByteSource & ~Copyable, _ chunk: WAVEChunk, most: Int
  ) throws(ReadError) -> [UInt8] {
    try source.bytes(at: chunk.start, min(chunk.size, most))
  }
}
