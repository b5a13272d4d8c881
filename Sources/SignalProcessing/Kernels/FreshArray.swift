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
  /// A new array for so many samples, in large pages where there are many, which holds anything until it is written.
  @unsafe public static func unwritten(count: Int) -> [Double] { unsafe uninitialised(count: count) { _ in } }

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
  /// Elements it has room for.
  public let count: Int

  /// - Parameter array: Reserved for more elements than it has.
  public init(of array: inout [Double]) {
    let start = unsafe array.withUnsafeMutableBufferPointer { buffer in UInt(bitPattern: buffer.baseAddress) }
    address = start + 8 * UInt(array.count)
    count = array.capacity - array.count
  }

  /// Has the system hand over the pages of some elements now rather than one by one when they are first written.
  ///
  /// Nothing is read or changed, so that the array may do with its memory what it likes meanwhile.
  ///
  /// - Parameter elements: Places from the first that was free; those beyond what is reserved are left out.
  public func touch(_ elements: Range<Int>) {
    let elements = elements.clamped(to: 0..<count)
    let address = address + 8 * UInt(elements.lowerBound)
    #if os(Linux)
      // MADV_POPULATE_WRITE, of Linux 5.14; older ones refuse it.
      let populateWrite: Int32 = 23
      let page: UInt = 4096
      let start = (address + page - 1) & ~(page - 1)
      let end = (address + 8 * UInt(elements.count)) & ~(page - 1)
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
