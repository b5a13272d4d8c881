// SPDX-License-Identifier: GPL-3.0-or-later

/// A causal process fed chunk by chunk: a filter, a detector, a running spectrum.
///
/// The batch path is the same machine fed the whole signal: any chunking, empty chunks included, gives the same bits.
/// What a processor holds between chunks is bounded by its parameters, never by the length of the stream.
public protocol StreamProcessor: ~Copyable {
  /// What results are added to: samples, events, spectra.
  associatedtype Output
  /// Samples that must follow the sample a result belongs to before the result is given.
  var latency: Int { get }
  /// Takes the next samples (NaN = missing) and adds what has become certain to `output`.
  mutating func process(_ input: Span<Double>, into output: inout Output)
  /// Takes the end of the stream and adds what was held back. The next sample would be the first of a new stream.
  mutating func finish(into output: inout Output)
}

extension StreamProcessor where Self: ~Copyable {
  /// Takes the next samples of an array.
  @inlinable public mutating func process(_ input: [Double], into output: inout Output) {
    process(input.span, into: &output)
  }
}
