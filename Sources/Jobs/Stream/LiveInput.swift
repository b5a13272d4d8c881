// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Standard input read as its bytes arrive, and the signals that end the program meanwhile.
struct LiveInput: ~Copyable {
  enum Arrival {
    case bytes(ArraySlice<UInt8>)
    case end
    /// SIGINT or SIGTERM came.
    case interrupted(ExitStatus)
  }

  /// Most bytes taken at a time, and the time in ms within which a signal is noticed.
  static let portion = 1 << 16
  static let patience: Int32 = 50

  private var buffer = [UInt8](repeating: 0, count: LiveInput.portion)

  /// From here on SIGINT and SIGTERM wait to be asked for: the stream is finished before the program ends.
  init() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Waits for the next bytes, and takes what is there without waiting for more.
  mutating func next() throws(Failure) -> Arrival {
    while true {
      if let status = Self.signal { return .interrupted(status) }
      var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&entry, 1, Self.patience)
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { return .bytes(buffer[..<count]) }
      if count == 0 { return .end }
      if errno == EINTR || errno == EAGAIN { continue }
      throw Failure(.inputOutput, "standard input", "cannot be read: \(FileSystem.errorText)")
    }
  }

  private static var signal: ExitStatus? {
    var waiting = sigset_t()
    guard unsafe sigpending(&waiting) == 0 else { return nil }
    if unsafe sigismember(&waiting, SIGINT) == 1 { return .interrupted }
    return unsafe sigismember(&waiting, SIGTERM) == 1 ? .terminated : nil
  }
}
