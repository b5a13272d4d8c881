// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// A sound file, byte by byte.
private struct WAVEBytes {
  enum Form { case riff, rf64, bw64, wave64 }

  var form = Form.riff
  var code = 1
  var channels = 1
  var rate = 48000
  var bits = 16
  /// Makes it the extensible form, with so many bits that count.
  var counting: Int?
  var data: [UInt8] = []
  /// What the header says of the samples' size; nil for the truth.
  var dataSize: Int?
  /// Chunks before the samples: name, contents, and whether odd ones are padded.
  var others: [(name: String, contents: [UInt8], isPadded: Bool)] = []
  var frame: Int?
  /// Whether the size of the file was filled in.
  var isFinished = true

  static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private var format: [UInt8] {
    let size = frame ?? channels * ((bits + 7) / 8)
    var out = Self.number(counting == nil ? code : 0xFFFE, 2) + Self.number(channels, 2) + Self.number(rate, 4)
    out += Self.number(rate * size, 4) + Self.number(size, 2) + Self.number(bits, 2)
    guard let counting else { return out }
    out += Self.number(22, 2) + Self.number(counting, 2) + Self.number(0, 4) + Self.number(code, 2)
    return out + [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
  }

  var bytes: [UInt8] {
    if form == .wave64 { return wave64 }
    var out: [UInt8] = []
    func add(_ name: String, _ contents: [UInt8], size: Int? = nil, isPadded: Bool = true) {
      out += Array(name.utf8) + Self.number(size ?? contents.count, 4) + contents
      if isPadded, contents.count % 2 == 1 { out.append(0) }
    }
    let isLong = form != .riff
    if isLong { add("ds64", Self.number(0, 8) + Self.number(dataSize ?? data.count, 8) + Self.number(0, 12)) }
    add("fmt ", format)
    for other in others { add(other.name, other.contents, isPadded: other.isPadded) }
    add("data", data, size: isLong ? 0xFFFF_FFFF : dataSize)
    let name = ["riff": "RIFF", "rf64": "RF64", "bw64": "BW64"]["\(form)"] ?? ""
    return Array(name.utf8) + Self.number(isLong ? 0xFFFF_FFFF : isFinished ? out.count + 4 : 0, 4) + Array("WAVE".utf8)
      + out
  }

  private var wave64: [UInt8] {
    let riff: [UInt8] = [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00]
    let rest: [UInt8] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A]
    var out = Array("wave".utf8) + rest
    func add(_ name: String, _ contents: [UInt8], size: Int? = nil) {
      out += Array(name.utf8) + rest + Self.number((size ?? contents.count) + 24, 8) + contents
      while out.count % 8 != 0 { out.append(0) }
    }
    add("fmt ", format)
    for other in others { add(other.name, other.contents) }
    add("data", data, size: dataSize)
    return Array("riff".utf8) + riff + Self.number(isFinished ? out.count + 24 : 0, 8) + out
  }

  func recording(_ declaration: Declaration = Declaration()) throws -> Recording {
    var source = MemorySource(bytes)
    return try FormatCatalogue.read(&source, name: "a.wav", declaration: declaration)[0]
  }
}

struct WAVETests {
  /// Integers of every size at both ends, next to zero and in between, as fractions of full scale.
  @Test(arguments: [8, 12, 16, 20, 24, 32]) func integersAreFractionsOfFullScale(bits: Int) throws {
    let size = (bits + 7) / 8
    let full = 1 << (8 * size - 1)
    let codes = [-full, -full + 1, -full / 3, -1, 0, 1, full / 3, full - 1]
    var file = WAVEBytes(bits: bits)
    file.data = codes.flatMap { WAVEBytes.number(size == 1 ? $0 + 128 : $0, size) }
    let recording = try file.recording()
    #expect(recording.channels.map(\.samples) == [codes.map { Double($0) / Double(full) }])
    #expect(recording.timeBase == .even(start: 0, rate: Hertz(48000), measured: false) && recording.sampleCount == 8)
    #expect(recording.channels[0].kind == .sound && recording.channels[0].unit == nil)
    #expect(recording.issues.map(\.code) == [.rateNominal])
    file.counting = bits - (bits > 8 ? 2 : 0)
    #expect(try file.recording().channels[0].samples == recording.channels[0].samples)
  }

  @Test func floatingPointIsKept() throws {
    let values = [0, -1.5, 0.1, 3e30, Double.leastNonzeroMagnitude, .nan, .infinity]
    var file = WAVEBytes(code: 3, bits: 64)
    file.data = values.flatMap { WAVEBytes.number(Int(bitPattern: UInt($0.bitPattern)), 8) }
    let samples = try file.recording().channels[0].samples
    #expect(samples[..<5] == values[..<5] && samples[5].isNaN && samples[6].isNaN)
    let narrow = values.map { Float($0) }
    file = WAVEBytes(code: 3, bits: 32, counting: 32)
    file.data = narrow.flatMap { WAVEBytes.number(Int($0.bitPattern), 4) }
    let recording = try file.recording()
    #expect(recording.channels[0].samples[..<5] == narrow[..<5].map { Double($0) }[...])
    #expect(recording.issues.contains { $0.code == .missingSamples && $0.count == 2 })
  }

