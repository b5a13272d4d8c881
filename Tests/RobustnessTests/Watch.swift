// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Knows what each worker is at, ends the process when a case hangs, and names the case when the process crashes.
final class Watch: Sendable {
  private struct State: Sendable {
    var cases: [Case?]
    var since: [Date]
    var isOn = true
  }

  private let state: Guarded<State>

  init(workers: Int) {
    state = Guarded(State(cases: Array(repeating: nil, count: workers), since: Array(repeating: .now, count: workers)))
  }

  /// Where failing inputs are kept.
  static let folder: URL = {
    let folder = FileManager.default.temporaryDirectory.appending(path: "palpate-robustness-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }()

  func begin(_ example: Case, worker: Int) {
    state.withLock { state in
      state.cases[worker] = example
      state.since[worker] = .now
    }
    CrashReport.enter(example, slot: worker)
  }

  func end(worker: Int) {
    CrashReport.leave(slot: worker)
    state.withLock { $0.cases[worker] = nil }
  }

  func start() {
    CrashReport.install(in: Self.folder)
    Thread.detachNewThread { [self] in
      while state.withLock({ $0.isOn }) {
        Thread.sleep(forTimeInterval: 0.5)
        let hanging = state.withLock { state in
          state.cases.indices.compactMap { worker in
            state.since[worker].timeIntervalSinceNow < -Bench.patience ? state.cases[worker] : nil
          }
        }
        guard let example = hanging.first else { continue }
        let text = "\(example.name) took over \(Bench.patience) s; input kept as \(Self.keep(example))\n"
        FileHandle.standardError.write(Data(text.utf8))
        _exit(1)
      }
    }
  }

  func stop() { state.withLock { $0.isOn = false } }

  /// Writes the input of a case to the temporary folder and says where.
  static func keep(_ example: Case) -> String {
    let name = example.name.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "_" }
    let url = folder.appending(path: String(name))
    try? Data(example.bytes).write(to: url)
    return url.path(percentEncoded: false)
  }
}
