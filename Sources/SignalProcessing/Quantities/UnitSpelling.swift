// SPDX-License-Identifier: GPL-3.0-or-later

/// What a unit text in a header, sidecar or option means.
public enum UnitSpelling: Sendable, Hashable {
  case known(Unit)
  /// A mass unit that fields use for force or pressure (`kg`, `kg/cm2`, `g` beside a force); taken as force only
  /// when the user says so.
  case massAsForce(Unit)
  /// `g`: gram-force or standard gravity; the kind of channel decides, else it is refused.
  case gramOrGravity
  case unknown

  /// Reads any spelling listed in the format documents: case variants, `²`, `^2`, `**2`, `per`, spaces, brackets.
  public init(_ text: some StringProtocol) {
    let key = UnitTable.normalise(text)
    if key == "g" {
      self = .gramOrGravity
    } else if let unit = UnitTable.known[key] {
      self = .known(unit)
    } else if let unit = UnitTable.massAsForce[key] {
      self = .massAsForce(unit)
    } else {
      self = .unknown
    }
  }
}

enum UnitTable {
  private static func unit(_ symbol: String, _ dimension: Dimension, _ factor: Double) -> Unit {
    Unit(symbol: symbol, dimension: dimension, factor: factor)
  }

  /// Canonical key of a spelling: case folded where no two units differ by case alone, powers as plain digits.
  static func normalise(_ text: some StringProtocol) -> String {
    var out = ""
    for character in text {
      switch character {
      case " ", "\t", "\u{A0}", "^", "[", "]", "(", ")", "\"": continue
      case "²": out.append("2")
      case "³": out.append("3")
      case "µ", "μ": out.append("u")
      case "·", "⋅": out.append("*")
      case "°": out.append("deg")
      default: out.append(character)
      }
    }
    out = out.replacingAll("**2", "2").replacingAll("sq.cm", "cm2").replacingAll("sqcm", "cm2")
    if ["MPa", "mV", "MV", "Mm"].contains(out) { return out == "MPa" ? "MPa" : out }
    let lower = out.lowercased()
    return lower.replacingAll("per", "/")
  }

