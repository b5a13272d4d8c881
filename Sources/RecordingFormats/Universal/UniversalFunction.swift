// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A function of data set 58 with its values.
struct UniversalFunction {
  let header: UniversalHeader
  /// Abscissae of an unevenly spaced function; empty otherwise.
  private(set) var stamps: [Double] = []
  /// Ordinates; of complex functions real and imaginary parts in turns.
  private(set) var values: [Double] = []
  /// What is missing of the values announced; nil when all are there.
  private(set) var shortfall: String?

  /// Whether it can be a channel of a recording.
  var isOfTime: Bool { Self.isOfTime(header) }

  private static func isOfTime(_ header: UniversalHeader) -> Bool {
    !header.isComplex && header.functionType <= 1
      && (header.abscissa.type == 17 || header.abscissa.label.lowercased().hasPrefix("time"))
  }

  /// - Parameter scanner: Behind the header; moved behind the values.
  init(
    _ bytes: Span<UInt8>, _ header: UniversalHeader, _ scanner: inout LineScanner, limits: ReadLimits
  ) throws(ReadError) {
    self.header = header
    let cells = header.count.multipliedReportingOverflow(by: (header.isComplex ? 2 : 1) + (header.isEven ? 0 : 1))
    guard !cells.overflow, cells.partialValue <= limits.maximumCells else {
      throw .tooLarge(what: "samples", found: header.count, limit: limits.maximumCells)
    }
    let all: [Double]
    if let binary = header.binary {
      all = try Self.binary(bytes, header, binary, cells.partialValue, &scanner)
    } else {
      all = try Self.text(bytes, header, cells.partialValue, &scanner)
    }
    if all.count < cells.partialValue {
      shortfall = "\(header.count) values announced, \(all.count * header.count / max(1, cells.partialValue)) are there"
    }
    if header.isEven {
      values = all
    } else {
      let each = header.isComplex ? 3 : 2
      for row in 0..<(all.count / each) {
        stamps.append(all[row * each])
        values += all[(row * each + 1)..<((row + 1) * each)]
      }
    }
  }

  private static func text(
    _ bytes: Span<UInt8>, _ header: UniversalHeader, _ count: Int, _ scanner: inout LineScanner
  ) throws(ReadError) -> [Double] {
    var out: [Double] = []
    let widths = header.isDouble ? (header.isEven ? [20] : header.isComplex ? [13, 20, 20] : [13, 20]) : [13]
    while out.count < count {
      let before = scanner
      guard let line = scanner.next(in: bytes) else { break }
      if UniversalFile.isMark(bytes, line.range) {
        scanner = before
        break
      }
      guard UniversalNumbers.line(bytes, line.range, widths: widths, into: &out) else {
        let found = Cells.text(bytes, Cell(range: line.range.prefix(40), isQuoted: false))
        throw .malformed(
          format: "UFF 58", expected: "numbers in columns of \(widths[widths.count - 1])", found: "'\(found)'",
          at: TextPosition(line: line.number))
      }
    }
    // The last line may be filled up with zeros.
    if out.count > count { out.removeLast(out.count - count) }
    return out
  }

