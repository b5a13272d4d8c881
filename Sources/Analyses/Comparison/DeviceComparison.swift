// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings

/// Devices side by side: what each measures in each condition, paired differences, and ranks where intervals separate.
public struct DeviceComparison: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A figure of one device in one condition.
    case measured
    /// The other device minus the first, over the conditions both were measured in.
    case difference
    /// The other head minus the first, over devices, speed levels and loads.
    case headDifference = "head_difference"
    /// Place among the devices in one condition, the largest figure first.
    case rank
  }

  public struct Row: Sendable, Hashable {
    public var kind: Kind
    public var outcome: String
    public var device: String
    /// The device or head compared with.
    public var other: String
    public var condition: DeviceRun.Condition
    public var value: Double?
    public var unit: String
    public var low: Double?
    public var high: Double?
    public var level: Double?
    public var count: Int
    public var method: String
    public var flags: Set<IssueCode>
  }

  public private(set) var rows: [Row] = []

  /// Fewer conditions say nothing of others.
  public static let fewestPairs = 5
  /// From so many on intervals are resampled: with fewer such ones are too short (`BootstrapTests`).
  static let resampledPairs = 40

  private typealias Measured = DeviceFigure

  private struct Cell: Hashable {
    let device: String
    let condition: DeviceRun.Condition
  }

  /// - Parameter runs: In any order; speed levels that are not declared are told by the rates.
  public init(_ runs: [DeviceRun]) {
    let runs = DeviceRun.leveled(runs)
    for outcome in DeviceRun.outcomes {
      var cells: [Cell: [DeviceRun]] = [:]
      for run in runs where run.figures[outcome] != nil {
        cells[Cell(device: run.device, condition: run.condition), default: []].append(run)
      }
      let measured = cells.mapValues { Measured($0, outcome) }
      addMeasured(outcome, measured)
      addDifferences(outcome, measured)
      addHeads(outcome, measured)
      addRanks(outcome, measured)
    }
    rows.sort(by: Self.precedes)
  }

  private mutating func addMeasured(_ outcome: String, _ measured: [Cell: Measured]) {
    for (cell, figure) in measured {
      rows.append(
        Row(
          kind: .measured, outcome: outcome, device: cell.device, other: "", condition: cell.condition,
          value: figure.value, unit: figure.unit, low: figure.low, high: figure.high,
          level: figure.low == nil ? nil : 0.95, count: figure.count, method: "compare.mean", flags: figure.flags))
    }
  }

  private mutating func addDifferences(_ outcome: String, _ measured: [Cell: Measured]) {
    let devices = Set(measured.keys.map(\.device)).sorted(by: Self.byBytes)
    for (index, first) in devices.enumerated() {
      for second in devices[(index + 1)...] {
        add(.difference, outcome, first, second, measured) { cell in
          cell.device == first ? Cell(device: second, condition: cell.condition) : nil
        }
      }
    }
  }

  private mutating func addHeads(_ outcome: String, _ measured: [Cell: Measured]) {
    let heads = Set(measured.keys.map(\.condition.head)).subtracting([""]).sorted(by: Self.byBytes)
    for (index, first) in heads.enumerated() {
      for second in heads[(index + 1)...] {
        add(.headDifference, outcome, first, second, measured) { cell in
          guard cell.condition.head == first else { return nil }
          var condition = cell.condition
          condition.head = second
          return Cell(device: cell.device, condition: condition)
        }
      }
    }
  }

  /// - Parameter other: The cell that one is compared with; nil for none.
  private mutating func add(
    _ kind: Kind, _ outcome: String, _ first: String, _ second: String, _ measured: [Cell: Measured],
    other: (Cell) -> Cell?
  ) {
    var pairs: [(Measured, Measured)] = []
    var flags: Set<IssueCode> = []
    for (cell, figure) in measured.sorted(by: { Self.precedes($0.key, $1.key) }) {
      guard let match = other(cell).flatMap({ measured[$0] }) else { continue }
      if figure.hasLevels(of: match) { pairs.append((figure, match)) } else { flags.insert(.levelsUnmatched) }
    }
    guard !pairs.isEmpty || !flags.isEmpty, let unit = measured.values.first?.unit else { return }
    var row = Row(
      kind: kind, outcome: outcome, device: first, other: second, condition: .init(), value: nil, unit: unit, low: nil,
      high: nil, level: nil, count: pairs.count, method: "compare.paired_t", flags: flags)
    if pairs.count >= Self.fewestPairs {
      let found = PairedDifference(pairs, resampled: pairs.count >= Self.resampledPairs)
      (row.value, row.low, row.high, row.method) = (found.value, found.low, found.high, found.method)
      if row.low != nil { row.level = 0.95 }
      for (a, b) in pairs { row.flags.formUnion(a.flags.union(b.flags)) }
    } else {
      row.flags.insert(.fewPairs)
    }
    rows.append(row)
  }

  /// A device is before another when its interval lies wholly above; places that intervals leave open are a range.
  private mutating func addRanks(_ outcome: String, _ measured: [Cell: Measured]) {
    let conditions = Set(measured.keys.map(\.condition))
    for condition in conditions {
      let here = measured.filter { $0.key.condition == condition }
      let ends = here.compactMapValues { figure in figure.low.flatMap { low in figure.high.map { (low, $0) } } }
      guard here.count > 1, ends.count == here.count else { continue }
      let matched = here.values.allSatisfy { one in here.values.allSatisfy(one.hasLevels) }
      for (cell, own) in ends {
        let above = matched ? ends.values.count { $0.0 > own.1 } : 0
        let below = matched ? ends.values.count { $0.1 < own.0 } : 0
        let (best, worst) = (Double(1 + above), Double(here.count - below))
        var flags = here.values.reduce(into: Set<IssueCode>()) { $0.formUnion($1.flags) }
        if best != worst { flags.insert(.rankOpen) }
        if !matched { flags.insert(.levelsUnmatched) }
        rows.append(
          Row(
            kind: .rank, outcome: outcome, device: cell.device, other: "", condition: condition,
            value: best == worst ? best : nil, unit: "1", low: best, high: worst, level: 0.95, count: here.count,
            method: "compare.intervals_apart", flags: flags))
      }
    }
  }

  // MARK: Order

  private static func byBytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

  private static func key(_ device: String, _ condition: DeviceRun.Condition) -> [String] {
    [condition.speedLevel, condition.head, condition.load, device]
  }

  private static func precedes(_ a: [String], _ b: [String]) -> Bool {
    for (x, y) in zip(a, b) where x != y { return byBytes(x, y) }
    return false
  }

  private static func precedes(_ a: Cell, _ b: Cell) -> Bool {
    precedes(key(a.device, a.condition), key(b.device, b.condition))
  }

  private static func precedes(_ a: Row, _ b: Row) -> Bool {
    func place(_ row: Row) -> Int {
      (DeviceRun.outcomes.firstIndex(of: row.outcome) ?? 0) * 8 + (Kind.allCases.firstIndex(of: row.kind) ?? 0)
    }
    if place(a) != place(b) { return place(a) < place(b) }
    return precedes(key(a.device, a.condition) + [a.other], key(b.device, b.condition) + [b.other])
  }
}

extension DeviceComparison {
  /// What the rows' methods do.
  public static let methods: [MethodEntry] = [
    .init(
      "compare.mean", "mean of repetitions; interval of their scatter and of their own intervals together",
      .ownDesign("errors of clock and scale are common to repetitions")),
    .init(
      "compare.paired_t",
      "mean of differences over equal conditions, Student's t, and the figures' own intervals in squares",
      .ownDesign("errors of clock and scale are common to the conditions of a device")),
    .init(
      "compare.paired_bootstrap",
      "the same from 40 pairs on, bias-corrected accelerated bootstrap, and the figures' own intervals in squares",
      .published(.efron1987, locator: "BCa", verified: true)),
    .init(
      "compare.intervals_apart", "place by figures whose 95 % intervals do not touch; otherwise a range of places",
      .ownDesign("a rank that intervals do not separate is not given")),
  ]
}

extension Reference {
  public static let efron1987 = Reference(
    id: "efron1987", citation: "Efron B. Better bootstrap confidence intervals. J Am Stat Assoc 1987;82:171")
}
