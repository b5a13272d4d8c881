// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// Public recordings that may be used for tests but not shipped. Their folder is named by `PALPATE_REFERENCE_DATA`.
///
/// Use as `@Test(.enabled(if: ReferenceData.has("labbench_cpar_json"), ReferenceData.absent))`: the test is skipped
/// and says why.
public enum ReferenceData {
  public static let variable = "PALPATE_REFERENCE_DATA"

  public static let absent: Comment = "set PALPATE_REFERENCE_DATA to the folder of the reference data"

  /// Nil when the variable is not set or names no folder.
  public static var folder: URL? {
    guard let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty else { return nil }
    let url = URL(filePath: path, directoryHint: .isDirectory)
    return (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true ? url : nil
  }

  /// Whether a file or folder of the reference data is there.
  public static func has(_ path: String) -> Bool { url(path) != nil }

  public static func url(_ path: String) -> URL? {
    guard let url = folder?.appending(path: path),
      FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
    else { return nil }
    return url
  }

  /// Bytes of a file of the reference data.
  /// - Throws: ``MissingReferenceData`` when it is not there.
  public static func bytes(_ path: String) throws -> [UInt8] {
    guard let url = url(path) else { throw MissingReferenceData(path: path) }
    return [UInt8](try Data(contentsOf: url))
  }
}

public struct MissingReferenceData: Error, CustomStringConvertible {
  public let path: String
  public var description: String { "\(path) is not in the folder named by \(ReferenceData.variable)" }
}
