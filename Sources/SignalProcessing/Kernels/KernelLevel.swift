// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Instruction set in which the hot loops run.
public enum KernelLevel: String, Sendable, CaseIterable {
  /// What any processor of the architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// AVX2 with fused multiply-add.
  case v3
  /// AVX-512.
  case v4

  /// Highest level of this processor.
  public static let highest: KernelLevel = {
    switch palpate_highest_level() {
    case palpate_level_v4: .v4
    case palpate_level_v3: .v3
    default: .baseline
    }
  }()

  /// The level in use: the highest one, or a lower one named by the environment variable `PALPATE_KERNEL_LEVEL`
  /// (`baseline`, `v3`, `v4`), which is read once.
  public static let current: KernelLevel = {
    guard let text = unsafe getenv("PALPATE_KERNEL_LEVEL"),
      let wanted = KernelLevel(rawValue: unsafe String(cString: text))
    else { return highest }
    return wanted.isSupported ? wanted : highest
  }()

  /// Whether this processor can run the level.
  public var isSupported: Bool { code.rawValue <= KernelLevel.highest.code.rawValue }

  var code: palpate_level {
    switch self {
    case .baseline: palpate_level_baseline
    case .v3: palpate_level_v3
    case .v4: palpate_level_v4
    }
  }
}
