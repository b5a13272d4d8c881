// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Serial output of force gauges: one reading a line with its unit, such as `- 23.02 lbf` or `4.285 N`.
///
/// Wagner FDX counts compression as `+`; other makers differ, so the sign is kept as written and left to a declared
/// rule. Such logs carry no time: the rate must be declared.
public enum ValueUnitText: RecordingReader {
  public static let format: FormatName = "value-unit"
  public static let summary =
    "force gauge output, one 'value unit' a line (Wagner, Mark-10, Omega); needs --sample-rate"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool {
    var scanner = LineScanner()
    var lines = 0
    var readings = 0
    while lines < 200, let line = scanner.next(in: prefix) {
      let content = Cells.trim(prefix, line.range)
      if content.isEmpty || TableLayout.isComment(prefix, content) { continue }
      lines += 1
      if let reading = Reading(prefix, content), reading.isKnown { readings += 1 }
    }
    return readings > 0 && readings * 3 >= lines * 2
  }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let text = try DecodedText(try source.all(limits: limits))
    guard let rate = declaration.sampleRate else { throw .noTime(columns: ["reading"], hasHeader: true) }
    var samples = Samples()
    try samples.collect(text.bytes.span, limits)
    let spelling = samples.unit.map { UnitSpelling($0) }
    var channel = Channel(name: "reading", kind: .other, unit: nil, samples: samples.values)
    channel.column = 1
    switch spelling {
    case .known(let unit):
      channel.unit = unit
      channel.kind = unit.dimension == .pressure ? .pressure : .force
    case .massAsForce(let unit):
      channel.kind = unit.dimension == .pressure ? .pressure : .force
      channel.unit = declaration.description.massIsForce ? unit : nil
      channel.unitIssue = declaration.description.massIsForce ? .kgAsKgf : .unitAmbiguous
    default:
      channel.kind = .force
      channel.unit = declaration.description.massIsForce ? UnitTableFace.gramForce : nil
      channel.unitIssue = declaration.description.massIsForce ? .kgAsKgf : .unitAmbiguous
    }
    var recording = Recording(
      format: format.text, dialect: ["unit \(samples.unit ?? "") on each line"], channels: [channel],
      timeBase: .even(start: 0, rate: rate, measured: false), sampleCount: samples.values.count)
    recording.issues = [Issue(.timeMissing), Issue(.rateNominal, "as declared")] + samples.issues
    if text.isCutOff { recording.issues.append(Issue(.truncatedFile, "the file ends in null bytes")) }
    return [recording]
  }

  private struct Samples {
    var values: [Double] = []
    var unit: String?
    var issues: [Issue] = []

    mutating func collect(_ bytes: Span<UInt8>, _ limits: ReadLimits) throws(ReadError) {
      var scanner = LineScanner()
      var odd: [String] = []
      var oddCount = 0
      while let line = scanner.next(in: bytes) {
        let content = Cells.trim(bytes, line.range)
        if content.isEmpty || TableLayout.isComment(bytes, content) { continue }
        guard values.count < limits.maximumCells else {
          throw .tooLarge(what: "readings", found: values.count + 1, limit: limits.maximumCells)
        }
        guard let reading = Reading(bytes, content), reading.isKnown else {
          if !line.isTerminated {
            issues.append(Issue(.truncatedFile, "line \(line.number) is incomplete"))
            break
          }
          // The first line of a running stream is usually half a reading, hence no sample.
          if values.isEmpty, line.number == 1 { continue }
          oddCount += 1
          if odd.count < 3 {
            odd.append("line \(line.number): '\(Cells.text(bytes, Cell(range: content.prefix(40), isQuoted: false)))'")
          }
          values.append(.nan)
          continue
        }
        if let unit, UnitSpelling(unit) != UnitSpelling(reading.unit) {
          // "4.285 N" cut out of "4.285 N/cm2" looks like another unit.
          if !line.isTerminated {
            issues.append(Issue(.truncatedFile, "line \(line.number) is incomplete"))
            break
          }
          throw .mixedUnits(first: unit, second: reading.unit, line: line.number)
        }
        unit = unit ?? reading.unit
        values.append(reading.value)
      }
      if oddCount > 0 { issues.append(Issue(.notANumber, odd.joined(separator: ", "), count: oddCount)) }
    }
  }

  /// One line: sign, blanks, number, blanks, unit.
  struct Reading {
    let value: Double
    let unit: String

    var isKnown: Bool {
      switch UnitSpelling(unit) {
      case .known(let unit): unit.dimension == .force || unit.dimension == .pressure
      case .massAsForce, .gramOrGravity: true
      case .unknown: false
      }
    }

    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
      var index = range.lowerBound
      let end = range.upperBound
      guard range.count <= 40 else { return nil }
      var isNegative = false
      if index < end, bytes[index] == 0x2D || bytes[index] == 0x2B {
        isNegative = bytes[index] == 0x2D
        index += 1
        while index < end, Cells.isBlank(bytes[index]) { index += 1 }
      }
      let start = index
      while index < end, bytes[index] &- 0x30 < 10 || bytes[index] == 0x2E { index += 1 }
      guard let number = DecimalNumber.parse(bytes, start..<index, comma: false) else { return nil }
      let rest = Cells.trim(bytes, index..<end)
      guard let first = rest.first, bytes[first] | 0x20 >= 0x61, bytes[first] | 0x20 <= 0x7A else { return nil }
      value = isNegative ? -number.value : number.value
      unit = Cells.text(bytes, Cell(range: rest, isQuoted: false))
    }
  }
}
