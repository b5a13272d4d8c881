// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Synchronization

/// Work in numbered steps that two threads take in turns.
public enum Pipeline {
  /// Runs steps until there are no more, and returns when all are done.
  ///
  /// Steps are filled in order, one at a time, and drained in order, one at a time; meanwhile another is worked on. What
  /// the three touch apart from the item must differ. One thread takes all steps when the other does not get to run.
  ///
  /// - Parameters:
  ///   - first: What one thread works in, used for one step after the other.
  ///   - second: The same for the other thread.
  ///   - fill: Makes a step ready; false when there is none.
  ///   - work: The part of a step that may run beside that of another.
  ///   - drain: Takes the result over; false for no steps beyond those that are filled.
  public static func run<Item>(
    _ first: inout Item, _ second: inout Item, fill: (inout Item) -> Bool, work: (inout Item) -> Void,
    drain: (inout Item) -> Bool
  ) {
    let turns = Turns()
    SideBySide.run {
      while turns.step(&first, fill, work, drain) {}
    } _: {
      while turns.step(&second, fill, work, drain) {}
    }
  }

  private final class Turns: Sendable {
    // All begin at 0, since they may not end lower than they began.
    private let filling = DispatchSemaphore(value: 0)
    private let drainingEven = DispatchSemaphore(value: 0)
    private let drainingOdd = DispatchSemaphore(value: 0)
    /// Steps filled and drained. Their order also shows ThreadSanitizer, which sees no semaphores, who waits for whom.
    private let filled = Atomic(0)
    private let drained = Atomic(0)
    private let isOver = Atomic(false)

    init() {
      filling.signal()
      drainingEven.signal()
    }

    func step<Item>(
      _ item: inout Item, _ fill: (inout Item) -> Bool, _ work: (inout Item) -> Void, _ drain: (inout Item) -> Bool
    ) -> Bool {
      filling.wait()
      let number = filled.load(ordering: .acquiring)
      let isFilled = !isOver.load(ordering: .acquiring) && fill(&item)
      if isFilled {
        filled.store(number + 1, ordering: .releasing)
      } else {
        isOver.store(true, ordering: .releasing)
      }
      filling.signal()
      guard isFilled else { return false }
      work(&item)
      let (own, next) = number.isMultiple(of: 2) ? (drainingEven, drainingOdd) : (drainingOdd, drainingEven)
      own.wait()
      precondition(drained.load(ordering: .acquiring) == number, "steps are drained in order")
      if !drain(&item) { isOver.store(true, ordering: .releasing) }
      drained.store(number + 1, ordering: .releasing)
      next.signal()
      return true
    }
  }
}
