// SPDX-License-Identifier: GPL-3.0-or-later

extension [Section] {
  /// The first `count` samples of the response to a single 1, to the accuracy of ``IIRFilter``.
  public func impulseResponse(count: Int) throws(FilterDesignError) -> [Double] {
    try respond(to: { $0 == 0 ? 1 : 0 }, count: count)
  }

  /// The first `count` samples of the response to ones after zeros, to the accuracy of ``IIRFilter``.
  public func stepResponse(count: Int) throws(FilterDesignError) -> [Double] {
    try respond(to: { _ in 1 }, count: count)
  }

  private func respond(to input: (Int) -> Double, count: Int) throws(FilterDesignError) -> [Double] {
    var filter = try IIRFilter(self)
    return filter.process((0..<Swift.max(0, count)).map(input))
  }
}
