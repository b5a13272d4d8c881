// SPDX-License-Identifier: GPL-3.0-or-later

/// Parts of a path with `/` between its components.
package enum FilePath {
  /// The last component, or all of a path that has none.
  package static func name(_ path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }

  /// A path without the suffix of its last component: `a.b/c.csv` gives `a.b/c`.
  package static func stem(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path }
    return String(path[..<dot])
  }
}
