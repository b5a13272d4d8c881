// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Synchronization

/// Two pieces of work on two threads.
public enum SideBySide {
  /// Returns when both are done; the second runs on this thread too if no other has begun it by then. Neither may write
  /// what the other touches.
  public static func run(_ first: () -> Void, _ second: () -> Void) {
    withoutActuallyEscaping(second) { second in
      var work = second
      unsafe withUnsafePointer(to: &work) { pointer in
        let turn = Turn()
        let group = DispatchGroup()
        // The pointer's bits: what it points to is not changed, and lives until the group is done.
        let address = UInt(bitPattern: pointer)
        // A queue of its own gets a thread at once, whatever else is waiting.
        DispatchQueue(label: "palpate.beside").async(group: group) {
          if turn.take(), let work = unsafe UnsafePointer<() -> Void>(bitPattern: address) { unsafe work.pointee() }
        }
        first()
        if turn.take() { unsafe pointer.pointee() }
        group.wait()
      }
    }
  }

  private final class Turn: Sendable {
    private let isTaken = Atomic(false)

    /// Whether the work has not been begun before.
    func take() -> Bool { !isTaken.exchange(true, ordering: .acquiringAndReleasing) }
  }
}
