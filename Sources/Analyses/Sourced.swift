// SPDX-License-Identifier: GPL-3.0-or-later

/// A publication, standard or manual that a number comes from.
public struct Reference: Sendable, Hashable {
  public let id: String
  public let citation: String

  public init(id: String, citation: String) {
    self.id = id
    self.citation = citation
  }
}

/// A published number and where it stands.
public struct Sourced<Value: Sendable>: Sendable {
  public let value: Value
  public let reference: Reference
  public let locator: String
  /// False when the number was recalled and not yet checked against the publication; printed so.
  public let verified: Bool

  public init(_ value: Value, _ reference: Reference, _ locator: String, verified: Bool = true) {
    self.value = value
    self.reference = reference
    self.locator = locator
    self.verified = verified
  }
}

/// Where a default comes from.
public enum Origin: Sendable, Hashable {
  case published(Reference, locator: String, verified: Bool)
  /// Our own choice, with the reason in one clause.
  case ownDesign(String)

  public var text: String {
    switch self {
    case .published(let reference, let locator, let verified):
      "\(reference.id), \(locator)\(verified ? "" : " (unverified)")"
    case .ownDesign(let reason): "own design: \(reason)"
    }
  }
}

extension Sourced {
  public var origin: Origin { .published(reference, locator: locator, verified: verified) }
}

extension Reference {
  public static let rolke2006 = Reference(
    id: "rolke2006", citation: "Rolke R et al. Eur J Pain 2006;10:77 and Pain 2006;123:231 (DFNS protocol)")
  public static let evans2020 = Reference(
    id: "evans2020", citation: "Evans DW, De Nunzio AM. Chiropr Man Therap 2020. doi:10.1186/s12998-020-00340-7")
  public static let cparDocumentation = Reference(
    id: "cpar", citation: "Nocitech CPAR / LabBench CPAR+ documentation (cuff pressure algometry)")
  public static let ylinen2007 = Reference(
    id: "ylinen2007", citation: "Ylinen J. Pressure algometry. Aust J Physiother 2007 (application rates)")
  public static let theil1950 = Reference(
    id: "theil1950", citation: "Theil H. 1950; Sen PK. J Am Stat Assoc 1968;63:1379 (median of pairwise slopes)")
  public static let rousseeuw1993 = Reference(
    id: "rousseeuw1993", citation: "Rousseeuw PJ, Croux C. J Am Stat Assoc 1993;88:1273 (1.4826 MAD)")
  public static let taylor2025 = Reference(
    id: "taylor2025", citation: "Taylor/Lawn et al. medRxiv 2025 (conditioned modulation, cuff; pooled n = 324)")
}
