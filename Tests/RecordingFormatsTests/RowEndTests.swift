// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Testing

@testable import RecordingFormats

/// A last row that nothing ends: whole or cut, and the same for a file and for a stream.
struct RowEndTests {
  /// Samples of the last channel as a stream takes them, and whether the end was found cut.
  private func live(_ text: String) throws -> (samples: [Double], isCut: Bool) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.utf8) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    let preamble = lines.dropLast().reduce(into: [UInt8]()) { $0 += $1 + [0x0A] }
    var table = try LiveTable(preamble, declaration: Declaration())
    var samples: [Double] = []
    for (index, line) in lines.enumerated().dropFirst(table.firstRow - 1) {
      let isLast = index == lines.count - 1
      switch table.read(line, isEnded: !isLast || text.hasSuffix("\n")) {
      case .row: samples.append(try #require(table.values.last))
      case .cut: return (samples, true)
      case .nothing, .bad: Issue.record("line \(index + 1) is no row")
      }
    }
    return (samples, false)
  }

  private func rows(_ last: [String]) -> String {
    "Time (s),Force (N)\n" + last.enumerated().map { "\($0)" + "," + $1 }.joined(separator: "\n")
  }

  /// Cells of the last column; the last of them has no line end.
  @Test(arguments: [
    // As many places as the rows before: whole, however short the line is.
    ["10.25", "10.50", "10.75", "9.00"], ["10.25", "10.50", "10.75", "-9.00"],
    ["1.5e-05", "1.5e-05", "2.5e-05", "3.5e-06"], ["10", "11", "12", "13"], ["0", "0", "1", "1"],
    ["9", "10", "11", "12"], ["", "", "", ""], ["1.0", "1.25", "1.5", "1.75"], ["nan", "nan", "nan", "nan"],
  ])
  func isKept(cells: [String]) throws {
    let recording = try #require(try read(rows(cells)).first)
    #expect(recording.sampleCount == cells.count && !recording.has(.truncatedFile))
    let stream = try live(rows(cells))
    #expect(stream.samples.count == cells.count && !stream.isCut)
  }

  @Test(arguments: [
    ["10.25", "10.50", "10.75", "11.0"], ["10.25", "10.50", "10.75", "11."], ["10.25", "10.50", "10.75", "11"],
    // As long as others, but the number has fewer places.
    ["9.25", "10.50", "10.75", "11.0"],
    ["1.5e-05", "1.5e-05", "2.5e-05", "3.5"], ["1.5e-05", "1.5e-05", "2.5e-05", "3.5e-0"],
    ["100", "101", "102", "99"], ["1.0", "1.25", "1.5", "1.5"], ["1", "2", "3", ""], ["1", "", "3", ""],
    ["-10", "-11", "-12", "-1"], ["1.5", "nan", "1.5", "na"],
  ])
  func isLeftOutAndTold(cells: [String]) throws {
    let recording = try #require(try read(rows(cells)).first)
    #expect(recording.sampleCount == cells.count - 1 && recording.has(.truncatedFile))
    let stream = try live(rows(cells))
    #expect(stream.samples.count == cells.count - 1 && stream.isCut)
    // With its end, the row stands.
    #expect(try read(rows(cells) + "\n").first?.sampleCount == cells.count)
    #expect(try live(rows(cells) + "\n").samples.count == cells.count)
  }

  /// Every prefix of a table of fixed decimals that loses part of a number loses its row.
  @Test func noPrefixGivesAWrongNumber() throws {
    let values = [1.25, 10.5, -3.75, 100.125, 99.5, 7.0, 0.25, -0.5]
    let cells = values.map { value -> String in
      let thousandths = Int((abs(value) * 1000).rounded())
      let places = String(1000 + thousandths % 1000).dropFirst()
      return (value < 0 ? "-" : "") + "\(thousandths / 1000).\(places)"
    }
    let text = Array(rows(cells).utf8)
    let start = rows(Array(cells.prefix(4))).utf8.count
    for count in start...text.count {
      let prefix = String(decoding: text.prefix(count), as: UTF8.self)
      let samples = try #require(try read(prefix).first?.channels.first?.samples)
      #expect(samples == Array(values.prefix(samples.count)), "\(count) bytes")
      #expect(try live(prefix).samples == samples, "\(count) bytes")
    }
  }

  /// A delimiter or a quote after the last number has ended it.
  @Test func whatEndsTheNumberEndsTheRow() throws {
    let rows = "Time (s),Force (N)\n0,1.25\n1,1.50\n2,1.75\n"
    #expect(try read(rows + "3,2,").first?.sampleCount == 4)
    #expect(try read(rows + "3,\"2\"").first?.sampleCount == 4)
    #expect(try read(rows + "3,2").first?.sampleCount == 3)
  }
}

/// Columns that nothing is in.
struct EmptyColumnTests {
  @Test(arguments: [
    "Time (s),Force (N),Rating\n0.00,1,\n0.01,2,\n0.02,3,\n",
    "Time (s);Force (N);Rating\r\n0,00;1;\r\n0,01;2;\r\n0,02;3;\r\n",
    "Time,Force,Rating\ns,N,\n0.00,1,\n0.01,2,\n0.02,3,\n",
    "#Time (s),Force (N),Rating\n0.00,1,\n0.01,2,\n0.02,3,\n",
    "Time (s),Force (N),Rating\n0.00,1,\n0.01,2,\n0.02,3,\n0.03",
  ])
  func lastOneIsAllMissing(text: String) throws {
    let recording = try #require(try read(text).first)
    #expect(recording.channels.map(\.name) == ["Force", "Rating"])
    #expect(recording.channel("Force")?.samples == [1, 2, 3])
    #expect(recording.channel("Rating")?.samples.count { $0.isNaN } == 3 && recording.has(.missingSamples))
  }

  @Test func lastOneWithFewSamplesIsRead() throws {
    let rows = (0..<40).map { "0.\(10 + $0),\($0),\($0 == 20 ? "5" : "")\n" }.joined()
    let recording = try #require(try read("Time (s),Force (N),Rating\n" + rows).first)
    #expect(recording.channel("Rating")?.samples.filter { !$0.isNaN } == [5])
  }

  @Test func onlyOneBesideTheTime() throws {
    let recording = try #require(try read("Time (s),Force (N)\n0.00,\n0.01,\n0.02,\n").first)
    #expect(recording.channel("Force")?.samples.count { $0.isNaN } == 3)
  }

  /// One name too many is still a guess where the rows end without an empty cell.
  @Test func namesWithoutCellsAreRefused() {
    #expect(failure("Time (s),Force (N),Rating\n0.00,1\n0.01,2\n0.02,3\n") != nil)
  }

  @Test func trailingDelimiterStaysOne() throws {
    let recording = try #require(try read("Time (s),Force (N),\n0.00,1,\n0.01,2,\n0.02,3,\n").first)
    #expect(recording.channels.map(\.name) == ["Force"])
  }
}
