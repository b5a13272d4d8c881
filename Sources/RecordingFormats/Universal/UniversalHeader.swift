// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What data set 58 says of a function before its values.
struct UniversalHeader {
  /// How the values of a binary data set are stored.
  struct Binary: Sendable, Hashable {
    let isBigEndian: Bool
    /// Bytes of the values.
    let count: Int
  }

  /// One axis: what it shows and in which unit.
  struct Axis: Sendable, Hashable {
    let type: Int
    let label: String
    let unit: String
  }

  let binary: Binary?
  let title: String
  /// 1 is a time response.
  let functionType: Int
  let entity: String
  let isDouble: Bool
  let isComplex: Bool
  let count: Int
  let isEven: Bool
  let start: Double
  let step: Double
  /// The step as the file writes it.
  let stepText: String
  let abscissa: Axis
  let ordinate: Axis
  /// Line of the file on which the data set begins.
  let line: Int

  /// Of the abscissa; seconds where the file says nothing.
  var unitOfTime: UnitSpelling { UnitSpelling(abscissa.unit.isEmpty ? "s" : abscissa.unit) }

  /// What the function is, in words.
  var what: String {
    isComplex
      ? "a complex function" : "\(Self.names[functionType] ?? "function type \(functionType)") over \(abscissa.label)"
  }

  private static let names = [
    0: "a function", 1: "a time response", 2: "an auto spectrum", 3: "a cross spectrum", 4: "a frequency response",
    6: "a coherence", 9: "a power spectral density", 12: "a spectrum",
  ]

  /// - Parameters:
  ///   - header: The line with the number of the data set.
  ///   - scanner: Behind it; moved behind the header.
  init(_ bytes: Span<UInt8>, _ header: TextLine, _ scanner: inout LineScanner) throws(ReadError) {
    line = header.number
    var lines: [TextLine] = []
    while lines.count < 11, let next = scanner.next(in: bytes) {
      guard next.range.count <= 1000, !UniversalFile.isMark(bytes, next.range) else { break }
      lines.append(next)
    }
    let found = lines.count
    guard found == 11 else {
      throw .malformed(
        format: "UFF 58", expected: "11 lines about the function", found: "\(found)",
        at: TextPosition(line: header.number))
    }
    binary = try Self.binary(bytes, header)
    title = Self.text(bytes, lines[0].range)
    let kind = UniversalFields(bytes, lines[5])
    functionType = try kind.integer(0, 5, "the type of the function")
    entity = kind.text(31, 41)
    let form = UniversalFields(bytes, lines[6])
    let type = try form.integer(0, 10, "the type of the values")
    guard [2, 4, 5, 6].contains(type) else {
      throw form.malformed("values of type 2, 4, 5 or 6", "\(type)")
    }
    isDouble = type == 4 || type == 6
    isComplex = type >= 5
    count = try form.integer(10, 20, "the number of values")
    guard count >= 0 else { throw form.malformed("a number of values", "\(count)") }
    isEven = try form.integer(20, 30, "the spacing, 0 or 1") == 1
    start = try form.number(30, 43, "the first abscissa")
    step = try form.number(43, 56, "the step of the abscissa")
    stepText = form.text(43, 56)
    abscissa = UniversalFields(bytes, lines[7]).axis
    ordinate = UniversalFields(bytes, lines[8]).axis
  }

  private static func binary(_ bytes: Span<UInt8>, _ header: TextLine) throws(ReadError) -> Binary? {
    let content = text(bytes, header.range)
    guard content.lowercased().hasPrefix("58b") else { return nil }
    let numbers = content.dropFirst(3).split { $0 == " " }.map { Int($0) }
    let at = TextPosition(line: header.number)
    guard numbers.count >= 4, let order = numbers[0], let format = numbers[1], let count = numbers[3], count >= 0 else {
      throw .malformed(
        format: "UFF 58b", expected: "byte order, number format, lines and bytes", found: "'\(content)'", at: at)
    }
    guard order == 1 || order == 2 else {
      throw .malformed(format: "UFF 58b", expected: "byte order 1 or 2", found: "\(order)", at: at)
    }
    guard format == 2 else {
      throw .recognisedButNotRead(
        format: "UFF 58b with numbers of format \(format) (DEC or IBM)", convert: "export it with IEEE 754 numbers")
    }
    return Binary(isBigEndian: order == 2, count: count)
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let content = Cells.trim(bytes, range)
    var out = ""
    // Titles may be in any encoding; one byte a character loses nothing that matters.
    for index in content { out.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
    return out
  }
}

/// Fields of a line, at fixed columns.
private struct UniversalFields {
  private let columns: [UInt8]
  private let line: Int

  init(_ bytes: Span<UInt8>, _ line: TextLine) {
    var columns: [UInt8] = []
    for index in line.range { columns.append(bytes[index]) }
    self.columns = columns
    self.line = line.number
  }

  /// The text in columns counted from 0, without blanks at its ends.
  func text(_ start: Int, _ end: Int) -> String {
    var out = ""
    for index in start..<min(end, max(start, columns.count)) {
      out.unicodeScalars.append(Unicode.Scalar(columns[index]))
    }
    return out.trimmed
  }

  func integer(_ start: Int, _ end: Int, _ what: String) throws(ReadError) -> Int {
    let text = text(start, end)
    guard let value = Int(text) else { throw malformed(what, "'\(text)'") }
    return value
  }

  func number(_ start: Int, _ end: Int, _ what: String) throws(ReadError) -> Double {
    let text = text(start, end)
    guard let value = UniversalNumbers.number(Array(text.utf8).span) else { throw malformed(what, "'\(text)'") }
    return value
  }

  func malformed(_ expected: String, _ found: String) -> ReadError {
    .malformed(format: "UFF 58", expected: expected, found: found, at: TextPosition(line: line))
  }

  /// What an axis shows: a type, and two texts of twenty columns.
  var axis: UniversalHeader.Axis {
    UniversalHeader.Axis(type: Int(text(0, 10)) ?? 0, label: text(26, 46), unit: text(47, 67))
  }
}
