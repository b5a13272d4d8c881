// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// A zip archive, byte by byte.
private struct ZipBytes {
  var files: [(name: String, contents: [UInt8])] = []
  var isDeflated = true
  var flags = 0
  var method: Int?
  var comment = ""
  /// Added to every checksum.
  var damage: UInt32 = 0

  private func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// The packed bytes and the checksum, both from a gzip member.
  private func packed(_ contents: [UInt8]) throws -> (bytes: [UInt8], checksum: UInt32) {
    var writer = try GzipWriter()
    let gzip = try writer.pack(contents) + writer.finish()
    let trailer = gzip.suffix(8).prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    // Without name and time the header has ten bytes.
    return (isDeflated ? Array(gzip.dropFirst(10).dropLast(8)) : contents, trailer)
  }

  func bytes() throws -> [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for file in files {
      let (data, checksum) = try packed(file.contents)
      let kind = number(method ?? (isDeflated ? 8 : 0), 2)
      var common = number(flags, 2) + kind
      common += number(0, 4) + number(Int(checksum &+ damage), 4) + number(data.count, 4)
      common += number(file.contents.count, 4) + number(file.name.utf8.count, 2)
      directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + common + number(0, 2) + number(0, 2) + number(0, 8)
      directory += number(out.count, 4) + Array(file.name.utf8)
      out += [0x50, 0x4B, 3, 4, 20, 0] + common + number(0, 2) + Array(file.name.utf8) + data
    }
    let start = out.count
    out += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + number(files.count, 2) + number(files.count, 2)
    return out + number(directory.count, 4) + number(start, 4) + number(comment.utf8.count, 2) + Array(comment.utf8)
  }

  func recordings() throws -> [Recording] {
    var source = MemorySource(try bytes())
    return try FormatCatalogue.read(&source, name: "export.zip")
  }

  func message() throws -> String {
    switch readAnything(try bytes(), name: "export.zip") {
    case .success(let recordings): "read \(recordings.count)"
    case .failure(let error): "\(error)"
    }
  }
}

struct ArchiveTests {
  /// Accelerations at 100 Hz for 4 s, in one of the five dialects.
  private func table(_ delimiter: String, _ sign: String) -> [UInt8] {
    func cell(_ value: Double) -> String { "\(value)".split(separator: ".").joined(separator: sign) + "E0" }
    var text =
      ["Time (s)", "Acceleration x (m/s^2)", "Absolute acceleration (m/s^2)"].map { "\"\($0)\"" }
      .joined(separator: delimiter) + "\n"
    for row in 0..<400 {
      let x = Double(row % 7) / 8
      text += [Double(row) / 100, x, x + 1].map(cell).joined(separator: delimiter) + "\n"
    }
    return Array(text.utf8)
  }

  private let clock =
    "\"event\",\"experiment time\",\"system time\",\"system time text\"\n"
    + "\"START\",0.000000000000000E0,1.700000000000000E9,\"a, b\"\n\"PAUSE\",1.500000000000000E0,1.700000001500000E9,\"\"\n"
    + "\"START\",1.500000000000000E0,1.700000011500000E9,\"\"\n\"PAUSE\",3.0E0,1.700000013E9,\"\"\n"

  @Test func tablesAreReadAsFilesOfTheirOwn() throws {
    for isDeflated in [true, false] {
      var zip = ZipBytes(isDeflated: isDeflated, comment: isDeflated ? "" : "made by hand, PK")
      zip.files = [
        ("Accelerometer.csv", table(",", ".")), ("b/Gyroscope.csv", table("\t", ".")), ("__MACOSX/._a.csv", [1, 2]),
        ("meta/device.csv", Array("\"property\",\"value\"\n".utf8)), ("picture.png", [0x89, 0x50]),
        ("words.csv", Array("no numbers\n".utf8)),
      ]
      let recordings = try zip.recordings()
      #expect(recordings.map(\.member) == ["Accelerometer", "b/Gyroscope"])
      #expect(recordings.allSatisfy { $0.format == "phyphox" && $0.sampleCount == 400 })
      #expect(recordings[0].channels.map(\.samples) == recordings[1].channels.map(\.samples))
      #expect(recordings[0].dialect.contains { $0.contains("words.csv") })
    }
  }

  /// All dialects of the export give the same numbers, units and rate.
  @Test(arguments: [(",", "."), ("\t", "."), (";", "."), ("\t", ","), (";", ",")])
  func dialectsGiveTheSame(delimiter: String, sign: String) throws {
    let expected = try ZipBytes(files: [("Raw Data.csv", table(",", "."))]).recordings()[0]
    let recording = try ZipBytes(files: [("Raw Data.csv", table(delimiter, sign))]).recordings()[0]
    #expect(recording.channels.map(\.samples) == expected.channels.map(\.samples))
    #expect(recording.timeBase == expected.timeBase && recording.member == "Raw Data")
    #expect(recording.channels[0].unit == .metrePerSecondSquared && recording.channels[0].kind == .acceleration)
    #expect(abs((recording.intervals?.median ?? 1 / 100) - 0.01) < 1e-9)
  }

