// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// A function of data set 58, line by line.
private struct UniversalText {
  var values: [Double] = []
  var stamps: [Double]?
  var type = 2
  var functionType = 1
  var entity = "Head"
  var start = 0.0
  var step = "1.00000E-03"
  var abscissa = (17, "Time", "s")
  var ordinate = (12, "Acceleration", "m/s^2")
  var announced: Int?
  var end = "\n"
  /// Nil for text; else whether big-endian.
  var bigEndian: Bool?
  /// Bytes that a binary set says it has; nil for the truth.
  var announcedBytes: Int?

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// As FORTRAN's `E` with so many digits behind the point, of numbers that need no more.
  static func exponent(_ value: Double, _ places: Int) -> String {
    var mantissa = value.magnitude
    var power = 0
    while mantissa >= 10 { (mantissa, power) = (mantissa / 10, power + 1) }
    while mantissa < 1, mantissa > 0 { (mantissa, power) = (mantissa * 10, power - 1) }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let digits = String(Int((mantissa * scale).rounded()))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = value < 0 ? "-" : ""
    let text = padded.prefix(padded.count - places) + "." + padded.suffix(places)
    return "\(sign)\(text)E\(power < 0 ? "-" : "+")\(power.magnitude < 10 ? "0" : "")\(power.magnitude)"
  }

  private func axis(_ axis: (Int, String, String)) -> String {
    Self.right("\(axis.0)", 10) + "    0    0    0 " + Self.left(axis.1, 20) + " " + Self.left(axis.2, 20)
  }

  private var header: String {
    let each = type >= 5 ? 2 : 1
    var text = ["Title", "NONE", "01-Jan-26 10:00:00", "NONE", "NONE"].map { $0 + end }.joined()
    text +=
      Self.right("\(functionType)", 5) + Self.right("0", 10) + Self.right("0", 5) + Self.right("0", 10) + " "
      + Self.left(entity, 10) + Self.right("1", 10) + Self.right("3", 4) + " " + Self.left("NONE", 10)
      + "         0   0" + end
    text +=
      Self.right("\(type)", 10) + Self.right("\(announced ?? values.count / each)", 10)
      + Self.right(stamps == nil ? "1" : "0", 10) + Self.right(Self.exponent(start, 5), 13) + Self.right(step, 13)
      + Self.right("0.00000E+00", 13) + end
    return text
      + [axis(abscissa), axis(ordinate), axis((0, "NONE", "NONE")), axis((0, "NONE", "NONE"))].map { $0 + end }.joined()
  }

  private var numbers: [Double] {
    guard let stamps else { return values }
    return zip(stamps, values).flatMap { [$0, $1] }
  }

  var bytes: [UInt8] {
    let mark = "    -1" + end
    guard let bigEndian else {
      var text = mark + "    58" + end + header
      let isDouble = type == 4 || type == 6
      let perLine = isDouble ? 4 : 6
      for (index, value) in numbers.enumerated() {
        let isStamp = stamps != nil && index % 2 == 0
        text +=
          isDouble && !isStamp
          ? Self.right(Self.exponent(value, 12), 20) : Self.right(Self.exponent(value, 5), 13)
        if index % perLine == perLine - 1 || index == numbers.count - 1 { text += end }
      }
      return Array((text + mark).utf8)
    }
    let isDouble = type == 4 || type == 6
    var data: [UInt8] = []
    for value in numbers {
      let word = isDouble ? value.bitPattern : UInt64(Float(value).bitPattern)
      let little = (0..<(isDouble ? 8 : 4)).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
      data += bigEndian ? little.reversed() : little
    }
    let first =
      "    58b" + Self.right(bigEndian ? "2" : "1", 6) + "     2" + Self.right("11", 12)
      + Self.right("\(announcedBytes ?? data.count)", 12) + "     0     0           0           0" + end
    return Array((mark + first + header).utf8) + data + Array(mark.utf8)
  }

  func recordings() throws -> [Recording] {
    var source = MemorySource(bytes)
    return try FormatCatalogue.read(&source, name: "a.uff")
  }
}

struct UniversalFileTests {
  private let values: [Double] = (0..<47).map { (k: Int) -> Double in Double(k * 7919 % 1009 - 500) / 8 }

