// SPDX-License-Identifier: GPL-3.0-or-later

/// Every analysis there is. A new one is one new file (or folder) and one line here; subcommands, help, `palpate
/// list`, fixtures, oracles and articles are checked against this table.
public enum AnalysisCatalogue {
  public static let all: [any Analysis.Type] = [
    PressurePainThreshold.self,
    CuffAlgometry.self,
    Percussion.self,
  ]
}