  /// The experiment's clock stands still in a pause; the phone's does not.
  @Test func pausesAreGaps() throws {
    let zip = ZipBytes(files: [("Raw Data.csv", table(",", ".")), ("meta/time.csv", Array(clock.utf8))])
    let recording = try zip.recordings()[0]
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    #expect(stamps.count == 400 && abs(stamps[150] - 1.5) < 1e-9 && abs(stamps[151] - 11.51) < 1e-6)
    #expect(abs(stamps[399] - 13.99) < 1e-6, "the pause at the end has no sample behind it")
    #expect(recording.intervals?.gaps.map(\.index) == [151])
    #expect(recording.issues.contains { $0.code == .timeGap && $0.count == 1 && $0.detail.contains("10 s") })
  }

  /// All sensors of an experiment share its clock, whatever they measure and wherever they begin.
  @Test func pausesReachAllSensors() throws {
    func sensor(_ header: String, from first: Int) -> [UInt8] {
      var text = header + "\n"
      for row in first..<400 { text += "\(Double(row) / 100),\(Double(row % 7) / 8)\n" }
      return Array(text.utf8)
    }
    let zip = ZipBytes(files: [
      ("Accelerometer.csv", table(",", ".")),
      ("Gyroscope.csv", sensor("\"Time (s)\",\"Gyroscope x (rad/s)\"", from: 0)),
      ("Late.csv", sensor("\"Time (s)\",\"Pressure (hPa)\"", from: 200)),
      ("Other.csv", sensor("Seconds (s),Force (N)", from: 0)), ("meta/time.csv", Array(clock.utf8)),
    ])
    let recordings = try zip.recordings()
    let stamps = recordings.map { recording in recording.stamps.map { $0 + recording.firstStamp } }
    #expect(recordings[1].stamps == recordings[0].stamps && abs(stamps[1][151] - 11.51) < 1e-6)
    #expect(recordings[1].issues.contains { $0.code == .timeGap })
    // Its first sample came behind the pause.
    #expect(Swift.zip(stamps[2], stamps[0][200...]).allSatisfy { abs($0 - $1) < 1e-6 } && stamps[2].count == 200)
    #expect(abs(stamps[3][399] - 3.99) < 1e-9, "a table without the experiment's time")
  }

  /// A gap of the sensor's own is still told beside the pause, and where it now is.
  @Test func pausesAndGapsAreBothTold() throws {
    let rows = String(decoding: table(",", "."), as: UTF8.self).split(separator: "\n")
    let holed = rows[..<201] + rows[231...]
    let text = holed.joined(separator: "\n") + "\n"
    let zip = ZipBytes(files: [("Raw Data.csv", Array(text.utf8)), ("meta/time.csv", Array(clock.utf8))])
    let recording = try zip.recordings()[0]
    #expect(recording.intervals?.gaps.map(\.index) == [151, 200])
    let gaps = recording.issues.filter { $0.code == .timeGap }
    #expect(gaps.map(\.count) == [2] && gaps[0].detail.contains("paused, longest for 10 s"))
  }

  /// What happened behind a pause is that much later; labels count samples and stay.
  @Test func eventsMoveWithThePauses() throws {
    var lines = String(decoding: table(",", "."), as: UTF8.self).split(separator: "\n").map(String.init)
    lines[0] += ",\"Event\",\"Site\""
    for row in 1..<lines.count {
      lines[row] += [51: ",tap,", 301: ",press,"][row, default: ",,"] + (row < 201 ? "a" : "b")
    }
    let text = lines.joined(separator: "\n") + "\n"
    let zip = ZipBytes(files: [("Raw Data.csv", Array(text.utf8)), ("meta/time.csv", Array(clock.utf8))])
    let recording = try zip.recordings()[0]
    #expect(recording.events.map(\.kind) == ["tap", "press"])
    #expect(abs(recording.events[0].start - 0.5) < 1e-9 && abs(recording.events[1].start - 13) < 1e-6)
    #expect(recording.events.allSatisfy { $0.start == $0.end })
    #expect(recording.labels.map(\.range) == [0..<200, 200..<400])
  }

  @Test func storedFilesCountTowardsTheLimits() throws {
    let zip = ZipBytes(files: [("a.csv", table(",", "."))], isDeflated: false)
    var limits = ReadLimits()
    limits.maximumInflatedBytes = 1000
    guard case .failure(.tooLarge(_, let found, 1000)) = readAnything(try zip.bytes(), name: "a.zip", limits: limits)
    else {
      Testing.Issue.record("more was unpacked than the limit")
      return
    }
    #expect(found == table(",", ".").count)
    #expect(try ZipBytes(files: [("a.csv", [])], damage: 1).message().contains("checksum of 'a.csv'"))
    #expect(try ZipBytes(files: [("a.csv", [])]).message().contains("empty"))
  }