  /// Samples on both sides of the pieces in which a file is read, of every kind and several channels.
  @Test(arguments: [(1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64)]) func longFilesAreReadInPieces(
    code: Int, bits: Int
  ) throws {
    for channels in [1, 3] {
      var file = WAVEBytes(code: code, channels: channels, bits: bits)
      let frames = 30_011
      func bytes(_ index: Int) -> [UInt8] {
        let number = index * 2_654_435_761
        return code == 1
          ? WAVEBytes.number(number >> 3, bits / 8)
          : bits == 32
            ? WAVEBytes.number(Int((Float(number % 99_991) / 7).bitPattern), 4)
            : WAVEBytes.number(Int(bitPattern: UInt((Double(number % 99_991) / 7).bitPattern)), 8)
      }
      func sample(_ index: Int) -> Double {
        let number = index * 2_654_435_761
        if code == 3 { return bits == 32 ? Double(Float(number % 99_991) / 7) : Double(number % 99_991) / 7 }
        let mask = 1 << bits - 1
        let whole = number >> 3 & mask
        if bits == 8 { return Double(whole - 128) / 128 }
        return Double(whole >> (bits - 1) == 1 ? whole - mask - 1 : whole) / Double(1 << (bits - 1))
      }
      for index in 0..<(frames * channels) { file.data += bytes(index) }
      let recording = try file.recording()
      #expect(recording.sampleCount == frames && recording.channels.count == channels)
      for (channel, found) in recording.channels.enumerated() {
        let expected = (0..<frames).map { (frame: Int) -> Double in sample(frame * channels + channel) }
        #expect(found.samples == expected, "\(channels), \(channel)")
      }
    }
  }

  private static let codes = (0..<100).map { (k: Int) -> Int in k * 7919 % 5003 - 2500 }

  private func stereo(_ form: WAVEBytes.Form = .riff) -> WAVEBytes {
    var file = WAVEBytes(form: form, channels: 2, rate: 44100, bits: 24)
    file.data = Self.codes.flatMap { WAVEBytes.number($0, 3) }
    return file
  }

  @Test(arguments: [WAVEBytes.Form.riff, .rf64, .bw64, .wave64])
  fileprivate func longFormsHoldTheSame(form: WAVEBytes.Form) throws {
    let expected = Self.codes.map { Double($0) / 8_388_608 }
    for (contents, isPadded) in [([UInt8](), true), (Array("odd".utf8), true), (Array("odd".utf8), false)] {
      var file = stereo(form)
      file.others = [("LIST", contents, isPadded), ("bext", Array(contents.reversed()), isPadded)]
      let recording = try file.recording()
      #expect(recording.channels[0].samples == expected.indices.filter { $0 % 2 == 0 }.map { expected[$0] })
      #expect(recording.channels[1].samples == expected.indices.filter { $0 % 2 == 1 }.map { expected[$0] })
      #expect(recording.channels.map(\.name) == ["channel 1", "channel 2"])
    }
  }

  /// Recorders that were cut off leave any size behind.
  @Test(arguments: [WAVEBytes.Form.riff, .rf64, .wave64])
  fileprivate func unfinishedSizesReachToTheEnd(form: WAVEBytes.Form) throws {
    for size in [0, 0xFFFF_FFFF, 10_000] {
      var file = stereo(form)
      file.data.removeLast(4)
      (file.dataSize, file.isFinished) = (size, false)
      let recording = try file.recording()
      // Wave64 pads the end of the file: the padding may pass for samples.
      #expect((49...50).contains(recording.sampleCount), "\(form), \(size)")
      let whole = try stereo(form).recording()
      #expect(recording.channels[1].samples[..<49] == whole.channels[1].samples[..<49])
      #expect(recording.issues.contains { $0.code == .truncatedFile }, "\(form), \(size)")
    }
    var short = stereo(form)
    short.dataSize = 60
    let recording = try short.recording()
    #expect(recording.sampleCount == 10 && !recording.issues.contains { $0.code == .truncatedFile })
  }

  /// A chunk behind an odd one without padding is found whatever the bytes of its size.
  @Test func unpaddedChunksAreFound() throws {
    // 300 bytes of samples: the low byte of the size is a comma, so that three letters and it read as a name.
    let expected = try stereo().recording().channels
    var file = stereo()
    file.others = [("LIST", Array("odd".utf8), false)]
    #expect(try file.recording().channels == expected)
    // Nor is the name of the next chunk one in use.
    file.others.append(("wxyz", [UInt8](repeating: 0x20, count: 44), true))
    #expect(try file.recording().channels == expected)
    file.others[0].isPadded = true
    #expect(try file.recording().channels == expected)
  }

