// SPDX-License-Identifier: GPL-3.0-or-later
import Sidecar
import TestSupport
import Testing

extension RobustnessTests {
  /// Whatever the bytes of a sidecar, it is read or refused.
  @Suite struct SidecarRobustnessTests {
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
      by = { a = 1979-05-27T07:32:00Z }
      """.utf8)

    @Test func mutatedSidecarsAreReadOrRefused() {
      let failures = Bench.run(
        count: Scale.count(20_000),
        make: {
          Case(name: "sidecar, mutation \($0)", file: "x.toml", bytes: Mutation.mutate(Self.sample, seed: UInt64($0)))
        },
        run: { example in
          _ = try? SidecarFile.parse(example.bytes, name: example.file)
          return nil
        })
      #expect(failures.isEmpty, "\(failures)")
    }

    @Test func everyPrefixIsReadOrRefused() {
      let failures = Bench.run(
        count: Self.sample.count,
        make: { Case(name: "sidecar, prefix \($0)", file: "x.toml", bytes: Array(Self.sample.prefix($0))) },
        run: { example in
          _ = try? SidecarFile.parse(example.bytes, name: example.file)
          return nil
        })
      #expect(failures.isEmpty, "\(failures)")
    }
  }
}
