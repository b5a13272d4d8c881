// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Synchronization

/// Standard input read as its bytes arrive, and what ends the program meanwhile: signals, and a reader that has gone.
struct LiveInput: ~Copyable {
  enum Arrival {
    case bytes(ArraySlice<UInt8>)
    case end
    /// SIGINT, SIGTERM or SIGHUP came.
    case interrupted(ExitStatus)
    /// Nobody reads standard output any more.
    case noReader
  }

  /// Most bytes taken at a time, and the time in ms within which a signal is noticed.
  static let portion = 1 << 16
  static let patience: Int32 = 50

  private var buffer = [UInt8](repeating: 0, count: LiveInput.portion)

  /// From here on SIGINT, SIGTERM and SIGHUP are noticed by ``next()``, so that the stream is finished before the
  /// program ends; the second one ends it at once. A SIGHUP that is ignored (`nohup`) stays so.
  init() {
    LiveSignal.received.store(0, ordering: .relaxed)
    signal(SIGINT) { LiveSignal.take($0) }
    signal(SIGTERM) { LiveSignal.take($0) }
    if !LiveSignal.isIgnored(SIGHUP) { signal(SIGHUP) { LiveSignal.take($0) } }
  }

  /// Waits for the next bytes, and takes what is there without waiting for more.
  mutating func next() throws(Failure) -> Arrival {
    while true {
      if let status = LiveSignal.status { return .interrupted(status) }
      // A silent input would hide for ever that nobody reads: no write fails when there is nothing to write.
      var entries = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
      ]
      let ready = unsafe poll(&entries, 2, Self.patience)
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      if ready > 0, entries[1].revents & Int16(POLLERR | POLLHUP) != 0 { return .noReader }
      if ready > 0, entries[0].revents == 0 { continue }
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { return .bytes(buffer[..<count]) }
      // A signal may have ended the writer too.
      if count == 0 { return LiveSignal.status.map { .interrupted($0) } ?? .end }
      if errno == EINTR || errno == EAGAIN { continue }
      throw Failure(.inputOutput, "standard input", "cannot be read: \(FileSystem.errorText)")
    }
  }
}

/// The signal that came. A handler may run in any thread and can reach nothing but a global: this atomic number.
private enum LiveSignal {
  static let received = Atomic<Int32>(0)

  static func take(_ number: Int32) {
    if received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
  }

  static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
  }

  static var status: ExitStatus? {
    switch received.load(ordering: .relaxed) {
    case SIGINT: .interrupted
    case SIGTERM: .terminated
    case SIGHUP: .hungUp
    default: nil
    }
  }
}
