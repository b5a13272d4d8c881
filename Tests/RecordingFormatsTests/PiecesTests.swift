// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import TestSupport
import Testing

@testable import RecordingFormats

/// Tables read in pieces with fast rows, on one thread and on two, against the whole text read cell by cell.
struct PiecesTests {
  /// Everything a table holds, with the bits of its numbers.
  private func contents(_ table: TextTable) -> [String] {
    let body = table.body
    var lines = ["\(body.rowCount) \(body.lineAnchors) \(String(describing: body.decimal)) \(body.raggedRows)"]
    lines += ["\(body.firstRagged) \(body.blockStarts) \(body.truncation ?? "") \(body.oddCells) \(body.texts)"]
    lines += ["\(table.layout.headerLines) \(table.nature)"]
    for column in body.columns {
      lines.append("\(column.mode) \(column.missing) \(column.textCount) \(column.origin ?? 0) \(column.runs)")
      lines.append("\(column.values.map(\.bitPattern))")
    }
    return lines
  }

  private var declaration: Declaration { .rate(100) }

  /// What is wrong with reading some bytes in pieces; nil when all is the same.
  private func difference(_ bytes: [UInt8], piece: Int, _ level: KernelLevel, half: Int) -> String? {
    var limits = ReadLimits()
    limits.pieceBytes = piece
    var source = MemorySource(bytes)
    let inPieces = Result { () throws(ReadError) in
      let pieces = TablePieces(declaration: declaration, limits: limits, level: level, shortestAhead: half)
      var outcome = try pieces.read(&source)
      if case .notUTF8 = outcome { outcome = try pieces.read(&source, asWindows1252: true) }
      return outcome
    }
    let whole = Result { () throws(ReadError) in
      try TextTable(whole: try DecodedText(bytes), declaration: declaration, limits: limits, level: nil)
    }
    switch (inPieces, whole) {
    case (.success(.notUTF8), _): return "is not told apart"
    // The whole text is read again in these cases.
    case (.success(.unclear), _), (.failure, .failure): return nil
    case (.failure(let error), .success): return "refused in pieces only: \(error)"
    case (.success(.table), .failure(let error)): return "refused as a whole only: \(error)"
    case (.success(.table(let first)), .success(let second)):
      let (found, expected) = (contents(first), contents(second))
      return found == expected ? nil : zip(found, expected).first { $0 != $1 }.map { "\($0) for \($1)" } ?? "length"
    }
  }

