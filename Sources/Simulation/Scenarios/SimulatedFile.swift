// SPDX-License-Identifier: GPL-3.0-or-later

/// A file made by the simulator.
public struct SimulatedFile: Sendable, Hashable {
  public var name: String
  public var bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

extension Scenario {
  /// How the scenario's recordings are written.
  public enum FileForm: Sendable, Hashable {
    case delimited(DelimitedDialect)
    case labBench, subjectXML, gaugeLines
    /// A table for each accelerometer, or a sound file.
    case gun(GunDialect)
  }

  public var fileForm: FileForm {
    switch self {
    case .force, .decimalComma: .delimited(.semicolonDecimalComma)
    case .utf16: .delimited(.utf16Tab)
    case .gaugeLines: .gaugeLines
    case .headerless:
      .delimited(
        .with {
          $0.header = .none
          $0.time = .none
        })
    case .quoted:
      .delimited(
        .with {
          $0.quotedHeader = true
          $0.encoding = .utf8WithMark
          $0.lineEnd = "\r"
        })
    case .millisecondStamps: .delimited(.with { $0.time = .wholeMilliseconds })
    case .cuffRun, .cuffIncomplete: .labBench
    case _ where analysis == "percussion": .gun(gunDialect)
    default: .delimited(.csv)
    }
  }

  /// Data file, sidecar where one is needed, and truth.
  /// - Parameters:
  ///   - name: File name without suffix.
  ///   - form: Nil = the scenario's own.
  ///   - session: The scenario's session with changes; nil = as it is.
  public func files(
    name: String, seed: UInt64 = 1, form: FileForm? = nil, session changed: ScenarioSession? = nil
  ) -> [SimulatedFile] {
    let form = form ?? fileForm
    let session = changed ?? session(seed: seed)
    if case .gun(let gun) = session {
      if case .gun(let dialect) = form { return gun.files(name: name, dialect: dialect) }
      return gun.files(name: name, dialect: gunDialect)
    }
    let simulated = session.run()
    var files: [SimulatedFile] = []
    if let first = simulated.recordings.first {
      switch form {
      case .delimited(let dialect):
        // A table holds one recording; sessions of several tests are written one table a test.
        for recording in simulated.recordings {
          let test = recording.member.split(separator: "/").last.map { "_\($0)" } ?? ""
          let suffix = dialect.delimiter == "\t" ? "txt" : "csv"
          files.append(SimulatedFile(name: "\(name)\(test).\(suffix)", bytes: recording.delimited(dialect)))
        }
      case .labBench:
        files.append(SimulatedFile(name: "\(name).json", bytes: LabBenchText.bytes(simulated.recordings)))
      case .subjectXML:
        files.append(SimulatedFile(name: "\(name).subx", bytes: SubjectXML.bytes(simulated.recordings)))
      case .gun: break
      case .gaugeLines: files.append(SimulatedFile(name: "\(name).txt", bytes: GaugeLines.bytes(first)))
      }
    }
    if let sidecar = sidecar(form, session) {
      files.append(SimulatedFile(name: "\(name).toml", bytes: Array(sidecar.utf8)))
    }
    files.append(SimulatedFile(name: "\(name).truth.json", bytes: Array(simulated.truth.json.utf8)))
    return files
  }
}

extension DelimitedDialect {
  /// The plain dialect, changed.
  public static func with(_ change: (inout DelimitedDialect) -> Void) -> DelimitedDialect {
    var dialect = DelimitedDialect()
    change(&dialect)
    return dialect
  }
}
