// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import Reporting
import Simulation

/// `palpate list`: every table there is, each entry with its meaning and reference.
public struct ListJob: Sendable {
  public enum What: String, Sendable, Hashable, CaseIterable {
    case analyses, formats, filters, outcomes, methods, settings, flags, scenarios
  }

  public var what: [What] = []
  public var format: OutputFormat?
  public var color = ColorChoice.auto

  public init() {}

  public func run() -> ExitStatus {
    do throws(Failure) {
      try StandardStreams.output(text())
      return .whole
    } catch {
      StandardStreams.error("palpate: \(error)\n")
      return error.status
    }
  }

  private func text() throws(Failure) -> String {
    // The simulator's scenarios are for those who ask.
    let chosen = what.isEmpty ? What.allCases.filter { $0 != .scenarios } : what
    let reports = chosen.map { ($0, Self.report($0)) }
    switch format ?? .table {
    case .table:
      let style = TerminalStyle(color: color.isOn, width: StandardStreams.width)
      return reports.map { $0.1.text(style: style) }.joined(separator: "\n")
    case .csv:
      guard reports.count == 1 else { throw Failure(.usage, "--format csv", "expected one list, such as list flags") }
      return reports[0].1.csv
    case .json:
      return JSONValue.object(Dictionary(reports.map { ($0.0.rawValue, $0.1.json) }, uniquingKeysWith: { $1 })).document
    case .ndjson:
      return reports.map { JSONValue.object([$0.0.rawValue: $0.1.json]).line + "\n" }.joined()
    }
  }

  static func report(_ what: What) -> CatalogueReport {
    switch what {
    case .analyses:
      CatalogueReport(
        title: "Analyses", columns: ["analysis", "summary"], rows: AnalysisCatalogue.all.map { [$0.name, $0.summary] })
    case .formats:
      CatalogueReport(
        title: "Formats", columns: ["format", "summary"],
        rows: FormatCatalogue.all.map { ["\($0.format)", $0.summary] })
    case .filters:
      CatalogueReport(
        title: "Filters of palpate filter", columns: ["filter", "options", "meaning", "source"],
        rows: FilterCatalogue.all.map { [$0.name, $0.options, $0.meaning, $0.source] })
    case .outcomes:
      CatalogueReport(
        title: "Outcomes", columns: ["outcome", "analysis", "unit", "meaning"],
        rows: AnalysisCatalogue.all.flatMap { type in
          type.outcomes.map { [$0.name, type.name, $0.unit, $0.sentence] }
        })
    case .methods:
      CatalogueReport(
        title: "Methods", columns: ["method", "meaning", "source"],
        rows: (AnalysisCatalogue.all.flatMap { type in type.methods } + DeviceComparison.methods).map {
          [$0.id, $0.sentence, $0.origin.text]
        })
    case .settings:
      CatalogueReport(
        title: "Settings", columns: ["setting", "default", "meaning", "source"],
        rows: AnalysisCatalogue.all.flatMap { settings(of: $0) })
    case .flags:
      CatalogueReport(
        title: "Flags", columns: ["flag", "severity", "meaning"],
        rows: IssueCode.allCases.sorted().map { [$0.rawValue, $0.severity.rawValue, $0.sentence] })
    case .scenarios:
      CatalogueReport(
        title: "Scenarios of palpate simulate", columns: ["scenario", "analysis"],
        rows: Scenario.allCases.map { [$0.rawValue, $0.analysis] })
    }
  }

  private static func settings<A: Analysis>(of analysis: A.Type) -> [[String]] {
    A.Parameters.table.map { parameter in
      let value = parameter.show(A.Parameters())
      return [
        "\(A.name).\(parameter.key)", value.isEmpty ? "not set" : value, parameter.sentence, parameter.origin.text,
      ]
    }
  }
}
