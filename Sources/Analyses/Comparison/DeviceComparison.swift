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

  /// Pairs that an interval by resampling needs.
  public static let fewestPairs = Bootstrap.leastCount

  private struct Cell: Hashable {
    let device: String
    let condition: DeviceRun.Condition
  }

  private struct Measured {
    let value: Double
    let half: Double?
    let unit: String
    let count: Int
  }

  public init(_ runs: [DeviceRun]) {
    for outcome in DeviceRun.outcomes {
      var cells: [Cell: [DeviceRun.Figure]] = [:]
      for run in runs {
        guard let figure = run.figures[outcome] else { continue }
        cells[Cell(device: run.device, condition: run.condition), default: []].append(figure)
      }
      let measured = cells.mapValues(Self.combined)
      addMeasured(outcome, measured)
      addDifferences(outcome, measured)
      addHeads(outcome, measured)
      addRanks(outcome, measured)
    }
    rows.sort(by: Self.precedes)
  }

  /// Mean of repetitions: their scatter by Student's t, and the mean half width of their own intervals, in squares; errors of
  /// clock and scale are common to all of them and do not average out.
  private static func combined(_ figures: [DeviceRun.Figure]) -> Measured {
    let values = figures.map(\.value)
    let halves = figures.compactMap { figure -> Double? in
      guard let low = figure.low, let high = figure.high else { return nil }
      return (high - low) / 2
    }
    let own = halves.count == figures.count ? halves.reduce(0, +) / Double(halves.count) : nil
    let scatter = Moments.meanHalfWidth(values, level: 0.95)
    var half: Double?
    if own != nil || scatter != nil {
      let (a, b) = (own ?? 0, scatter ?? 0)
      half = (a * a + b * b).squareRoot()
    }
    return Measured(value: Moments.mean(values), half: half, unit: figures[0].unit, count: figures.count)
  }

  private mutating func addMeasured(_ outcome: String, _ measured: [Cell: Measured]) {
    for (cell, figure) in measured {
      rows.append(
        Row(
          kind: .measured, outcome: outcome, device: cell.device, other: "", condition: cell.condition,
          value: figure.value, unit: figure.unit, low: figure.half.map { figure.value - $0 },
          high: figure.half.map { figure.value + $0 }, level: figure.half == nil ? nil : 0.95, count: figure.count,
          method: "compare.mean", flags: []))
    }
  }

  private mutating func addDifferences(_ outcome: String, _ measured: [Cell: Measured]) {
    let devices = Set(measured.keys.map(\.device)).sorted(by: Self.byBytes)
    for (index, first) in devices.enumerated() {
      for second in devices[(index + 1)...] {
        let pairs = measured.compactMap { cell, figure -> (Cell, Double)? in
          guard cell.device == first,
            let other = measured[Cell(device: second, condition: cell.condition)]
          else { return nil }
          return (cell, other.value - figure.value)
        }
        add(.difference, outcome, first, second, pairs.sorted { Self.precedes($0.0, $1.0) }.map(\.1), measured)
      }
    }
  }

  private mutating func addHeads(_ outcome: String, _ measured: [Cell: Measured]) {
    let heads = Set(measured.keys.map(\.condition.head)).subtracting([""]).sorted(by: Self.byBytes)
    for (index, first) in heads.enumerated() {
      for second in heads[(index + 1)...] {
        let pairs = measured.compactMap { cell, figure -> (Cell, Double)? in
          guard cell.condition.head == first else { return nil }
          var condition = cell.condition
          condition.head = second
          guard let other = measured[Cell(device: cell.device, condition: condition)] else { return nil }
          return (cell, other.value - figure.value)
        }
        add(.headDifference, outcome, first, second, pairs.sorted { Self.precedes($0.0, $1.0) }.map(\.1), measured)
      }
    }
  }

  private mutating func add(
    _ kind: Kind, _ outcome: String, _ first: String, _ second: String, _ differences: [Double],
    _ measured: [Cell: Measured]
  ) {
    guard !differences.isEmpty, let unit = measured.values.first?.unit else { return }
    var row = Row(
      kind: kind, outcome: outcome, device: first, other: second, condition: .init(), value: nil, unit: unit, low: nil,
      high: nil, level: nil, count: differences.count, method: "compare.paired_bootstrap", flags: [])
    if differences.count >= Self.fewestPairs,
      let found = try? Bootstrap.interval(of: differences, statistic: .mean, method: .corrected, level: 0.95, seed: 1)
    {
      (row.value, row.low, row.high, row.level) = (found.estimate, found.low, found.high, 0.95)
    } else {
      row.flags = [.fewPairs]
    }
    rows.append(row)
  }

  /// A device is before another when its interval lies wholly above; places that intervals leave open are a range.
  private mutating func addRanks(_ outcome: String, _ measured: [Cell: Measured]) {
    let conditions = Set(measured.keys.map(\.condition))
    for condition in conditions {
      let here = measured.filter { $0.key.condition == condition }
      guard here.count > 1, here.allSatisfy({ $0.value.half != nil }) else { continue }
      for (cell, figure) in here {
        let half = figure.half ?? 0
        let above = here.count { $0.value.value - ($0.value.half ?? 0) > figure.value + half }
        let below = here.count { $0.value.value + ($0.value.half ?? 0) < figure.value - half }
        let (best, worst) = (Double(1 + above), Double(here.count - below))
        rows.append(
          Row(
            kind: .rank, outcome: outcome, device: cell.device, other: "", condition: condition,
            value: best == worst ? best : nil, unit: "1", low: best, high: worst, level: 0.95, count: here.count,
            method: "compare.intervals_apart", flags: best == worst ? [] : [.rankOpen]))
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
      "compare.paired_bootstrap", "mean of differences over equal conditions, bias-corrected accelerated bootstrap",
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
