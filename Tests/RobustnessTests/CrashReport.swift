// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Names the inputs at work when the process dies of a trap, an abort or a bad access, and keeps their bytes.
///
/// Only calls that are safe in a signal handler are made there; all memory is set aside beforehand.
enum CrashReport {
  static let slots = 64
  private static let nameSize = 512
  private static let byteSize = 1 << 20

  /// Per slot: name (C string), length, bytes, path of the file to write (C string).
  private nonisolated(unsafe) static let names = UnsafeMutablePointer<CChar>.allocate(capacity: slots * nameSize)
  private nonisolated(unsafe) static let paths = UnsafeMutablePointer<CChar>.allocate(capacity: slots * nameSize)
  private nonisolated(unsafe) static let counts = UnsafeMutablePointer<Int>.allocate(capacity: slots)
  private nonisolated(unsafe) static let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: slots * byteSize)

  static func install(in folder: URL) {
    for slot in 0..<slots {
      unsafe counts[slot] = -1
      unsafe copy("\(folder.path(percentEncoded: false))/crash-\(slot)", to: paths + slot * nameSize)
    }
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
      signal(number) { number in CrashReport.report(number) }
    }
  }

  static func enter(_ example: Case, slot: Int) {
    guard slot < slots else { return }
    unsafe copy(example.name, to: names + slot * nameSize)
    let count = min(example.bytes.count, byteSize)
    unsafe example.bytes.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { unsafe (bytes + slot * byteSize).update(from: base, count: count) }
    }
    unsafe counts[slot] = count
  }

  static func leave(slot: Int) {
    if slot < slots { unsafe counts[slot] = -1 }
  }

  private static func copy(_ text: String, to target: UnsafeMutablePointer<CChar>) {
    let units = text.utf8.prefix(nameSize - 1)
    for (index, unit) in units.enumerated() { unsafe target[index] = CChar(bitPattern: unit) }
    unsafe target[units.count] = 0
  }

  private static func report(_ number: Int32) {
    for slot in 0..<slots where unsafe counts[slot] >= 0 {
      let path = unsafe paths + slot * nameSize
      let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      if file >= 0 { _ = unsafe write(file, bytes + slot * byteSize, counts[slot]) }
      unsafe say("crashed in (or beside): ")
      unsafe say(names + slot * nameSize)
      unsafe say("; input kept as ")
      unsafe say(path)
      unsafe say("\n")
    }
    signal(number, SIG_DFL)
    raise(number)
  }

  private static func say(_ text: UnsafePointer<CChar>) { _ = unsafe write(2, text, strlen(text)) }
}
