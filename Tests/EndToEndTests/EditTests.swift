// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@Suite struct EditTests {
  private func run(_ edit: String) throws -> Program.Run {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    try scratch.write("[[edit]]\n\(edit)\nreason = \"operator slipped\"\nby = \"operator 2\"\n", to: "s.toml")
    return try Program.run(["analyze", "s.csv", "--format", "csv"], in: scratch)
  }

  @Test func anEditOfATrialThatIsThereIsApplied() throws {
    let run = try run("trial = 2\nexclude = true")
    #expect(run.status == 0, "\(run.errors)")
    let rows = try Tables.csv(run.text)
    let trial = rows.filter { $0["trial"] == "2" }
    #expect(!trial.isEmpty && trial.allSatisfy { $0["flags"]?.contains("excluded") == true })
    let series = try #require(rows.first { $0["outcome"] == "pressure_pain_threshold" && $0["trial"] == "" })
    #expect(series["value"] == "" && series["n"] == "2")
  }

  /// A decision that changes nothing would leave figures that look edited.
  @Test(arguments: [
    "trial = 4\nexclude = true", "trial = 9\noutcome = \"pressure_pain_threshold\"\nvalue = \"300 kPa\"",
    "trial = 1\noutcome = \"pulse_pressure\"\nvalue = \"30 kPa\"",
  ])
  func anEditThatMatchesNothingIsRefused(_ edit: String) throws {
    let run = try run(edit)
    #expect(run.status == 78 && run.text.isEmpty, "\(run.text)")
    #expect(run.errors.contains("operator slipped") && run.errors.contains("matches no figure"), "\(run.errors)")
  }
}