  static let known: [String: Unit] = {
    var table: [String: Unit] = [:]
    func add(_ spellings: String, _ unit: Unit) {
      for spelling in spellings.split(separator: " ") { table[String(spelling)] = unit }
    }
    add("kpa kilopascal kilopascals", .kilopascal)
    add("pa pascal", unit("Pa", .pressure, 0.001))
    add("hpa mbar millibar", unit("mbar", .pressure, 0.1))
    add("MPa megapascal n/mm2", unit("MPa", .pressure, 1000))
    add("bar", unit("bar", .pressure, 100))
    add("mmhg torr", unit("mmHg", .pressure, 0.133_322_387_415))
    add("psi lbf/in2 lb/in2", unit("psi", .pressure, 6.894_757_293_168))
    add("kgf/cm2 kp/cm2 kgf/sqcm", unit("kgf/cm2", .pressure, 98.0665))
    add("gf/cm2", unit("gf/cm2", .pressure, 0.098_066_5))
    add("n/cm2", unit("N/cm2", .pressure, 10))
    add("lbf/cm2", unit("lbf/cm2", .pressure, 44.482_216_152_605))
    add("n/m2", unit("N/m2", .pressure, 0.001))

    add("kpa/s kpas-1 kpa*s-1 kpa/sec", .kilopascalPerSecond)
    add("kpa/min", unit("kPa/min", .pressureRate, 1.0 / 60))
    add("pa/s", unit("Pa/s", .pressureRate, 0.001))
    add("mmhg/s", unit("mmHg/s", .pressureRate, 0.133_322_387_415))
    add("psi/s", unit("psi/s", .pressureRate, 6.894_757_293_168))
    add("kgf/cm2/s kgf/s/cm2", unit("kgf/cm2/s", .pressureRate, 98.0665))
    add("n/cm2/s", unit("N/cm2/s", .pressureRate, 10))
    add("n/s", unit("N/s", .forceRate, 1))
    add("kgf/s", unit("kgf/s", .forceRate, 9.80665))

    add("n newton newtons", .newton)
    add("mn millinewton", unit("mN", .force, 0.001))
    add("kn", unit("kN", .force, 1000))
    add("kgf kp", unit("kgf", .force, 9.80665))
    add("gf", unit("gf", .force, 0.009_806_65))
    add("lbf", unit("lbf", .force, 4.448_221_615_260_5))
    add("ozf", unit("ozf", .force, 0.278_013_850_953_781_25))

    add("cm2", .squareCentimetre)
    add("mm2", unit("mm2", .area, 0.01))
    add("m2", unit("m2", .area, 10000))
    add("in2", unit("in2", .area, 6.4516))
    add("mm millimetre millimeter", .reporting(.length))
    add("cm", unit("cm", .length, 10))
    add("m metre meter", unit("m", .length, 1000))
    add("um", unit("um", .length, 0.001))
    add("in inch", unit("in", .length, 25.4))

    add("m/s2 ms-2 m*s-2 m/s/s m/sec2", .metrePerSecondSquared)
    add("mm/s2", unit("mm/s2", .acceleration, 0.001))
    add("cm/s2 gal", unit("cm/s2", .acceleration, 0.01))
    add("g0 gn gravity", unit("g", .acceleration, 9.80665))
    add("mg0", unit("mg", .acceleration, 0.009_806_65))

    add("hz hertz 1/s s-1", .hertz)
    add("khz", unit("kHz", .frequency, 1000))
    add("1/min min-1 /min rpm cpm bpm", .reporting(.rate))
    add("s sec secs second seconds", .second)
    add("ms msec millis millisecond milliseconds", unit("ms", .time, 0.001))
    add("us usec micros microsecond microseconds", unit("us", .time, 1e-6))
    add("ns nanosecond nanoseconds", unit("ns", .time, 1e-9))
    add("min minute minutes", unit("min", .time, 60))
    add("h hour hours", unit("h", .time, 3600))

    add("cmvas cmofvas vas vascm cm_vas vas_cm", .centimetreOfRating)
    add("mmvas mmofvas vasmm mm_vas", unit("mm VAS", .rating, 0.1))
    add("nrs nrs0-10 0-10", unit("NRS", .rating, 1))

    add("deg degree degrees", .reporting(.angle))
    add("rad", unit("rad", .angle, 57.295_779_513_082_32))
    add("deg/s dps", .reporting(.angularRate))
    add("rad/s", unit("rad/s", .angularRate, 57.295_779_513_082_32))
    add("v volt volts", .reporting(.voltage))
    add("mV", unit("mV", .voltage, 0.001))
    add("uv", unit("uV", .voltage, 1e-6))
    add("db dba dbfs", .reporting(.soundLevel))
    add("% percent", .reporting(.percent))
    add("count counts adc lsb raw", .reporting(.counts))
    return table
  }()

  static let massAsForce: [String: Unit] = [
    "kg": Unit(symbol: "kgf", dimension: .force, factor: 9.80665),
    "kilogram": Unit(symbol: "kgf", dimension: .force, factor: 9.80665),
    "kilograms": Unit(symbol: "kgf", dimension: .force, factor: 9.80665),
    "gram": Unit(symbol: "gf", dimension: .force, factor: 0.009_806_65),
    "grams": Unit(symbol: "gf", dimension: .force, factor: 0.009_806_65),
    "lb": Unit(symbol: "lbf", dimension: .force, factor: 4.448_221_615_260_5),
    "lbs": Unit(symbol: "lbf", dimension: .force, factor: 4.448_221_615_260_5),
    "oz": Unit(symbol: "ozf", dimension: .force, factor: 0.278_013_850_953_781_25),
    "kg/cm2": Unit(symbol: "kgf/cm2", dimension: .pressure, factor: 98.0665),
    "g/cm2": Unit(symbol: "gf/cm2", dimension: .pressure, factor: 0.098_066_5),
    "lb/cm2": Unit(symbol: "lbf/cm2", dimension: .pressure, factor: 44.482_216_152_605),
    "kg/cm2/s": Unit(symbol: "kgf/cm2/s", dimension: .pressureRate, factor: 98.0665),
    "kg/s": Unit(symbol: "kgf/s", dimension: .forceRate, factor: 9.80665),
  ]
}

extension String {
  /// Replaces every occurrence, left to right; small texts only.
  func replacingAll(_ pattern: String, _ replacement: String) -> String {
    var out = ""
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(pattern) {
        out += replacement
        rest = rest.dropFirst(pattern.count)
      } else {
        out.append(rest.removeFirst())
      }
    }
    return out
  }
}