  private static func binary(
    _ bytes: Span<UInt8>, _ header: UniversalHeader, _ binary: UniversalHeader.Binary, _ count: Int,
    _ scanner: inout LineScanner
  ) throws(ReadError) -> [Double] {
    let size = header.isDouble ? 8 : 4
    let start = scanner.offset
    var announced = binary.count
    if announced < count * size {
      // Some writers count one number a value where there are two or three: the end of the data set tells.
      if isMarked(bytes, start, behind: count * size) {
        announced = count * size
      } else if isOfTime(header) {
        throw .malformed(
          format: "UFF 58b", expected: "\(count * size) bytes for \(count) numbers", found: "\(announced)",
          at: TextPosition(line: header.line))
      } else {
        scanner.offset = min(bytes.count, start + announced)
        return []
      }
    }
    let there = min(count, max(0, bytes.count - start) / size)
    var out: [Double] = []
    out.reserveLargePages(there)
    if there > 0 {
      let numbers = unsafe bytes.bytes.extracting(start..<(start + there * size))
      for index in 0..<there {
        let value: Double
        if size == 8 {
          let word = unsafe numbers.unsafeLoadUnaligned(fromUncheckedByteOffset: 8 * index, as: UInt64.self)
          value = Double(bitPattern: binary.isBigEndian ? UInt64(bigEndian: word) : UInt64(littleEndian: word))
        } else {
          let word = unsafe numbers.unsafeLoadUnaligned(fromUncheckedByteOffset: 4 * index, as: UInt32.self)
          value = Double(Float(bitPattern: binary.isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)))
        }
        out.append(value.isFinite ? value : .nan)
      }
    }
    // The number is the file's: it may be anything.
    scanner.offset = min(bytes.count, start) + min(announced, max(0, bytes.count - start))
    return out
  }

  /// Whether the mark that ends a data set stands behind so many bytes, with or without a line end between.
  private static func isMarked(_ bytes: Span<UInt8>, _ start: Int, behind count: Int) -> Bool {
    guard start <= bytes.count, count < bytes.count - start else { return false }
    var scanner = LineScanner()
    scanner.offset = start + count
    for _ in 0..<2 {
      guard let line = scanner.next(in: bytes) else { return false }
      if UniversalFile.isMark(bytes, line.range) { return true }
      if !Cells.trim(bytes, line.range).isEmpty { return false }
    }
    return false
  }

  // MARK: Recordings

  func sharesTime(with other: UniversalFunction) -> Bool {
    header.isEven && other.header.isEven && header.start == other.header.start && header.step == other.header.step
      && header.unitOfTime == other.header.unitOfTime && values.count == other.values.count
  }

  /// A recording of this channel alone.
  /// - Parameter name: Of the channel.
  func recording(_ name: String) throws(ReadError) -> Recording {
    guard case .known(let seconds) = header.unitOfTime, seconds.dimension == .time else {
      throw .malformed(
        format: "UFF 58", expected: "a unit of time for the abscissa", found: "'\(header.abscissa.unit)'",
        at: TextPosition(line: header.line))
    }
    var recording = Recording(
      format: UniversalFile.format.text,
      dialect: [
        header.binary == nil ? "text" : "binary, \(header.binary?.isBigEndian == true ? "big" : "little")-endian"
      ],
      channels: [], timeBase: .stamped([]), sampleCount: values.count)
    guard !values.isEmpty else { throw .noData(found: "a function without values") }
    if header.isEven {
      let step = header.step * seconds.factor
      guard step > 0, (1 / step).isFinite else {
        throw .malformed(
          format: "UFF 58", expected: "a step of time above 0", found: "'\(header.stepText)'",
          at: TextPosition(line: header.line))
      }
      let rate = Self.rate(header.stepText, step, seconds.factor)
      recording.timeBase = .even(start: 0, rate: Hertz(rate), measured: false)
      recording.issues.append(
        Issue(.rateNominal, "as the step of \(header.stepText) \(seconds.symbol) in the file says"))
      recording.firstStamp = header.start * seconds.factor
      add(to: &recording, name)
    } else {
      let first = stamps.first ?? 0
      let times = try TimeStamps(
        stamps.map { ($0 - first) * seconds.factor }, origin: first * seconds.factor, line: { _ in header.line },
        sameValues: { values[$0] == values[$1] })
      recording.timeBase = times.timeBase
      recording.issues += times.issues
      recording.rounding = times.rounding
      recording.breaks = times.breaks
      recording.firstStamp = first * seconds.factor
      recording.sampleCount = times.kept?.count ?? values.count
      add(to: &recording, name, kept: times.kept)
    }
    return recording
  }

  /// One more channel.
  func add(to recording: inout Recording, _ name: String, kept: [Int]? = nil) {
    let samples = kept.map { $0.map { values[$0] } } ?? values
    let cell = HeaderCell(name, unitRow: header.ordinate.unit).titled(name)
    let (kind, unit, issue) = cell.channel(meaning, massIsForce: false)
    var channel = Channel(name: cell.title, kind: kind, unit: unit, samples: samples, unitIssue: issue)
    channel.column = recording.channels.count + 1
    recording.channels.append(channel)
    let missing = samples.count { $0.isNaN }
    if missing > 0 { recording.issues.append(Issue(.missingSamples, channel.name, count: missing)) }
    if let shortfall { recording.issues.append(Issue(.truncatedFile, "\(channel.name): \(shortfall)")) }
  }

  /// What the file calls it; nil where it has no name.
  var name: String? {
    [header.entity, header.title, header.ordinate.label].first { !$0.isEmpty && $0 != "NONE" }
  }

  /// What the words and the type of the ordinate say it is.
  private var meaning: HeaderMeaning {
    for text in [header.entity, header.ordinate.label] {
      // A microphone's pressure is sound, whatever its unit.
      if HeaderMeaning.words(text).contains(where: { ["mic", "microphone", "sound"].contains($0) }) {
        return .channel(.sound)
      }
    }
    let types: [Int: ChannelKind] = [
      8: .displacement, 9: .force, 12: .acceleration, 13: .force, 15: .pressure,
    ]
    if let kind = types[header.ordinate.type] { return .channel(kind) }
    let meaning = HeaderMeaning(name: header.ordinate.label)
    if case .channel = meaning { return meaning }
    return .unknown
  }

  /// Samples a second. A step is written with some digits; where these allow one whole number of samples a second, and no
  /// other, it is meant: 1.52588E-05 s stands for 65536 Hz.
  private static func rate(_ text: String, _ step: Double, _ factor: Double) -> Double {
    let digits = text.prefix { $0 != "E" && $0 != "e" && $0 != "D" && $0 != "d" }
    let places = digits.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    let exponent = text.dropFirst(digits.count + 1)
    var half = 0.5 * factor
    for _ in 0..<places { half /= 10 }
    if let power = Int(exponent) { for _ in 0..<min(400, abs(power)) { half = power < 0 ? half / 10 : half * 10 } }
    let (lowest, highest) = (1 / (step + half), 1 / max(step - half, 1e-300))
    let whole = (1 / step).rounded()
    guard whole >= 1, highest - lowest < 1, whole >= lowest * (1 - 1e-12), whole <= highest * (1 + 1e-12) else {
      return 1 / step
    }
    return whole
  }
}
