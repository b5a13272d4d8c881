// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Universal files (UFF, UNV): the functions of data set 58, as text and as 58b.
///
/// Functions of time become recordings; those with the same start, step and length share one. Other functions (spectra,
/// transfer functions) and other data sets are passed over.
/// - SeeAlso: SDRC, *I-DEAS Universal File Dataset 58: Function at Nodal DOF*; Structural Dynamics Research Laboratory,
///   University of Cincinnati.
public enum UniversalFile: RecordingReader {
  public static let format: FormatName = "uff58"
  public static let summary = "universal files (UFF, UNV), functions of time of data set 58, text and binary"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool {
    var scanner = LineScanner()
    var line = scanner.next(in: prefix)
    // Some writers begin with an empty line.
    if let first = line, Cells.trim(prefix, first.range).isEmpty { line = scanner.next(in: prefix) }
    guard let mark = line, isMark(prefix, mark.range), let next = scanner.next(in: prefix) else { return false }
    let number = Cells.trim(prefix, next.range.prefix(6))
    return !number.isEmpty && number.allSatisfy { prefix[$0] &- 0x30 < 10 }
  }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let bytes = try source.all(limits: limits)
    var functions: [UniversalFunction] = []
    var others: [String] = []
    var cells = 0
    var scanner = LineScanner()
    while let line = scanner.next(in: bytes.span) {
      guard isMark(bytes.span, line.range) else { continue }
      guard let header = scanner.next(in: bytes.span) else { break }
      let number = dataSet(bytes.span, header.range)
      if number == "58" || number == "58b" {
        let description = try UniversalHeader(bytes.span, header, &scanner)
        let function = try UniversalFunction(bytes.span, description, &scanner, limits: limits)
        cells += function.values.count
        guard cells <= limits.maximumCells else {
          throw .tooLarge(what: "samples", found: cells, limit: limits.maximumCells)
        }
        if function.isOfTime { functions.append(function) } else { others.append(function.header.what) }
      } else {
        others.append("data set \(number)")
      }
      // To the end of the data set.
      while let line = scanner.next(in: bytes.span), !isMark(bytes.span, line.range) {}
    }
    guard !functions.isEmpty else {
      let found = others.isEmpty ? "nothing" : others.prefix(3).joined(separator: ", ")
      throw .recognisedButNotRead(
        format: "a universal file without functions of time (it holds \(found))",
        convert: "export the recorded time histories")
    }
    return try recordings(functions, others, limits)
  }

  /// The number of a data set, lower-case, with the `b` of the binary form.
  private static func dataSet(_ bytes: Span<UInt8>, _ line: Range<Int>) -> String {
    Cells.text(bytes, Cell(range: Cells.trim(bytes, line.prefix(7)), isQuoted: false)).lowercased()
  }

  /// A line that begins or ends a data set.
  static func isMark(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let content = Cells.trim(bytes, line)
    return content.count == 2 && content.lowerBound > line.lowerBound && bytes[content.lowerBound] == 0x2D
      && bytes[content.lowerBound + 1] == 0x31
  }

  private static func recordings(
    _ functions: [UniversalFunction], _ others: [String], _ limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    var groups: [[UniversalFunction]] = []
    for function in functions {
      if let last = groups.indices.last, groups[last][0].sharesTime(with: function) {
        groups[last].append(function)
      } else {
        groups.append([function])
      }
    }
    guard groups.count <= limits.maximumRecordings else {
      throw .tooLarge(what: "recordings", found: groups.count, limit: limits.maximumRecordings)
    }
    var recordings: [Recording] = []
    for (index, group) in groups.enumerated() {
      let names = DistinctNames.of(group.enumerated().map { $1.name ?? "channel \($0 + 1)" }, mark: " #")
      var recording = try group[0].recording(names[0])
      for (other, name) in zip(group, names).dropFirst() { other.add(to: &recording, name) }
      if groups.count > 1 { recording.member = "record \(index + 1)" }
      if index == 0, !others.isEmpty {
        recording.dialect.append(
          "passed over: \(others.prefix(3).joined(separator: ", "))\(others.count > 3 ? ", …" : "")")
      }
      recordings.append(recording)
    }
    return recordings
  }
}
