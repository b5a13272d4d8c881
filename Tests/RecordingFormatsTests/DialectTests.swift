// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Testing

@testable import RecordingFormats

/// One small session, written in every dialect, must give the same numbers.
struct DialectTests {
  static let rows: [[String]] = [
    ["0", "0.25", "0"], ["0.05", "12.5", "0"], ["0.1", "-3.125", "1"], ["0.15", "100", "1"], ["0.2", "1.5e-3", "0"],
  ]

  private func expectSession(_ recordings: [Recording], _ comment: Comment) throws {
    let recording = try #require(recordings.first, comment)
    #expect(recordings.count == 1, comment)
    #expect(recording.sampleCount == 5, comment)
    #expect(recording.stamps == [0, 0.05, 0.1, 0.15, 0.2], comment)
    #expect(recording.channels.map(\.kind) == [.force, .marker], comment)
    #expect(recording.channels.map(\.column) == [2, 3], comment)
    #expect(recording.channels[0].unit == .newton, comment)
    #expect(recording.channels[0].samples == [0.25, 12.5, -3.125, 100, 0.0015], comment)
    #expect(recording.channels[1].samples == [0, 0, 1, 1, 0], comment)
  }

  private static func table(
    _ delimiter: String, comma: Bool = false, end: String = "\n", header: [String]? = nil, quoted: Bool = false
  ) -> String {
    let header = header ?? ["Time (s)", "Force (N)", "Button"]
    var lines = [header.map { quoted ? "\"\($0)\"" : $0 }.joined(separator: delimiter)]
    for row in rows {
      lines.append(row.map { comma ? $0.replacing(".", with: ",") : $0 }.joined(separator: delimiter))
    }
    return lines.joined(separator: end) + end
  }

  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
  func delimitersAndLineEnds(delimiter: String, end: String) throws {
    try expectSession(try read(Self.table(delimiter, end: end)), "\(delimiter) \(end)")
    try expectSession(try read(Self.table(delimiter, end: end, quoted: true)), "quoted \(delimiter) \(end)")
  }

  @Test(arguments: [";", "\t", " ; "])
  func decimalCommas(delimiter: String) throws {
    let recordings = try read(Self.table(delimiter, comma: true))
    try expectSession(recordings, "decimal comma")
    #expect(recordings[0].has(.decimalComma))
  }

  @Test func blanksAsDelimiters() throws {
    let header = ["Time/s", "Force/N", "Button"]
    try expectSession(try read(Self.table("   ", header: header)), "blanks")
    try expectSession(try read(Self.table(" ", comma: true, header: header)), "blanks and decimal comma")
  }

  @Test func decimalCommasInQuotes() throws {
    let rows = Self.rows.map { $0.map { "\"\($0.replacing(".", with: ","))\"" }.joined(separator: ",") }
    try expectSession(try read("Time (s),Force (N),Button\n" + rows.joined(separator: "\n") + "\n"), "quoted commas")
  }

  @Test(arguments: [
    ["Time [s]", "Force [N]", "Button"], ["time_s", "force_N", "button"], ["Zeit / s", "Kraft / N", "Taster"],
    ["Temps (s)", "Force (N)", "bouton"], ["Tiempo (s)", "Fuerza (N)", "marker"], ["t in s", "F_force N", "trigger"],
    ["millis_s", "Load, N", "BTN"],
  ])
  func namesAndUnitsOfHeaders(header: [String]) throws {
    try expectSession(try read(Self.table(";", header: header)), "\(header)")
  }

  @Test func encodings() throws {
    let text = Self.table("\t", comma: true)
    try expectSession(try read("\u{FEFF}" + text), "UTF-8 with mark")
    for (bigEndian, mark) in [(false, true), (true, true), (false, false), (true, false)] {
      let units = Array((mark ? "\u{FEFF}" + text : text).utf16)
      let bytes = units.flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return bigEndian ? [high, low] : [low, high]
      }
      let recordings = try readAnything(bytes, name: "a.txt").get()
      try expectSession(recordings, "UTF-16")
      #expect(recordings[0].has(.encodingGuess) == !mark)
    }
  }

  @Test func windowsText() throws {
    var bytes = Array("Zeit (s);Kraft (N);Beschl\u{e4}".unicodeScalars.map { UInt8($0.value) })
    bytes += Array(" (m/s\u{b2});Winkel (\u{b0})\n0;1;2;3\n1;2;3;4\n".unicodeScalars.map { UInt8($0.value) })
    let recording = try #require(try readAnything(bytes, name: "a.csv").get().first)
    #expect(recording.channels.map { $0.unit?.symbol } == ["N", "m/s2", "deg"])
    #expect(recording.has(.encodingGuess))
  }

  @Test func unitRowMetadataAndComments() throws {
    let head = "# made by a logger\nDevice\tXY 12\nInterval:\t1\nTime\tForce\tButton\n\t\t\n[s]\t[N]\t\n"
    let rows = Self.rows.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    try expectSession(try read(head + rows + "\n"), "unit row")
    try expectSession(try read(head.replacing("[s]\t[N]\t\n", with: "s\tN\t-\n") + rows + "\n"), "bare unit row")
    try expectSession(try read(Self.table(";").replacing("0.1;", with: "% note\n// note\n\n0.1;")), "comments inside")
  }

  @Test func headerInAComment() throws {
    try expectSession(try read("#time_s,force_N,button\n" + Self.table(",").drop { $0 != "\n" }.dropFirst()), "comment")
  }

  @Test func trailingDelimiters() throws {
    try expectSession(try read(Self.table(";").replacing("\n", with: ";\n")), "trailing delimiter")
    let rows = Self.table(",").split(separator: "\n")
    let onlyRows = ([String(rows[0])] + rows.dropFirst().map { $0 + "," }).joined(separator: "\n") + "\n"
    try expectSession(try read(onlyRows), "trailing delimiter in rows")
  }

  @Test func repeatedHeaderIsSkipped() throws {
    let text = Self.table(",").replacing("0.1,-3.125", with: "Time (s),Force (N),Button\n0.1,-3.125")
    let recordings = try read(text)
    try expectSession(recordings, "repeated header")
    #expect(recordings[0].count(.repeatedHeader) == 1)
  }

  @Test func aBlockWithANewClockIsARecordingOfItsOwn() throws {
    let recordings = try read(Self.table(",") + Self.table(","))
    #expect(recordings.map(\.member) == ["block 1", "block 2"])
    for recording in recordings { #expect(recording.stamps == [0, 0.05, 0.1, 0.15, 0.2]) }
  }

  @Test func gzipIsInflated() throws {
    try expectSession(try readAnything(Packed.session, name: "a.csv.gz").get(), "gzip")
    try expectSession(
      try readAnything(Packed.head + Packed.tail, name: "a.csv.gz").get(), "two members")
  }
}