  @Test func whatIsWrongIsNamed() throws {
    let file = (name: "a.csv", contents: table(",", "."))
    #expect(try ZipBytes(files: [file], flags: 1).message().contains("encrypted"))
    #expect(try ZipBytes(files: [file], method: 12).message().contains("method 12"))
    #expect(try ZipBytes(files: [file], damage: 1).message().contains("checksum of 'a.csv'"))
    #expect(try ZipBytes(files: [("readme.md", [1])]).message().contains("readme.md"))
    #expect(try ZipBytes().message().contains("without files"))
    for (name, word) in [("xl/workbook.xml", "xlsx"), ("word/document.xml", "docx")] {
      #expect(try ZipBytes(files: [(name, [1]), file]).message().contains(word))
    }
    let open: [(String, [UInt8])] = [("content.xml", [1]), ("META-INF/manifest.xml", [1])]
    #expect(try ZipBytes(files: open).message().contains("OpenDocument"))
    // Sixteen MiB of zeros pack a thousandfold.
    let bomb = [UInt8](repeating: 0x30, count: 40 << 20)
    #expect(try ZipBytes(files: [("a.csv", bomb)]).message().contains("limit"))
  }

  /// Little that stands for much is refused before it costs time.
  @Test func costIsBoundedByWhatIsThere() throws {
    var generator = SeededGenerator(seed: 2)
    let noise = (0..<(1 << 20)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    // A member a thousandfold packed is no better for a large one before it.
    let bomb = [UInt8](repeating: 0x30, count: 40 << 20)
    #expect(
      try ZipBytes(files: [("a.wav", noise), ("b.csv", bomb)]).message().contains("unpacked bytes a packed byte"))
    // Nor are many that are small.
    let line = [UInt8](repeating: 0x0A, count: 4 << 20)
    let many = ZipBytes(files: (0..<10).map { ("\($0).csv", line) })
    #expect(try many.message().contains("unpacked bytes a packed byte"))
    // Entries that all point to the first member.
    let zip = ZipBytes(files: (0..<3000).map { ("\($0).csv", $0 == 0 ? table(",", ".") : []) }, isDeflated: false)
    var bytes = try zip.bytes()
    var place = Int(bytes[bytes.count - 6]) | Int(bytes[bytes.count - 5]) << 8 | Int(bytes[bytes.count - 4]) << 16
    let sizes = Array(bytes[(place + 16)..<(place + 28)])
    for _ in 0..<3000 {
      bytes.replaceSubrange((place + 16)..<(place + 28), with: sizes)
      bytes.replaceSubrange((place + 42)..<(place + 46), with: [0, 0, 0, 0])
      place += 46 + Int(bytes[place + 28])
    }
    guard case .failure(let error) = readAnything(bytes, name: "a.zip") else {
      Testing.Issue.record("entries that share their bytes were read")
      return
    }
    #expect("\(error)".contains("both in the same bytes"))
  }

  /// What Sensor Logger sends that is no table of samples is named with what to do.
  @Test func sensorLoggersOtherFilesAreNamed() throws {
    let json = Array(
      #"""
      [{"sensor":"Metadata","version":"3"},
       {"sensor":"Accelerometer","time":"1700000000123456789","seconds_elapsed":"0.01","z":"1","y":"2","x":"3"}]
      """#.utf8)
    guard case .failure(let alone) = readAnything(json, name: "walk.json") else {
      Testing.Issue.record("JSON was read as a table")
      return
    }
    #expect("\(alone)".contains("JSON of Sensor Logger") && "\(alone)".contains("to_csv"))
    #expect(try ZipBytes(files: [("walk.json", json)]).message() == "\(alone)")
    #expect(try ZipBytes(files: [("walk.json", Array("[[1, 2], [3, 4]]".utf8))]).message().contains("unknown layout"))
    let notes = "time,seconds_elapsed,text\n1700000000123456789,1.0,hi\n"
    let zip = ZipBytes(files: [("Metadata.csv", Array("a,b\n1,2\n".utf8)), ("Annotation.csv", Array(notes.utf8))])
    let message = try zip.message()
    #expect(message.contains("'Annotation'") && message.contains("motion sensors") && !message.contains("zip"))
  }

  /// Cut anywhere or with any byte changed an archive is read or refused.
  @Test func damageEndsInAnAnswerOrAnError() throws {
    var generator = SeededGenerator(seed: 6)
    let small = Array("Time (s),Force (N)\n0,1\n0.1,2\n0.2,3\n0.3,4\n".utf8)
    let whole = try ZipBytes(files: [("a.csv", small), ("meta/time.csv", Array(clock.utf8))]).bytes()
    for end in 0...whole.count { check(Array(whole.prefix(end))) }
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<whole.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      check(bytes)
    }
  }

  private func check(_ bytes: [UInt8]) {
    guard case .success(let recordings) = readAnything(bytes, name: "a.zip") else { return }
    for recording in recordings {
      #expect(recording.channels.allSatisfy { $0.samples.count == recording.sampleCount })
    }
  }
}
