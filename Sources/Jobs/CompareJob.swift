// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Reporting

/// `palpate compare`: recordings of several devices in, their figures side by side out.
public struct CompareJob: Sendable {
  /// How the recordings are read and analysed; its `output` and `format` are those of the comparison.
  public var analyze: AnalyzeJob
  /// Picture of the devices: .svg, .png or .pdf.
  public var figure: String?
  /// Outcome that the picture shows.
  public var outcome = "percussion_rate"

  public init(_ analyze: AnalyzeJob) {
    self.analyze = analyze
    self.analyze.analysis = Percussion.name
  }

  public func run() async -> ExitStatus {
    do throws(Failure) {
      return try await runThrowing()
    } catch {
      StandardStreams.error("palpate: \(error)\n")
      return error.status
    }
  }

  private func runThrowing() async throws(Failure) -> ExitStatus {
    let descriptions = try Descriptions(
      options: analyze.description.contents(), protocolFile: analyze.description.protocolFile)
    var arguments = analyze.arguments
    if let list = analyze.files0From { arguments += try AnalyzeJob.list(list) }
    guard !arguments.isEmpty else { throw Failure(.usage, "", "expected recordings; see palpate compare --help") }
    var (inputs, failures) = Inputs.expand(arguments)
    let output = analyze.output ?? "-"
    var format = analyze.format ?? (output == "-" && StandardStreams.outputIsTerminal ? OutputFormat.table : .csv)
    if output != "-" {
      if analyze.format == nil { format = try ResultDestination.format(of: output) }
      try ResultDestination.check(file: output, inputs)
    }
    guard DeviceRun.outcomes.contains(outcome) else {
      let names = DeviceRun.outcomes.joined(separator: ", ")
      throw Failure(.usage, "--outcome", "expected one of \(names), found '\(outcome)'")
    }
    let picture = try figure.map { (path) throws(Failure) in
      try FigureDestination(path, input: inputs.first?.path ?? path)
    }
    let results = await analyze.readAll(inputs, descriptions, hashes: false)
    failures += results.compactMap(\.failure)
    failures.sort { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }
    for failure in failures { StandardStreams.error("palpate: \(failure)\n") }
    let reports = results.flatMap(\.reports).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let runs = reports.flatMap { report in
      report.findings.flatMap { DeviceRun.all(report.description, name: report.name, $0) }
    }
    let devices = Set(runs.map(\.device))
    if runs.isEmpty {
      if failures.isEmpty {
        throw Failure(.dataInvalid, "", "no recording gave a figure to compare; palpate percussion says why")
      }
    } else {
      let comparison = DeviceComparison(runs)
      let style = TerminalStyle(color: analyze.color.isOn && output == "-", width: StandardStreams.width)
      let text =
        switch format {
        case .csv: ComparisonReport.csv(comparison)
        case .json: ComparisonReport.json(comparison, version: PalpateVersion.text)
        case .ndjson: ComparisonReport.lines(comparison)
        case .table: ComparisonReport.table(comparison, style)
        }
      if output == "-" { try StandardStreams.output(text) } else { try AtomicFile.write(text, to: output) }
      if let picture {
        guard let drawn = ComparisonFigure.figure(comparison, outcome: outcome) else {
          throw Failure(.dataInvalid, "--figure", "no recording gave \(outcome)")
        }
        try picture.write(drawn)
      }
      if !analyze.quiet {
        let devicesText = AnalyzeJob.plural(devices.count, "device")
        StandardStreams.error("palpate: compared \(AnalyzeJob.plural(reports.count, "recording")) of \(devicesText)\n")
      }
    }
    return AnalyzeJob.status(failures, of: inputs.count + failures.count - results.count { $0.failure != nil })
  }
}
