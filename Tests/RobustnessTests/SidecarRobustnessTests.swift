// SPDX-License-Identifier: GPL-3.0-or-later
import Sidecar
import TestSupport
import Testing

extension RobustnessTests {
  /// Whatever the bytes of a sidecar, it is read or refused.
  @Suite(.serialized) struct SidecarRobustnessTests {
    static let sample = Array(
      """
      [recording]
      subject = "S01"
      trial_sites = ["a", 'b']
      sample_rate = "100 Hz"
      [channels."Force (N)"]
      column = 2
      unit = "N"
      polynomial = [0.5, 1.0e-2, 0x10]
      range = [0.0, 200.0]
      [ppt]
      rate_target = \"\"\"50 kPa/s\"\"\"
      [percussion]
      speed_level = 2
      [limits]
      hold = "200 kPa" # said the operator
      [programme]
      kind = "ramp"
      [[edit]]
      trial = 2
      exclude = true
      reason = "caf\\u00e9"
      by = "operator 2"
      """.utf8)
    let corpus = [("sample.toml", Self.sample)] + Corpus.sidecars.map { ($0.name, $0.bytes) }

    private func run(_ name: String, _ bytes: [UInt8]) -> (Case, (Case) -> String?) {
      (
        Case(name: name, file: "x.toml", bytes: bytes),
        { example in
          guard let contents = try? SidecarFile.parse(example.bytes, name: example.file) else { return nil }
          return contents.merging(over: contents) == contents ? nil : "merged with itself it is another"
        }
      )
    }

    @Test func theSampleIsRead() throws { _ = try SidecarFile.parse(Self.sample, name: "sample.toml") }

    @Test func mutatedSidecarsAreReadOrRefused() {
      let failures = Bench.run(count: Scale.count(50_000)) { index in
        let (name, bytes) = corpus[index % corpus.count]
        return run("\(name), mutation \(index)", Mutation.mutate(bytes, seed: UInt64(index)))
      }
      #expect(failures.isEmpty, "\(failures)")
    }

    @Test func everyPrefixIsReadOrRefused() {
      let failures = Bench.run(count: Self.sample.count) {
        run("sample.toml, prefix \($0)", Array(Self.sample.prefix($0)))
      }
      #expect(failures.isEmpty, "\(failures)")
    }
  }
}
