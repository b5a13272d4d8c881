// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension TablePieces {
  /// A piece of whole lines, while a thread is at it.
  private struct Piece {
    var text: [UInt8] = []
    var isPlain = false
    var ahead: RowsAhead
    /// Place of the piece among all.
    var number = 0
    /// Place of the piece before it in the same memory, and the rows read up to its end.
    var last = (number: -1, rows: 0)

    /// Where the rows of this piece will likely be.
    var likelyRows: Range<Int> {
      let start = last.rows + (number - last.number - 1) * ahead.rows.count
      return start..<(start + ahead.rows.count)
    }

    mutating func read() {
      let text = text
      isPlain = NumberRows.isPlainText(text.span)
      ahead.read(text.span)
    }
  }

  /// Reads pieces as long as they end in an LF: two threads turn a piece each into numbers, as far as its rows are plain,
  /// while the scanner takes them over in order. What they leave is read by the scanner alone.
  ///
  /// - Returns: What is wrong with the text; nil when nothing is, in the part that was read.
  func readAhead(
    _ text: inout PiecewiseText, _ source: inout some ByteSource & ~Copyable, _ scanner: inout TableScanner
  ) throws(ReadError) -> Outcome? {
    while let ahead = scanner.rowsAhead() {
      var first = Piece(ahead: ahead)
      var second = Piece(ahead: ahead)
      var outcome: Outcome?
      var failure: ReadError?
      var ending: Outcome?
      var endingFailure: ReadError?
      var pieces = 0
      let spare = scanner.spareMemory()
      let start = scanner.body.rowCount
      Pipeline.run(&first, &second) { piece in
        do throws(ReadError) {
          if text.bytes.count < limits.pieceBytes, !text.isWhole {
            guard try text.read(&source, limits.pieceBytes - text.bytes.count) else {
              ending = .unclear
              return false
            }
          }
        } catch {
          endingFailure = error
          return false
        }
        piece.number = pieces
        pieces += 1
        return text.takeLines(&piece.text, most: limits.pieceBytes)
      } work: { piece in
        piece.read()
        // The rows find their memory ready: to have it cleared takes as long as to read some of them.
        for memory in spare { memory.touch(piece.likelyRows) }
      } drain: { piece in
        if outcome != nil || failure != nil { return false }
        do throws(ReadError) {
          try scanner.read(piece.text.span, piece.ahead)
        } catch {
          failure = error
          return false
        }
        piece.last = (piece.number, scanner.body.rowCount - start)
        if !piece.isPlain { outcome = fault(piece.text.span, isEnd: false) }
        return outcome == nil && scanner.agrees(with: piece.ahead)
      }
      if let failure { throw failure }
      if let outcome { return outcome }
      if let endingFailure { throw endingFailure }
      if let ending { return ending }
      // With another decimal sign it goes on.
      if scanner.agrees(with: ahead) { return nil }
    }
    return nil
  }
}