  /// What follows no samples at all is no sound.
  @Test func finishedFilesWithoutSamplesAreEmpty() throws {
    for form in [WAVEBytes.Form.riff, .wave64] {
      for isFinished in [true, false] {
        var file = stereo(form)
        (file.data, file.isFinished) = ([], isFinished)
        var bytes = file.bytes
        let note = Array("LIST".utf8) + WAVEBytes.number(60, 4) + [UInt8](repeating: 0x41, count: 60)
        bytes += note
        if form == .riff, isFinished { bytes.replaceSubrange(4..<8, with: WAVEBytes.number(bytes.count - 8, 4)) }
        if form == .wave64, isFinished { bytes.replaceSubrange(16..<24, with: WAVEBytes.number(bytes.count, 8)) }
        switch readAnything(bytes, name: "a.wav") {
        case .success(let recordings):
          #expect(!isFinished && recordings[0].issues.contains { $0.code == .truncatedFile })
        case .failure(let error): #expect(isFinished && "\(error)".contains("without samples"))
        }
      }
    }
  }

  @Test func aDeclaredRateAndUnitCount() throws {
    var declaration = Declaration()
    declaration.sampleRate = Hertz(102.4)
    #expect(try stereo().recording(declaration).timeBase == .even(start: 0, rate: Hertz(102.4), measured: false))
  }

  @Test func whatIsWrongIsNamed() throws {
    func message(_ change: (inout WAVEBytes) -> Void) -> String {
      var file = stereo()
      change(&file)
      switch readAnything(file.bytes, name: "a.wav") {
      case .success(let recordings): return "read \(recordings[0].sampleCount)"
      case .failure(let error): return "\(error)"
      }
    }
    #expect(message { $0.code = 85 }.contains("MP3") && message { $0.code = 17 }.contains("ffmpeg"))
    #expect(message { $0.code = 0x1234 }.contains("4660"))
    #expect(message { $0.channels = 0 }.contains("at least 1 channel"))
    #expect(message { $0.rate = 0 }.contains("rate above 0 Hz"))
    #expect(
      message { $0.bits = 40 }.contains("40 bits") && message { ($0.code, $0.bits) = (3, 24) }.contains("24 bits"))
    #expect(message { $0.frame = 8 }.contains("expected 6 bytes"))
    #expect(message { $0.counting = 25 }.contains("25 of 24"))
    #expect(message { $0.data = [] }.contains("without samples"))
    #expect(message { $0.data = [1, 2, 3] }.contains("without samples"))
    let order = Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WAVEdata".utf8) + [4, 0, 0, 0, 1, 2, 3, 4]
    guard case .failure(let early) = readAnything(order, name: "a.wav") else { throw Unexpected() }
    #expect("\(early)".contains("before the samples"))
    guard case .failure(let none) = readAnything(Array(stereo().bytes.prefix(40)), name: "a.wav") else {
      throw Unexpected()
    }
    #expect("\(none)".contains("'data'"))
  }

  private struct Unexpected: Error {}

  /// What the writer writes comes back: floating point bit for bit, integers to half a step.
  @Test func writtenFilesAreReadBack() throws {
    var generator = SeededGenerator(seed: 4)
    let samples = (0..<3).map { _ in (0..<777).map { _ in Double.random(in: -0.99...0.99, using: &generator) } }
    let table = SignalTable(
      timeBase: .even(start: 0, rate: Hertz(8000), measured: false), count: 777,
      columns: samples.enumerated().map { .init(header: "c\($0)", samples: $1) })
    for format in WAVEWriter.SampleFormat.allCases {
      var bytes: [UInt8] = []
      let writer = try WAVEWriter(table, format: format, rate: 8000, fullScales: [1, 1, 1])
      writer.write { bytes += $0 }
      var source = MemorySource(bytes)
      let channels = try FormatCatalogue.read(&source, name: "a.wav")[0].channels
      let step = format == .pcm16 ? 0x1p-16 : format == .pcm24 ? 0x1p-24 : 0
      for (found, expected) in zip(channels, samples) {
        let wanted = format == .float32 ? expected.map { Double(Float($0)) } : expected
        #expect(zip(found.samples, wanted).allSatisfy { abs($0 - $1) <= step } && found.samples.count == 777)
      }
    }
  }

  /// Cut anywhere or with any byte changed it is read or refused, and no sample comes from nowhere.
  @Test func damageEndsInAnAnswerOrAnError() {
    var generator = SeededGenerator(seed: 9)
    for form in [WAVEBytes.Form.riff, .rf64, .wave64] {
      var file = stereo(form)
      file.others = [("LIST", Array("INFOodd".utf8), true)]
      let whole = file.bytes
      for end in 0...whole.count { check(Array(whole.prefix(end))) }
      for _ in 0..<20_000 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          bytes[Int.random(in: 0..<(whole.count - 290), using: &generator)] = .random(in: 0...255, using: &generator)
        }
        check(bytes)
      }
    }
  }

  private func check(_ bytes: [UInt8]) {
    guard case .success(let recordings) = readAnything(bytes, name: "a.wav") else { return }
    for recording in recordings where recording.format == "wave" {
      #expect(recording.sampleCount * recording.channels.count <= bytes.count)
      #expect(recording.channels.allSatisfy { $0.samples.count == recording.sampleCount })
    }
  }
}