  /// Text and binary of either byte order and length hold the same samples.
  @Test func textAndBinaryHoldTheSame() throws {
    for type in [2, 4] {
      for bigEndian in [nil, false, true] {
        for end in ["\n", "\r\n"] {
          var file = UniversalText(values: values, type: type)
          (file.bigEndian, file.end, file.start) = (bigEndian, end, 2.5)
          let recording = try file.recordings()[0]
          // Six digits hold these values exactly.
          #expect(recording.channels[0].samples == values)
          #expect(recording.timeBase == .even(start: 0, rate: Hertz(1000), measured: false))
          #expect(recording.firstStamp == 2.5 && recording.channels[0].name == "Head")
          #expect(recording.channels[0].kind == .acceleration && recording.channels[0].unit?.dimension == .acceleration)
          #expect(recording.issues.map(\.code) == [.rateNominal])
        }
      }
    }
  }

  @Test func unevenFunctionsKeepTheirStamps() throws {
    let stamps = values.indices.map { (k: Int) -> Double in Double(k) * 0.01 + (k % 3 == 0 ? 0.001 : 0) }
    for (type, bigEndian) in [(2, nil), (4, nil), (2, false), (4, true)] as [(Int, Bool?)] {
      var file = UniversalText(values: values, type: type)
      (file.stamps, file.bigEndian) = (stamps, bigEndian)
      let recording = try file.recordings()[0]
      guard case .stamped(let found) = recording.timeBase else { throw Unexpected() }
      #expect(zip(found, stamps).allSatisfy { abs($0 - ($1 - stamps[0])) < 2e-6 } && found.count == stamps.count)
      #expect(recording.channels[0].samples.count == values.count)
    }
  }

  /// pyuff 2.5.8 announces one number a value, where uneven functions have two and complex ones two or three.
  @Test func shortCountsOfBytesAreMended() throws {
    let stamps = values.indices.map { (k: Int) -> Double in Double(k) * 0.01 + (k % 3 == 0 ? 0.001 : 0) }
    for (type, size) in [(2, 4), (4, 8)] {
      for end in ["\n", "\r\n"] {
        var file = UniversalText(values: values, type: type)
        (file.stamps, file.bigEndian, file.end) = (stamps, false, end)
        let expected = try file.recordings()
        file.announcedBytes = size * values.count
        let recording = try file.recordings()[0]
        #expect(recording.channels == expected[0].channels && recording.timeBase == expected[0].timeBase)
        #expect(recording.channels[0].samples == values && recording.issues == expected[0].issues)
        // Without the mark nothing says where the numbers end.
        let cut = Array(file.bytes.dropLast(end.utf8.count + 6))
        guard case .failure(let error) = readAnything(cut, name: "a.uff") else { throw Unexpected() }
        #expect("\(error)".contains("bytes for \(2 * values.count) numbers"))
      }
    }
    // Complex functions are passed over, with the mark where it is due and elsewhere.
    var response = UniversalText(values: values + [0], type: 6, functionType: 4)
    (response.bigEndian, response.announcedBytes) = (false, 8 * 24)
    var time = UniversalText(values: values)
    time.bigEndian = false
    for odd in [[], [0x0A, 1, 2]] as [[UInt8]] {
      var bytes = response.bytes
      bytes.insert(contentsOf: odd, at: bytes.count - 7)
      var source = MemorySource(bytes + time.bytes)
      let recordings = try FormatCatalogue.read(&source, name: "a.uff")
      #expect(recordings.map { $0.channels.map(\.samples) } == [[values]])
      #expect(recordings[0].dialect.contains { $0.contains("passed over: a complex function") })
    }
  }

  private struct Unexpected: Error {}

  /// Channels of one measurement make one recording; what is no function of time is passed over.
  @Test func functionsOfOneMeasurementShareARecording() throws {
    var x = UniversalText(values: values, entity: "x")
    var spectrum = UniversalText(values: values + [0], type: 5, functionType: 4)
    spectrum.abscissa = (18, "Frequency", "Hz")
    var force = UniversalText(values: values.reversed(), entity: "force")
    force.ordinate = (13, "Excitation", "N")
    let units = "    -1\n   164\n         1  SI: Meter (newton)         2\n    -1\n"
    x.end = "\r\n"
    let other = UniversalText(values: Array(values.prefix(20)), entity: "x")
    let bytes = Array(units.utf8) + x.bytes + spectrum.bytes + force.bytes + other.bytes
    var source = MemorySource(bytes)
    let recordings = try FormatCatalogue.read(&source, name: "a.unv")
    #expect(recordings.map { $0.channels.map(\.name) } == [["x", "force"], ["x"]])
    #expect(recordings[0].channels.map(\.kind) == [.acceleration, .force] && recordings[1].sampleCount == 20)
    #expect(recordings[0].dialect.contains { $0.contains("data set 164") && $0.contains("complex") })
    #expect(recordings.map(\.member) == ["record 1", "record 2"])
    var alone = MemorySource(spectrum.bytes)
    #expect(throws: ReadError.self) { try FormatCatalogue.read(&alone, name: "a.unv") }
  }

