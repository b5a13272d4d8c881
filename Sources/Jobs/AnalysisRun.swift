// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import Reporting
import Sidecar

/// One analysis over the recordings of one file.
enum AnalysisRun {
  /// Adds the findings of an analysis to the reports; recordings of one session are related to each other.
  static func add<A: Analysis>(
    _ analysis: A.Type, to reports: inout [RecordingReport], recordings: [Recording], contents: SidecarContents
  ) throws(Failure) {
    let parameters = try Descriptions.parameters(of: analysis, contents)
    var done: [(index: Int, findings: Findings)] = []
    for (index, recording) in recordings.enumerated() {
      switch A.applies(to: recording) {
      case .doesNotApply(let reason):
        reports[index].notApplicable.append(.init(analysis: A.name, reason: reason))
      case .applies:
        do throws(AnalysisError) {
          done.append((index, try A.analyze(recording, parameters)))
        } catch {
          reports[index].notApplicable.append(.init(analysis: A.name, reason: error.description))
        }
      }
    }
    for group in sessions(done.map { recordings[$0.index].session }) {
      let members = group.map { done[$0] }
      let related = A.relate(members.map { (recordings[$0.index], $0.findings) }, parameters)
      precondition(related.count == members.count, "relate gives back one findings a recording")
      for (member, findings) in zip(members, related) { reports[member.index].findings.append(findings) }
    }
  }

  /// Indexes grouped by session, in file order; a recording without session stands alone.
  private static func sessions(_ names: [String]) -> [[Int]] {
    var groups: [[Int]] = []
    var place: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      if !name.isEmpty, let group = place[name] {
        groups[group].append(index)
      } else {
        if !name.isEmpty { place[name] = groups.count }
        groups.append([index])
      }
    }
    return groups
  }
}
