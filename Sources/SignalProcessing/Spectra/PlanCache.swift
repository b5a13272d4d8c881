// SPDX-License-Identifier: GPL-3.0-or-later
import CFFTW
import Synchronization

/// Direction and type of a transform.
enum TransformKind: Hashable, Sendable {
  case realForward, realInverse, complexForward, complexInverse
}

/// A plan of FFTW: made and destroyed under the lock of ``PlanCache``, executed by any number of threads at once.
///
/// Executing with new arrays does not change a plan (FFTW 3.3 manual, §4.6 and §5.4). All arrays given to it are aligned
/// like those it was planned for: ``AlignedBuffer`` makes both.
final class Plan: Sendable {
  /// The pointer's bits: FFTW's opaque pointer is not `Sendable`, what it points to is immutable.
  private let address: UInt

  fileprivate init?(_ pointer: fftw_plan?) {
    guard let pointer = unsafe pointer else { return nil }
    address = UInt(bitPattern: pointer)
  }

  var pointer: fftw_plan? { unsafe fftw_plan(bitPattern: address) }

  deinit { PlanCache.destroy(address) }
}

/// Plans by length and kind. FFTW's planner is not thread-safe, so that one lock for the whole process guards it; it is
/// never held while a transform runs.
enum PlanCache {
  struct Key: Hashable {
    let count: Int
    let kind: TransformKind
  }

  struct Entry {
    let plan: Plan
    var lastUse: UInt64
  }

  struct State: ~Copyable {
    var entries: [Key: Entry] = [:]
    var clock: UInt64 = 0
  }

  /// Plans kept for later; those in use live on with their transforms.
  static let capacity = 128

  private static let state = Mutex(State())
  /// Written by each holder of the lock and read by the next. The lock alone is enough, but where threads wait for it the
  /// kernel hands it over, which ThreadSanitizer does not see.
  private static let handOver = Atomic(0)

  private static func locked<Result>(_ work: (inout State) -> Result) -> Result {
    state.withLock { state in
      _ = handOver.load(ordering: .acquiring)
      defer { handOver.store(0, ordering: .releasing) }
      return work(&state)
    }
  }

  /// The plan of a transform, estimated (so that results repeat) unless ``prepare(count:kind:)`` measured one before.
  static func plan(count: Int, kind: TransformKind) throws(FFTError) -> Plan {
    try plan(Key(count: count, kind: kind), measured: false)
  }

  /// Measures which of FFTW's algorithms is the fastest here and uses it from now on; takes up to seconds.
  static func prepare(count: Int, kind: TransformKind) throws(FFTError) {
    _ = try plan(Key(count: count, kind: kind), measured: true)
  }

  private static func plan(_ key: Key, measured: Bool) throws(FFTError) -> Plan {
    // Plans that fall out are kept alive until the lock is free again, because their end takes the lock.
    var dropped: [Plan] = []
    let plan: Plan? = locked { state in
      state.clock += 1
      if !measured, let entry = state.entries[key] {
        state.entries[key]?.lastUse = state.clock
        return entry.plan
      }
      guard let plan = Self.make(key, measured: measured) else { return nil }
      if let old = state.entries.updateValue(Entry(plan: plan, lastUse: state.clock), forKey: key) {
        dropped.append(old.plan)
      }
      while state.entries.count > capacity, let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        dropped.append(oldest.value.plan)
        state.entries[oldest.key] = nil
      }
      return plan
    }
    guard let plan else { throw .noPlan(count: key.count) }
    return plan
  }

  private static func make(_ key: Key, measured: Bool) -> Plan? {
    let mode: Int32 = measured ? 1 : 0
    let count = Int32(key.count)
    let bins = key.count / 2 + 1
    switch key.kind {
    case .realForward, .realInverse:
      let time = AlignedBuffer<Double>(count: key.count, filledWith: 0)
      let spectrum = AlignedBuffer<Complex>(count: bins, filledWith: .zero)
      return unsafe Plan(
        key.kind == .realForward
          ? palpate_plan_r2c(count, time.base, spectrum.base, mode)
          : palpate_plan_c2r(count, spectrum.base, time.base, mode))
    case .complexForward, .complexInverse:
      let input = AlignedBuffer<Complex>(count: key.count, filledWith: .zero)
      let output = AlignedBuffer<Complex>(count: key.count, filledWith: .zero)
      return unsafe Plan(
        palpate_plan_c2c(count, input.base, output.base, key.kind == .complexInverse ? 1 : 0, mode))
    }
  }

  fileprivate static func destroy(_ address: UInt) {
    locked { _ in unsafe fftw_destroy_plan(fftw_plan(bitPattern: address)) }
  }
}
