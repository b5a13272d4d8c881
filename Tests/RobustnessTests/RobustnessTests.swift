// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

/// Whatever the bytes of a file, they end in an answer or a typed error. One test at a time: each uses all cores.
@Suite(.serialized) struct RobustnessTests {
}
