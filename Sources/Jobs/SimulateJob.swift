// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import Simulation

/// `palpate simulate`: a recording with exactly known truth, and the truth as JSON beside it.
public struct SimulateJob: Sendable {
  /// `ppt` or `cuff`.
  public var analysis: String
  public var scenario: String?
  public var seed: UInt64 = 1
  public var output: String = ""
  public var overwrite = false
  // Changes to the scenario, as typed.
  public var rate: String?
  public var thresholds: [String] = []
  public var trials: Int?
  public var sampleRate: String?
  public var noise: String?
  public var quiet = false

  public init(analysis: String) { self.analysis = analysis }

  public func run() -> ExitStatus {
    do throws(Failure) {
      let written = try write()
      if !quiet { for path in written { try StandardStreams.output(path + "\n") } }
      return .whole
    } catch {
      StandardStreams.error("palpate: \(error)\n")
      return error.status
    }
  }

  private func write() throws(Failure) -> [String] {
    let scenario = try chosen()
    let (name, form) = try destination(scenario)
    let files = scenario.files(name: "", seed: seed, form: form, session: try session(scenario))
    // A session of several tests has a file a test; one recording gets exactly the name asked for.
    let data = files.filter { !$0.name.hasSuffix(".toml") && !$0.name.hasSuffix(".truth.json") }
    let last = FileSystem.lastComponent(output)
    var out: [(path: String, bytes: [UInt8])] = []
    for file in files {
      let path = data.count == 1 && file == data[0] ? output : String(output.dropLast(last.count)) + name + file.name
      out.append((path, file.bytes))
    }
    try Self.place(out, overwrite: overwrite)
    return out.map(\.path)
  }

  /// Writes all files, or none when one is there already.
  static func place(_ files: [(path: String, bytes: [UInt8])], overwrite: Bool) throws(Failure) {
    if !overwrite {
      for file in files {
        guard case .missing = FileSystem.kind(file.path) else {
          throw Failure(.cannotCreate, file.path, "is there already; --force replaces it")
        }
      }
    }
    for file in files { try AtomicFile.write(file.bytes, to: file.path) }
  }

  private func chosen() throws(Failure) -> Scenario {
    try Self.chosen(scenario, analysis: analysis, prefix: analysis, usual: analysis == "cuff" ? .cuffRun : .clean)
  }

  static func chosen(
    _ scenario: String?, analysis: String, prefix: String, usual: Scenario
  ) throws(Failure) -> Scenario {
    guard let text = scenario else { return usual }
    let mine = Scenario.allCases.filter { $0.analysis == analysis }
    // `cuff_` may be left out, as the command says it.
    if let found = mine.first(where: { $0.rawValue == text || $0.rawValue == "\(prefix)_\(text)" }) { return found }
    throw unknown(text, "--scenario", among: mine.map(\.rawValue))
  }

  /// The case of that name; nil when nothing is typed.
  static func named<Name: RawRepresentable & CaseIterable>(
    _ text: String?, _ option: String, _: Name.Type
  ) throws(Failure) -> Name? where Name.RawValue == String {
    guard let text else { return nil }
    if let found = Name(rawValue: text) { return found }
    throw unknown(text, option, among: Name.allCases.map(\.rawValue))
  }

  private static func unknown(_ text: String, _ option: String, among names: [String]) -> Failure {
    let nearest = Nearest.of(text, among: names).map { "; did you mean \($0)?" } ?? ""
    return Failure(.usage, "\(option) \(text)", "expected one of \(names.joined(separator: ", "))\(nearest)")
  }

  /// Name without suffix, and the form the suffix asks for.
  private func destination(_ scenario: Scenario) throws(Failure) -> (name: String, form: Scenario.FileForm) {
    let last = FileSystem.lastComponent(output)
    guard !output.isEmpty, output != "-", let dot = last.lastIndex(of: "."), dot > last.startIndex else {
      throw Failure(.usage, "-o \(output)", "expected a file name with a suffix, such as session.csv")
    }
    let name = String(last[..<dot])
    let suffix = String(last[last.index(after: dot)...])
    let natural: [String]
    switch (scenario.fileForm, suffix) {
    case (.labBench, "json"), (.gaugeLines, "txt"): return (name, scenario.fileForm)
    case (.delimited(let dialect), _) where (dialect.delimiter == "\t" ? "txt" : "csv") == suffix:
      return (name, scenario.fileForm)
    case (_, "json") where analysis == "cuff": return (name, .labBench)
    case (_, "subx") where analysis == "cuff": return (name, .subjectXML)
    case (.delimited(let dialect), _): natural = [dialect.delimiter == "\t" ? "txt" : "csv"]
    case (.gaugeLines, _): natural = ["txt"]
    // A session of several tests; a table holds one.
    case (.labBench, _), (.subjectXML, _), (.gun, _): natural = []
    }
    let all = (natural + (analysis == "cuff" ? ["json", "subx"] : [])).map { "." + $0 }
    throw Failure(
      .usage, "-o \(output)", "expected a name ending in \(all.joined(separator: ", ")), found '.\(suffix)'")
  }

  // MARK: Changes to the scenario

  private func session(_ scenario: Scenario) throws(Failure) -> ScenarioSession {
    let rate: PressureRate? = try quantity(rate, "--rate", 0.01...2000)
    let sampleRate: Hertz? = try quantity(sampleRate, "--sample-rate", 0.1...100_000)
    let noise: Pressure? = try quantity(noise, "--noise", 0...1000)
    switch scenario.session(seed: seed) {
    case .ppt(var session):
      if let rate { session.rate = rate }
      if let sampleRate { session.samplingRate = sampleRate }
      if let noise { session.noise = noise }
      try set(&session)
      return .ppt(session)
    case .cuff(var session):
      if rate != nil || !thresholds.isEmpty || trials != nil {
        throw Failure(.usage, "simulate cuff", "expected --scenario, --seed, --sample-rate or --noise")
      }
      if let sampleRate { session.samplingRate = sampleRate }
      if let noise { session.noise = noise }
      return .cuff(session)
    case .gun(let session): return .gun(session)
    }
  }

  private func set(_ session: inout AlgometerSession) throws(Failure) {
    var values: [Pressure] = []
    for text in thresholds {
      let value: Pressure? = try quantity(text, "--threshold", 1...10_000)
      if let value { values.append(value) }
    }
    if let trials, !(1...1000).contains(trials) {
      throw Failure(.usage, "--trials", "expected 1 to 1000, found \(trials)")
    }
    if values.isEmpty, trials == nil { return }
    if values.isEmpty { values = session.thresholds }
    let count = trials ?? values.count
    session.thresholds = (0..<count).map { values[$0 % values.count] }
    // Site lists go by trial; a changed number of trials makes them void.
    if !session.sites.isEmpty, session.sites.count != count { (session.sites, session.sides) = ([], []) }
  }

  private func quantity<Q: Quantity>(
    _ text: String?, _ option: String, _ range: ClosedRange<Double>
  ) throws(Failure) -> Q? {
    guard let text else { return nil }
    return try DescriptionOptions.quantity(text, option: option, within: range)
  }
}