  private func check(_ bytes: [UInt8], _ seed: UInt64, _ name: String) {
    var generator = SeededGenerator(seed: seed)
    for level in NumberRowsTests.levels {
      let piece = Int.random(in: 1...300, using: &generator)
      let half = Bool.random(using: &generator) ? Int.random(in: 1...40, using: &generator) : .max / 2
      let problem = difference(bytes, piece: piece, level, half: half)
      #expect(
        problem == nil, "\(name), pieces of \(piece), halves from \(half), \(level): \(problem?.prefix(400) ?? "")")
    }
  }

  @Test func everyFixtureReadsTheSameInPieces() throws {
    for folder in ["sessions", "formats"] {
      for name in try Fixture.names(in: folder) where !name.hasSuffix(".json") && !name.hasSuffix(".gz") {
        check(try Fixture.bytes("\(folder)/\(name)"), 1, name)
      }
    }
  }

  private func encoded(_ text: String, _ way: Int) -> [UInt8] {
    switch way {
    case 0: [0xFF, 0xFE] + text.utf16Bytes
    case 1: text.utf16Bytes
    case 2: [0xFE, 0xFF] + text.utf16.flatMap { (unit: UInt16) -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
    case 3: [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case 4: text.unicodeScalars.map { $0.value < 0x100 ? UInt8($0.value) : 0x80 }
    default: Array(text.utf8)
    }
  }

  /// Tables with every kind of row, cut and changed at random places.
  @Test func randomTablesReadTheSameInPieces() {
    let cells = [
      "1", "-2.5", "0.001", "1234.5678", "", "NaN", "nan", "n/a", "1e3", "-1.5E-2", "12345678901234567890",
      "0.1234567890123456",
      "+4", " 5", "6 ", "\"7\"", "x", "on", "5.", ".5", "1,5", "-", "9007199254740993", "1.2.3", "'8", "\u{2212}9",
      "\u{B0}", "\u{1F600}",
      "2024-01-02 03:04:05", "0.30000000000000004", "1.234567890123456789e+01", "3", "3.25", "77", "0.5",
    ]
    for seed in UInt64(0)..<3000 {
      var generator = SeededGenerator(seed: seed)
      let delimiter = [",", ";", "\t", " ", ", "][Int.random(in: 0..<5, using: &generator)]
      let end = ["\n", "\r\n", "\r", "\n"][Int.random(in: 0..<4, using: &generator)]
      let columns = Int.random(in: 1...6, using: &generator)
      let odd = [0, 0, 30, 300][Int.random(in: 0..<4, using: &generator)]
      var text =
        Bool.random(using: &generator) ? "" : (0..<columns).map { "c\($0) (N)" }.joined(separator: delimiter) + end
      for row in 0..<Int.random(in: 3...120, using: &generator) {
        var line: [String] = []
        for column in 0..<columns {
          if Int.random(in: 0..<1000, using: &generator) < odd {
            line.append(cells[Int.random(in: 0..<cells.count, using: &generator)])
          } else {
            line.append(column == 0 ? "\(Double(row) / 100)" : "\(Int.random(in: -999...999, using: &generator))")
          }
        }
        text += line.joined(separator: delimiter)
        if Int.random(in: 0..<1000, using: &generator) < odd { text += [delimiter, " ", "\r", "#"][row % 4] }
        if Int.random(in: 0..<2000, using: &generator) < odd { text += end + "c0 (N)" }
        text += end
      }
      var bytes = encoded(text, Int.random(in: 0..<8, using: &generator))
      if Bool.random(using: &generator) { bytes.removeLast(min(bytes.count, Int.random(in: 0...9, using: &generator))) }
      for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty && odd > 0 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      check(bytes, seed, "table \(seed)")
    }
  }

  /// Nanoseconds since 1970, of which every digit counts, with odd cells here and there.
  @Test func longStampsReadTheSameInPieces() {
    let odd = ["", "nan", "1.7E18", "-3", "12.5", " 1700000000123456789 ", "9223372036854775808", "x", "\"7\"", "0"]
    for seed in UInt64(0)..<400 {
      var generator = SeededGenerator(seed: seed)
      let (delimiter, end) = ([",", ";", "\t"][Int(seed % 3)], seed % 2 == 0 ? "\n" : "\r\n")
      let oddCells = [0, 0, 20, 200][Int.random(in: 0..<4, using: &generator)]
      var text = ["x", "time (ns)", "y"].joined(separator: delimiter) + end
      for row in 0..<Int.random(in: 30...300, using: &generator) {
        let isOdd = Int.random(in: 0..<1000, using: &generator) < oddCells
        let stamp =
          isOdd ? odd.randomElement(using: &generator) ?? "" : "\(1_700_000_000_123_456_789 + row * 4_999_873)"
        let x = Int.random(in: 0..<50, using: &generator) == 0 ? "" : "\(Double(row) / 7)"
        text += [x, stamp, "\(row)"].joined(separator: delimiter) + end
      }
      check(Array(text.utf8), seed, "stamps \(seed)")
    }
  }

  /// Pieces as they are in use, with odd rows here and there.
  @Test func longTablesReadTheSameOnTwoThreads() {
    for seed in UInt64(0)..<6 {
      var generator = SeededGenerator(seed: seed)
      var text = "t (s),F (N),b\n"
      for row in 0..<40_000 {
        let isOdd = seed > 1 && Int.random(in: 0..<9000, using: &generator) == 0
        let load = isOdd ? "n/a" : "\(Double(Int.random(in: -99999...99999, using: &generator)) / 1000)"
        text += "\(Double(row) / 1000),\(load),\(row / 700 % 2)" + (seed % 2 == 0 ? "\n" : "\r\n")
      }
      let problem = difference(Array(text.utf8), piece: 1 << 18, .current, half: 1 << 14)
      #expect(problem == nil, "table \(seed): \(problem?.prefix(400) ?? "")")
    }
  }

  /// The lines that show the layout end within a piece, behind one or at its end; the decimal sign shows late.
  @Test func longOpeningsReadTheSameInPieces() {
    for seed in UInt64(0)..<60 {
      var generator = SeededGenerator(seed: seed)
      let end = ["\n", "\r\n", "\r"][Int(seed % 3)]
      let (delimiter, sign) = [(",", "."), (";", ","), ("\t", ".")][Int(seed / 3 % 3)]
      let firstDecimal = Int.random(in: 0...1500, using: &generator)
      var text = seed % 2 == 0 ? "t (s)\(delimiter)F (N)\(delimiter)b\(end)" : ""
      for row in 0..<Int.random(in: 380...1600, using: &generator) {
        if Int.random(in: 0..<5, using: &generator) == 0 { text += ["", "# note", " "][row % 3] + end }
        let load = Int.random(in: -99...99, using: &generator)
        text += "\(row)\(delimiter)\(load)\(row >= firstDecimal ? "\(sign)5" : "")\(delimiter)\(row / 70 % 2)\(end)"
      }
      let piece = [1 << 10, 1 << 12, 1 << 14, 1 << 18][Int(seed % 4)]
      for half in [1, .max / 2] {
        let problem = difference(Array(text.utf8), piece: piece, .current, half: half)
        #expect(problem == nil, "table \(seed), ahead from \(half): \(problem?.prefix(400) ?? "")")
      }
    }
  }

  /// Bytes of the kind numbers are made of, in any order.
  @Test func randomBytesReadTheSameInPieces() {
    let alphabet =
      Array("0123456789012345678901234567890123456789+-.,,,;; \t\n\n\n\reEnNaA\"'#%x\0".utf8) + [0xC3, 0xA9, 0xFF]
    for seed in UInt64(0)..<4000 {
      var generator = SeededGenerator(seed: seed)
      let most = Bool.random(using: &generator) ? alphabet.count : 56
      let bytes = (0..<Int.random(in: 1...900, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<most, using: &generator)]
      }
      check(bytes, seed, "bytes \(seed)")
    }
  }
}
