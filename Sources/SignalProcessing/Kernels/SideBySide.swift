// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch

/// Two pieces of work on two threads.
public enum SideBySide {
  /// Returns when both are done. Neither may write what the other touches.
  public static func run(_ first: () -> Void, _ second: () -> Void) {
    withoutActuallyEscaping(first) { first in
      withoutActuallyEscaping(second) { second in
        nonisolated(unsafe) let work = (first, second)
        DispatchQueue.concurrentPerform(iterations: 2) { turn in
          if turn == 0 { unsafe work.0() } else { unsafe work.1() }
        }
      }
    }
  }
}
