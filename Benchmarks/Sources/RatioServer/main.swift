// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one command a line, answers with one line, so that Palpate and a rival take turns in one run:
//   load FILE N        first N doubles of a raw file become the input
//   table FILE         path of the file to read
//   calibrate          time of a fixed piece of arithmetic
//   prepare NAME       makes a workload ready and runs it once
//   run FORM REPEATS   shortest time in ns of REPEATS runs, FORM reused or fresh
//   write FILE         writes the last result as raw doubles
import Foundation
import SignalProcessing
import Workloads

var inputs = Inputs(signal: [])
var workload: (any Workload)?

func nanoseconds(_ work: () -> Void) -> Double {
  let start = ContinuousClock.now
  work()
  let elapsed = (ContinuousClock.now - start).components
  return Double(elapsed.seconds) * 1e9 + Double(elapsed.attoseconds) * 1e-9
}

/// A chain of dependent products, the shortest of several: tells the clock of the processor and what else holds it up all
/// the time. What comes and goes shows in the workloads too, of which the shortest counts as well.
func calibration() -> Double {
  var x = 1.0
  let times = (0..<5).map { _ in nanoseconds { for _ in 0..<2_000_000 { x = x * 0.999_999_9 + 1e-7 } } }
  return x.isFinite ? times.min() ?? .nan : .nan
}

while let line = readLine() {
  let words = line.split(separator: " ").map(String.init)
  do {
    switch words.first {
    case "load":
      let data = try Data(contentsOf: URL(filePath: words[1]))
      let count = min(Int(words[2]) ?? 0, data.count / 8)
      inputs.signal = [Double](unsafeUninitializedCapacity: count) { buffer, initialised in
        initialised = data.copyBytes(to: buffer) / 8
      }
      print(inputs.signal.count)
    case "table":
      inputs.table = words[1]
      print(words[1])
    case "calibrate": print(calibration())
    case "prepare":
      guard let entry = workloads.first(where: { $0.name == words[1] }) else { throw Failure.unknown(words[1]) }
      workload = nil
      workload = try entry.make(inputs)
      workload?.run()
      print("ready")
    case "run":
      guard let workload else { throw Failure.unknown("workload") }
      let times = (0..<(Int(words[2]) ?? 1)).map { _ in
        nanoseconds { words[1] == "fresh" ? workload.runFresh() : workload.run() }
      }
      print(times.min() ?? 0)
    case "write":
      guard let output = workload?.output else { throw Failure.unknown("workload") }
      try output.withUnsafeBytes { try Data($0).write(to: URL(filePath: words[1])) }
      print(output.count)
    case "level": print(KernelLevel.current.rawValue)
    case "names": print(workloads.map(\.name).joined(separator: " "))
    default: print("? \(line)")
    }
  } catch {
    print("? \(error)")
  }
  fflush(nil)
}

enum Failure: Error { case unknown(String) }