  /// A mutated file announced more bytes than an offset can hold, and the reader trapped.
  @Test func anyAnnouncedNumberOfBytesIsRead() throws {
    let lines = UniversalText(values: values, bigEndian: false).bytes.split(
      separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    let header = "    58b     1     2          11        \(Int.max)        0           0           0           0"
    let bytes = Array(lines[0]) + [0x0A] + Array(header.utf8) + [0x0A] + Array(lines[2])
    guard case .success(let recordings) = readAnything(bytes, name: "a.uff") else {
      Testing.Issue.record("not read")
      return
    }
    #expect(recordings.map(\.sampleCount) == [values.count])
  }

  /// A step of 0.001 s and one of 0.001 ms are two time bases, whatever the numbers.
  @Test func unitsOfTimeTellRecordingsApart() throws {
    let seconds = UniversalText(values: values)
    var milliseconds = seconds
    milliseconds.abscissa = (17, "Time", "ms")
    var open = seconds
    open.abscissa = (17, "Time", "")
    var source = MemorySource(seconds.bytes + open.bytes + milliseconds.bytes)
    let recordings = try FormatCatalogue.read(&source, name: "a.uff")
    #expect(recordings.map { $0.channels.map(\.name) } == [["Head", "Head #2"], ["Head"]])
    #expect(
      recordings.map(\.timeBase) == [1000, 1e6].map { .even(start: 0, rate: Hertz($0), measured: false) })
  }

  /// Six digits of a step stand for a whole number of samples a second where only one fits.
  @Test func roundedStepsGiveWholeRates() throws {
    for (step, rate) in [
      ("1.52588E-05", 65536.0), ("1.95312E-05", 51200), ("1.00000E-02", 100), ("1.00000D-02", 100),
      ("2.62801E-03", 1 / 2.62801e-3),
    ] {
      var file = UniversalText(values: values)
      file.step = step
      #expect(try file.recordings()[0].timeBase == .even(start: 0, rate: Hertz(rate), measured: false), "\(step)")
    }
  }

  @Test func unitsComeFromTheFileOrNotAtAll() throws {
    func channel(_ ordinate: (Int, String, String), _ entity: String = "p1") throws -> Channel {
      var file = UniversalText(values: values, entity: entity)
      file.ordinate = ordinate
      return try file.recordings()[0].channels[0]
    }
    let gravity = try channel((12, "acc", "g"))
    #expect(gravity.kind == .acceleration && gravity.unit?.factor == 9.80665)
    let sound = try channel((15, "Pressure", "Pa"), "Mic 01")
    #expect(sound.kind == .sound && sound.unit?.symbol == "Pa")
    let open = try channel((12, "acc", "NONE"))
    #expect(open.unit == nil && open.unitIssue == .unitUnknown)
    #expect(try channel((13, "", "N")).kind == .force)
  }

  /// Columns that run into each other are told apart by their width.
  @Test func numbersWithoutBlanksAreSplitByColumns() throws {
    var file = UniversalText(values: [-1.5, -2.5, -3.5, -4.5, -5.5, -6.5, -7.5])
    let text = String(decoding: file.bytes, as: UTF8.self)
    let tight = text.replacingOccurrences(" -1.50000E+00", "-1.500000E+00").replacingOccurrences(
      " -2.50000E+00", "-2.500000E+00")
    var source = MemorySource(Array(tight.utf8))
    #expect(try FormatCatalogue.read(&source, name: "a.uff")[0].channels[0].samples == file.values)
    file.announced = 12
    let short = try file.recordings()[0]
    #expect(short.sampleCount == 7 && short.issues.contains { $0.code == .truncatedFile })
  }

