// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// A value behind a lock.
///
/// Each holder of the lock writes a number which the next one reads. The lock alone is enough, but where threads wait for it
/// the kernel hands it over, which ThreadSanitizer does not see.
struct Guarded<Value: Sendable>: ~Copyable, Sendable {
  private let state: Mutex<Value>
  private let handOver = Atomic(0)

  init(_ value: Value) { state = Mutex(value) }

  func withLock<Result: Sendable>(_ work: (inout Value) -> Result) -> Result {
    state.withLock { value in
      _ = handOver.load(ordering: .acquiring)
      defer { handOver.store(0, ordering: .releasing) }
      return work(&value)
    }
  }
}
