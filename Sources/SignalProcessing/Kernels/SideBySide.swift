// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Synchronization

/// Two pieces of work on two threads.
public enum SideBySide {
  /// Returns when both are done; the second runs on this thread too if no other has begun it by then. Neither may write
  /// what the other touches.
  public static func run(_ first: () -> Void, _ second: () -> Void) {
    withoutActuallyEscaping(second) { second in
      nonisolated(unsafe) let work = second
      let turn = Turn()
      let group = DispatchGroup()
      // A queue of its own gets a thread at once, whatever else is waiting.
      DispatchQueue(label: "palpate.beside").async(group: group) {
        if turn.take() { unsafe work() }
      }
      first()
      if turn.take() { second() }
      group.wait()
    }
  }

  private final class Turn: Sendable {
    private let isTaken = Atomic(false)

    /// Whether the work has not been begun before.
    func take() -> Bool { !isTaken.exchange(true, ordering: .acquiringAndReleasing) }
  }
}
