// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Reporting

/// How a result came about: kept beside the results, never in them, as it differs from run to run.
enum Provenance {
  /// What is the same for all recordings of a run.
  struct Run {
    let time: String
    let host: String
    let system: String
    let processor: String

    init() {
      time = Provenance.now()
      var names = utsname()
      unsafe uname(&names)
      host = Provenance.text(of: names.nodename)
      system = [names.sysname, names.release, names.machine].map { Provenance.text(of: $0) }.joined(separator: " ")
      processor = Provenance.processor()
    }
  }

  /// The sidecar of one recording; `GeneratedBy` and `Sources` as BIDS names them.
  static func document(_ report: RecordingReport, source: String, _ run: Run) -> String {
    let settings = report.findings.flatMap { finding in
      finding.settings.map { ("\(finding.analysis).\($0.key)", JSONValue.text($0.value)) }
    }
    return JSONValue.object([
      "Recording": .text(report.name),
      "GeneratedBy": .array([
        .object([
          "Name": .text("palpate"), "Version": .text(PalpateVersion.text), "Compiler": .text(compiler),
          "Analyses": .array(report.findings.map { .text($0.analysis) }),
          "Settings": .object(Dictionary(settings, uniquingKeysWith: { $1 })),
        ])
      ]),
      "Sources": .array([
        .object(["URI": .text(source), "SHA256": .text(report.sha256), "Format": .text(report.format)])
      ]),
      "Time": .text(run.time), "Host": .text(run.host), "System": .text(run.system),
      "Processor": .text(run.processor),
      "Libraries": .object(["libc": .text(libc())]),
    ]).document
  }

  /// A file name for a recording's name: bytes that are awkward in names are written as `%` and two digits.
  static func fileName(_ recording: String) -> String {
    var out = ""
    for byte in recording.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        out += hex.utf8.count == 1 ? "%0" + hex : "%" + hex
      }
    }
    // File systems allow 255 bytes; a cut name is made unique again by its hash.
    if out.utf8.count > 180 { out = out.prefix(100) + "-" + SHA256.of(Array(recording.utf8)).prefix(32) }
    return out + ".provenance.json"
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "Swift 6.4 or later"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #else
      "Swift 6.2"
    #endif
  }

  /// The present time in UTC, such as `2025-03-01T12:00:00Z`.
  private static func now() -> String { text(secondsSince1970: Int(time(nil))) }

  /// Civil date from days, by the 400-year cycle of the Gregorian calendar (years start in March).
  static func text(secondsSince1970 seconds: Int) -> String {
    let days = seconds / 86400 + 719_468
    let (cycle, day) = days.quotientAndRemainder(dividingBy: 146_097)
    let yearOfCycle = (day - day / 1460 + day / 36524 - day / 146_096) / 365
    let dayOfYear = day - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(year)-\(two(month))-\(two(dayOfYear - (153 * march + 2) / 5 + 1))"
    return "\(date)T\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
  }

  private static func libc() -> String {
    var buffer = [UInt8](repeating: 0, count: 64)
    unsafe buffer.withUnsafeMutableBytes { bytes in
      _ = unsafe confstr(
        Int32(_CS_GNU_LIBC_VERSION), bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func text<T>(of tuple: T) -> String {
    unsafe withUnsafeBytes(of: tuple) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static func processor() -> String {
    guard let bytes = try? FileSystem.contents("/proc/cpuinfo", limit: 1 << 24) else { return "" }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let model = lines.first { $0.hasPrefix("model name") }
    return model?.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " }) } ?? ""
  }
}
