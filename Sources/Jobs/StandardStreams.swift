// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Standard output and error.
public enum StandardStreams {
  /// Writes results. A reader that has gone (`| head`) ends the writing quietly.
  public static func output(_ text: String) throws(Failure) {
    let code = FileSystem.write(Array(text.utf8), to: STDOUT_FILENO)
    if code != 0, code != EPIPE {
      errno = code
      throw Failure(.inputOutput, "standard output", "cannot be written: \(FileSystem.errorText)")
    }
  }

  /// Writes a message; a message that cannot be written is lost.
  public static func error(_ text: String) {
    _ = FileSystem.write(Array(text.utf8), to: STDERR_FILENO)
  }

  public static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal, else of `COLUMNS`, else 100.
  static var width: Int {
    var size = winsize()
    if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return environment("COLUMNS").flatMap { Int($0) } ?? 100
  }

  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

/// What ends the program from outside.
public enum Interruption {
  /// A broken pipe becomes an error of `write`; an interrupt ends with its own code. Finished outputs stand whole, as
  /// they are put in place by renaming.
  public static func install() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGINT) { _ in _exit(130) }
    signal(SIGTERM) { _ in _exit(143) }
  }
}
