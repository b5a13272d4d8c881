// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension SidecarContents {
  /// These contents where they say something, `far` elsewhere: key by key, this one wins.
  ///
  /// The order is options, then the protocol, then `NAME.toml`, then `palpate.toml`:
  /// `options.merging(over: protocol.merging(over: file.merging(over: folder)))`.
  public func merging(over far: SidecarContents) -> SidecarContents {
    var out = SidecarContents()
    out.given = given.union(far.given)
    out.declaration.description = merged(declaration.description, over: far.declaration.description)
    out.declaration.sampleRate = declaration.sampleRate ?? far.declaration.sampleRate
    out.declaration.programme = merged(declaration.programme, over: far.declaration.programme)
    out.declaration.channels = merged(declaration.channels, over: far.declaration.channels)
    out.declaration.edits =
      far.declaration.edits.filter { edit in !declaration.edits.contains { $0.concernsSame(as: edit) } }
      + declaration.edits
    for name in Set(settings.keys).union(far.settings.keys) {
      let near = settings[name] ?? []
      out.settings[name] =
        (far.settings[name] ?? []).filter { setting in !near.contains { $0.key == setting.key } } + near
    }
    return out
  }

  private func merged(_ near: Description, over far: Description) -> Description {
    var out = far
    func take(_ path: WritableKeyPath<Description, String>) {
      if !near[keyPath: path].isEmpty { out[keyPath: path] = near[keyPath: path] }
    }
    take(\.subject)
    take(\.visit)
    take(\.condition)
    take(\.rater)
    take(\.device)
    take(\.site)
    take(\.side)
    out.setting = DeviceSetting.merge(near.setting, over: far.setting)
    out.area = near.area ?? far.area
    if !near.trialSites.isEmpty { out.trialSites = near.trialSites }
    if !near.trialSides.isEmpty { out.trialSides = near.trialSides }
    if near.massIsForce || given.contains("recording.mass_is_force") { out.massIsForce = near.massIsForce }
    return out
  }

  private func merged(_ near: Programme?, over far: Programme?) -> Programme? {
    guard let near else { return far }
    guard var out = far else { return near }
    out.kind = near.kind
    out.nominalRate = near.nominalRate ?? out.nominalRate
    out.limit = near.limit ?? out.limit
    out.nominalPressure = near.nominalPressure ?? out.nominalPressure
    out.conditioningPressure = near.conditioningPressure ?? out.conditioningPressure
    out.timeOn = near.timeOn ?? out.timeOn
    out.timeOff = near.timeOff ?? out.timeOff
    out.pulseCount = near.pulseCount ?? out.pulseCount
    out.ratingCriterion = near.ratingCriterion ?? out.ratingCriterion
    if near.stop != .unknown { out.stop = near.stop }
    return out
  }

  private func merged(_ near: [ChannelDeclaration], over far: [ChannelDeclaration]) -> [ChannelDeclaration] {
    var rest = near
    var out = far.map { channel in
      guard let index = rest.firstIndex(where: { $0.isSame(as: channel) }) else { return channel }
      return merged(rest.remove(at: index), over: channel)
    }
    out += rest
    return out
  }

  private func merged(_ near: ChannelDeclaration, over far: ChannelDeclaration) -> ChannelDeclaration {
    var out = far
    out.name = near.name ?? far.name
    out.column = near.column ?? far.column
    if near.kind != nil || near.isTime { (out.kind, out.isTime) = (near.kind, near.isTime) }
    if near.unit != nil { (out.unit, out.unitIssue) = (near.unit, near.unitIssue) }
    out.role = near.role ?? far.role
    out.calibration = merged(near.calibration, over: far.calibration, channel: near.name ?? "")
    return out
  }

  private func merged(_ near: Calibration?, over far: Calibration?, channel: String) -> Calibration? {
    guard let near = near ?? (far == nil ? nil : Calibration()), var out = far else { return near }
    let plain = Calibration()
    func take<T: Equatable>(_ key: String, _ path: WritableKeyPath<Calibration, T>) {
      if near[keyPath: path] != plain[keyPath: path] || given.contains("channels.\(channel).\(key)") {
        out[keyPath: path] = near[keyPath: path]
      }
    }
    take("polynomial", \.polynomial)
    take("sign", \.sign)
    take("area", \.area)
    take("lag", \.lag)
    take("range", \.range)
    take("active", \.active)
    take("latency", \.latency)
    return out
  }
}

extension ChannelDeclaration {
  /// Whether two declarations speak of the same channel: the same column, or the same name.
  func isSame(as other: ChannelDeclaration) -> Bool {
    if let name, name == other.name { return true }
    return (column ?? name) != nil && (column ?? name) == (other.column ?? other.name)
  }
}
