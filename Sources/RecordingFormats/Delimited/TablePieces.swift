// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension TextTable {
  /// Reads a table without ever holding more of its text than a few pieces.
  ///
  /// - Returns: Nil when the text is anything but clean UTF-8, or has become shorter meanwhile.
  /// - Throws: What is wrong with the piece at hand; something may be wrong with the rest that is to be told first.
  init?(
    inPieces source: inout some ByteSource & ~Copyable, declaration: Declaration, limits: ReadLimits,
    level: KernelLevel? = .current
  ) throws(ReadError) {
    // The dialect is found from so many bytes and the line they end in.
    var buffer = try source.prefix(Dialect.sampleBytes + limits.maximumLineLength + 8)
    var offset = buffer.count
    let mark = buffer.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard buffer.count > mark, !buffer.prefix(1024).contains(0) else { return nil }
    let layout = try TableLayout.find(buffer.span.extracting(mark...), limits: limits)
    let plan = try Self.plan(layout, declaration)
    var next = mark + layout.dataOffset
    guard Self.isClean(buffer.span.extracting(mark..<next)) else { return nil }
    var scanner = TableScanner(layout: layout, modes: plan.modes, limits: limits, level: level)
    scanner.reserve(Self.rows(buffer.span.extracting(next...), of: source.count - next))
    var window = limits.pieceBytes
    while true {
      let end = min(buffer.count, next + window)
      let isEnd = end == buffer.count && offset == source.count
      let used = try scanner.read(buffer.span.extracting(next..<end), isEnd: isEnd)
      guard Self.isClean(buffer.span.extracting(next..<(next + used))) else { return nil }
      next += used
      if isEnd { break }
      window = used == 0 ? 2 * window : limits.pieceBytes
      // A line that is too long is told with its length, which the whole text gives.
      if window > 4 * (limits.maximumLineLength + limits.pieceBytes) { return nil }
      if buffer.count - next < window, offset < source.count {
        guard try source.refill(&buffer, from: next, at: &offset, limits.pieceBytes) else { return nil }
        next = 0
      }
    }
    self.init(
      nature: TextNature(encoding: .utf8, isGuess: false, isCutOff: false), declaration: declaration, layout: layout,
      plan: plan, body: scanner.body)
  }

  /// Whether whole lines are text in UTF-8.
  private static func isClean(_ bytes: Span<UInt8>) -> Bool {
    if NumberRows.isPlainText(bytes) { return true }
    for index in bytes.indices where DecodedText.isControl(bytes[index]) { return false }
    return UTF8Check.firstInvalid(bytes) == nil
  }

  /// Number of rows in a text that goes on as it begins.
  private static func rows(_ sample: Span<UInt8>, of count: Int) -> Int {
    let sample = sample.extracting(first: 1 << 16)
    var lines = 0
    for index in sample.indices where sample[index] == 0x0A || sample[index] == 0x0D { lines += 1 }
    // A file is not taken at its word for more than this; beyond, the columns grow as they fill.
    return min(1 << 24, count / max(1, sample.count / max(1, lines)) + 64)
  }
}

extension ByteSource where Self: ~Copyable {
  /// Moves the bytes from `start` on to the front of a buffer and reads the next ones behind them.
  ///
  /// - Parameter offset: Where in the source the next bytes are; moved on.
  /// - Returns: False when the source has become shorter.
  fileprivate mutating func refill(
    _ buffer: inout [UInt8], from start: Int, at offset: inout Int, _ most: Int
  ) throws(ReadError) -> Bool {
    let kept = buffer.count - start
    let wanted = min(most, count - offset)
    buffer.replaceSubrange(0..<start, with: EmptyCollection())
    buffer.append(contentsOf: repeatElement(0, count: wanted))
    var whole = buffer.mutableSpan
    var rest = whole._mutatingExtracting(kept...)
    let got = try read(at: offset, into: &rest)
    offset += got
    return got == wanted
  }
}
