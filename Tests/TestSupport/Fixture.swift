// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Files of the `Fixtures` folder.
public enum Fixture {
  /// Top of the package.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  public static let folder = root.appending(path: "Fixtures", directoryHint: .isDirectory)

  /// - Parameter path: Such as `sessions/ppt_clean_100hz.csv`.
  public static func url(_ path: String) -> URL { folder.appending(path: path) }

  public static func path(_ path: String) -> String { url(path).path(percentEncoded: false) }

  public static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(path))) }

  /// Names of the files in a folder of the fixtures, sorted.
  public static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }
}
