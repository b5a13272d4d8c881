// SPDX-License-Identifier: GPL-3.0-or-later
import Benchmark
import Workloads

let benchmarks: @Sendable () -> Void = {
  let inputs = Inputs(signal: testSignal(count: 1_000_000))
  for entry in workloads {
    Benchmark(
      entry.name,
      configuration: .init(
        metrics: [.wallClock, .throughput, .peakMemoryResident], scalingFactor: .one, maxDuration: .seconds(2))
    ) { benchmark, workload in
      for _ in benchmark.scaledIterations { workload.run() }
    } setup: {
      try entry.make(inputs)
    }
  }
}
