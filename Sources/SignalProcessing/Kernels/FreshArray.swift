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
    // The one empty array that all threads share is not to be written.
    guard count > 0 else { return [] }
    return unsafe [Double](unsafeUninitializedCapacity: count) { buffer, initialised in
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
    guard count > 0 else { return [] }
    return unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialised in
      unsafe adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      guard let base = buffer.baseAddress else { return }
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

/// A part of an array's reserved memory that holds no elements yet.
public struct SpareMemory: Sendable {
  private let address: UInt
  private let count: Int

  /// - Parameters:
  ///   - array: Reserved for more elements than it has.
  ///   - elements: Places to touch, from 0; what is not reserved is left out.
  public init(of array: inout [Double], _ elements: Range<Int>) {
    let places = elements.clamped(to: array.count..<max(array.count, array.capacity))
    let start = unsafe array.withUnsafeMutableBufferPointer { buffer in UInt(bitPattern: buffer.baseAddress) }
    address = start + 8 * UInt(places.lowerBound)
    count = 8 * places.count
  }

  /// Has the system hand over the pages now rather than one by one when they are first written. Nothing is read or
  /// changed, so that the array may do with its memory what it likes meanwhile.
  public func touch() {
    #if os(Linux)
      // MADV_POPULATE_WRITE, of Linux 5.14; older ones refuse it.
      let populateWrite: Int32 = 23
      let page: UInt = 4096
      let start = (address + page - 1) & ~(page - 1)
      let end = (address + UInt(count)) & ~(page - 1)
      guard end > start, let pointer = unsafe UnsafeMutableRawPointer(bitPattern: start) else { return }
      _ = unsafe madvise(pointer, Int(end - start), populateWrite)
    #endif
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
