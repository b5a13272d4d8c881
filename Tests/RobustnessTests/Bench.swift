// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Synchronization

/// One input on its way through the program.
struct Case: Sendable {
  /// Tells how to make it again, such as `ppt.csv, mutation 17`.
  let name: String
  /// Name of the file it pretends to be.
  let file: String
  let bytes: [UInt8]
}

/// A case that ended in something else than an answer or a typed error.
struct Failure: Sendable, CustomStringConvertible {
  let name: String
  let problem: String
  let saved: String
  var description: String { "\(name): \(problem); input kept as \(saved)" }
}

/// Runs cases on all cores under a watchdog. The input at work is named and kept if the process dies of it.
enum Bench {
  /// Longest a case may take; it takes milliseconds, so this is a hang.
  static let patience: TimeInterval = 20
  private static let failureLimit = 20

  /// - Parameter make: Makes case `i`, and what to do with it: what is wrong with its outcome, nil when nothing is.
  static func run(count: Int, make: @Sendable (Int) -> (Case, (Case) -> String?)) -> [Failure] {
    let failures = Guarded<[Failure]>([])
    let next = Atomic<Int>(0)
    let workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
    let watch = Watch(workers: workers)
    watch.start()
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count, failures.withLock({ $0.count }) < failureLimit else { return }
        let (example, run) = make(index)
        watch.begin(example, worker: worker)
        let problem = run(example)
        watch.end(worker: worker)
        guard let problem else { continue }
        let failure = Failure(name: example.name, problem: problem, saved: Watch.keep(example))
        failures.withLock { $0.append(failure) }
      }
    }
    watch.stop()
    return failures.withLock { $0 }
  }
}
