// SPDX-License-Identifier: GPL-3.0-or-later

/// The version of Palpate, named in every result.
public enum PalpateVersion {
  public static let text = "0.1.0"
}
