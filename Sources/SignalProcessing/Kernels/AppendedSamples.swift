// SPDX-License-Identifier: GPL-3.0-or-later

extension [Double] {
  /// Appends `count` samples which `fill` writes, every one of them.
  mutating func appendWritten(count: Int, _ fill: (inout MutableSpan<Double>) -> Void) {
    // The one empty array that all threads share is not to be written.
    guard count > 0 else { return }
    append(addingCapacity: count) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialised in
        var span = unsafe UnsafeMutableBufferPointer(rebasing: buffer[initialised..<(initialised + count)]).mutableSpan
        fill(&span)
        initialised += count
      }
    }
  }
}