  @Test func whatIsWrongIsNamedWithItsLine() {
    func message(_ change: (inout String) -> Void) -> String {
      var text = String(decoding: UniversalText(values: values).bytes, as: UTF8.self)
      change(&text)
      guard case .failure(let error) = readAnything(Array(text.utf8), name: "a.uff") else { return "read" }
      return "\(error)"
    }
    #expect(message { $0 = $0.replacingOccurrences("         2        47", "         3        47") }.contains("line 9"))
    #expect(message { $0 = $0.replacingOccurrences("        47", "     many ") }.contains("number of values"))
    #expect(message { $0 = $0.replacingOccurrences("1.00000E-03", "0.00000E+00") }.contains("step"))
    #expect(message { $0 = String($0.prefix(200)) }.contains("11 lines"))
    let odd = message { $0 = $0.replacingOccurrences("        47", "        60").dropLast(7) + " oops\n    -1\n" }
    #expect(odd.contains("columns of 13") && odd.contains("oops"))
    #expect(message { $0 = "    -1\n    55\n 1\n    -1\n" }.contains("data set 55"))
  }

  /// Cut anywhere or with any byte changed it is read or refused.
  @Test func damageEndsInAnAnswerOrAnError() {
    var generator = SeededGenerator(seed: 5)
    for bigEndian in [nil, false, true] {
      var file = UniversalText(values: values, type: 4)
      file.bigEndian = bigEndian
      let whole = file.bytes
      for end in 0...whole.count { check(Array(whole.prefix(end))) }
      for _ in 0..<10_000 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          bytes[Int.random(in: 0..<min(1000, whole.count), using: &generator)] =
            Bool.random(using: &generator)
            ? .random(in: 0...255, using: &generator) : .random(in: 0x30...0x39, using: &generator)
        }
        check(bytes)
      }
    }
  }

  private func check(_ bytes: [UInt8]) {
    guard case .success(let recordings) = readAnything(bytes, name: "a.uff") else { return }
    for recording in recordings where recording.format == "uff58" {
      #expect(recording.channels.allSatisfy { $0.samples.count == recording.sampleCount })
    }
  }

  @Test func fixturesHoldTheSame() throws {
    func recording(_ name: String) throws -> Recording {
      var source = MemorySource(try Fixture.bytes("formats/\(name)"))
      return try FormatCatalogue.read(&source, name: name)[0]
    }
    let text = try recording("sine.uff")
    let binary = try recording("sine_58b.uff")
    let sound = try recording("sine_pcm24.wav")
    #expect(text.channels[0].samples == binary.channels[0].samples && text.sampleCount == 200)
    #expect(zip(text.channels[0].samples, sound.channels[0].samples).allSatisfy { abs($0 - $1) < 6e-8 })
    #expect(text.timeBase == .even(start: 0, rate: Hertz(100), measured: false) && sound.timeBase == text.timeBase)
    let paused = try recording("phyphox_paused.zip")
    #expect(paused.sampleCount == 60 && paused.intervals?.gaps.map(\.index) == [30])
  }

  /// One record as text and as binary, and the other files of the collection.
  @Test(.enabled(if: ReferenceData.has("uff58_pyuff"), ReferenceData.absent)) func publicFilesAreRead() throws {
    func recordings(_ name: String) throws -> [Recording] {
      var source = MemorySource(try ReferenceData.bytes("uff58_pyuff/\(name)"))
      return try FormatCatalogue.read(&source, name: name)
    }
    let text = try recordings("Sample_UFF58_ascii.uff")[0]
    let binary = try recordings("Sample_UFF58b_bin.uff")[0]
    #expect(text.sampleCount == 79292 && text.timeBase == .even(start: 0, rate: Hertz(65536), measured: false))
    #expect(
      text.timeBase == binary.timeBase && text.channels[0].kind == .sound && text.channels[0].unit?.symbol == "Pa")
    // The text has six digits of each single-precision number.
    let pairs = zip(text.channels[0].samples, binary.channels[0].samples)
    #expect(pairs.allSatisfy { abs($0 - $1) <= 5.1e-6 * abs($1) } && binary.sampleCount == 79292)
    let peak = binary.channels[0].samples.map(abs).max() ?? 0
    #expect(abs(peak - 0.141304) < 5e-7)
    let double = try recordings("binary8byte.uff")[0]
    #expect(double.sampleCount == 250 && double.timeBase == .even(start: 0, rate: Hertz(100), measured: false))
    #expect(double.channels[0].kind == .acceleration && double.channels[0].unit?.factor == 9.80665)
    let cut = try recordings("dataset_milestone_in_header.uff")[0]
    #expect(cut.issues.contains { $0.code == .truncatedFile } && cut.channels[0].kind == .sound)
    #expect(throws: ReadError.self) { try recordings("sample_dataset58_psd.uff") }
  }
}

extension String {
  fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
