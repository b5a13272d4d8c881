// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import TestSupport
import Testing

@testable import RecordingFormats

/// Any bytes end in recordings that keep their promises, or in a typed error; a trap would end the test run.
struct RobustnessTests {
  static let seeds: [(name: String, bytes: [UInt8])] = [
    (
      "a.csv",
      Array("Time (s),Force (N),Button,Site\n0,0.25,0,a\n0.05,12.5,0,a\n0.1,-3.125,1,\"b\"\n0.15,1e2,1,b\n".utf8)
    ),
    ("b.txt", Array("#x\nZeit;Kraft;event\n[ms];[N];\n0;0,25;\n50;12,5;press\n50;12,5;\n100;n/a;stop\n".utf8)),
    (
      "c.csv",
      Array("timestamp\tP (kPa)\n2024-10-31T04:06:18.1\t1\n2024-10-31T04:06:18.2\t2\n2024-10-31T04:06:18.3\t3\n".utf8)
    ),
    ("d.txt", Array("- 23.02 lbf\r\n  0.50 lbf\r\n 1.25 lbf\r\n".utf8)), ("e.json", Array(CuffFileTests.labBench.utf8)),
    ("f.subx", Array(CuffFileTests.subx.utf8)), ("g.csv.gz", Packed.session),
    (
      "h.csv", [0xFF, 0xFE] + "Time (s)\tF (N)\n0\t1,5\n1\t2,5\n".utf16Bytes
    ),
  ]

  private func check(_ bytes: [UInt8], _ name: String) {
    for declaration in [Declaration(), .rate(100)] {
      switch readAnything(bytes, name: name, declaration: declaration) {
      case .failure(let error): #expect(!error.description.isEmpty)
      case .success(let recordings):
        #expect(!recordings.isEmpty)
        for recording in recordings {
          #expect(recording.channels.allSatisfy { $0.samples.count == recording.sampleCount })
          #expect(recording.channels.allSatisfy { $0.samples.allSatisfy { !$0.isInfinite } })
          #expect(Set(recording.channels.map(\.name)).count == recording.channels.count)
          let stamps = recording.stamps
          #expect(stamps.count == recording.sampleCount && stamps.allSatisfy(\.isFinite))
          #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0 < $1 })
          #expect(recording.labels.allSatisfy { !$0.range.isEmpty && $0.range.upperBound <= recording.sampleCount })
          _ = Quality(of: recording)
        }
      }
    }
  }

  @Test func everyPrefixIsAnswered() {
    for seed in Self.seeds {
      for count in seed.bytes.indices { check(Array(seed.bytes.prefix(count)), seed.name) }
    }
  }

  @Test func mutationsAreAnswered() {
    var generator = SeededGenerator(seed: 2)
    let spice: [UInt8] = Array(",;\t\"'\n\r.-+eE0123456789[]{}<>&/#%: ".utf8) + [0, 0x7F, 0x80, 0xC3, 0xE2, 0xFF]
    for seed in Self.seeds {
      for _ in 0..<500 {
        var bytes = seed.bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let at = Int.random(in: bytes.indices, using: &generator)
          switch Int.random(in: 0..<4, using: &generator) {
          case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes[at] = spice.randomElement(using: &generator) ?? 0
          case 2: bytes.insert(spice.randomElement(using: &generator) ?? 0, at: at)
          default:
            let end = min(bytes.count, at + Int.random(in: 1...8, using: &generator))
            if end - at < bytes.count { bytes.removeSubrange(at..<end) }
          }
        }
        check(bytes, seed.name)
      }
    }
  }

  @Test(arguments: [
    "Time (s),F (N)\n" + String(repeating: "9", count: 5000) + ",1\n1,2\n",
    "Time (s),F (N)\n1e308,1\n-1e308,2\n1e308,3\n",
    "Time (s),F (N)\n-1e308,1\n1e308,2\n", "Time (s),F (N)\n5e-324,1\n1e-323,2\n1.5e-323,3\n", "\"\n\"\",\"\"\n",
    ",,,,\n1,,,,\n",
    "Time (h),F (N)\n1e308,1\n1.1e308,2\n", String(repeating: "\"", count: 4000), String(repeating: "1,", count: 3000),
    "Time (s),F (N)\n0,1\n1e300,2\n", "[s]\n1\n2\n", "s\n0\n1\n", "()\n1\n", "Time (s) (s),()\n0,1\n1,2\n",
  ])
  func awkwardTexts(text: String) { check(Array(text.utf8), "a.csv") }
}
