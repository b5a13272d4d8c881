// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension [Double] {
  /// A new array of `count` samples which `fill` writes, every one of them.
  ///
  /// The first touch of small pages costs more than most filters; large arrays ask the system for large pages first.
  static func fresh(count: Int, _ fill: (inout MutableSpan<Double>) -> Void) -> [Double] {
    unsafe [Double](unsafeUninitializedCapacity: count) { buffer, initialised in
      unsafe adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      var span = unsafe buffer.mutableSpan
      fill(&span)
      initialised = count
    }
  }
}

extension Array where Element: BitwiseCopyable {
  /// A new array of `count` elements which `fill` writes from the given place on, every one of them.
  static func uninitialised(count: Int, _ fill: (UnsafeMutablePointer<Element>) -> Void) -> [Element] {
    unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialised in
      unsafe adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      guard let base = buffer.baseAddress, count > 0 else { return }
      unsafe fill(base)
      initialised = count
    }
  }
}

extension [Double] {
  /// Sets aside memory for so many elements in all, in large pages where there are many.
  public mutating func reserveLargePages(_ count: Int) {
    guard count > capacity else { return }
    reserveCapacity(count)
    let bytes = capacity * MemoryLayout<Double>.stride
    unsafe withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe adviseLargePages(UnsafeMutableRawBufferPointer(start: base, count: bytes))
    }
  }
}

/// Asks for large pages for the whole pages inside `bytes`; only a hint, and only for 2 MiB and more.
private func adviseLargePages(_ bytes: UnsafeMutableRawBufferPointer) {
  #if os(Linux)
    let large = 2 << 20
    guard bytes.count >= large, let base = bytes.baseAddress else { return }
    let page = 4096
    let start = unsafe UnsafeMutableRawPointer(bitPattern: (UInt(bitPattern: base) + UInt(page - 1)) & ~UInt(page - 1))
    guard let start = unsafe start else { return }
    let end = unsafe base + bytes.count
    let count = unsafe (end - start) & ~(page - 1)
    _ = unsafe madvise(start, count, Int32(MADV_HUGEPAGE))
  #endif
}
