// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import TestSupport
import Testing

@testable import RecordingFormats

struct CuffFileTests {
  static let labBench = """
    {"valid":[true,true],"id":["A","B"],"completed":[true,false],"data":[
    {"SR01":{"ID":"SR01","Type":"AlgometryStimulusResponseResult","Operator":"Jo Doe","RecordingTime":"2024-01-02 03:04:05",
      "Time":[0,0.05,0.1],"StimPressure":[0,5,10],"StimTarget":[],"DeltaTime":0.05,"MaximalPressure":100,
      "VAS":[0,0,1.5],"VAS_PDT":0.1,"SecondCuff":false,"PrimaryChannel":2,"PDT":-1,"PTL":0,"PTT":9.5},
     "TS":{"ID":"TS","Type":"AlgometryTemporalSummationResult","Time":[],"StimPressure":[0,50],"DeltaTime":0.05,
      "TimeOn":1,"TimeOff":2,"NumberOfStimuli":10,"NominalStimulatingPressure":50,"VAS":[0,2],"Responses":[1,2],
      "PrimaryChannel":1},
     "CPM":{"ID":"CPM","Type":"AlgometryConditionedPainResult","Time":[0,0.05],"StimPressure":[0,1],"CondPressure":[30,31],
      "CondTarget":[30,30],"VAS":[0,0],"PrimaryChannel":1},
     "Q":{"ID":"Q","Type":"SurveyResult","Operator":"Jo Doe","PRESSURE":6.3}},
    {"TS":{"ID":"TS","Type":"NullResult"},"Q":{"ID":"Q","Type":"NullResult"},
     "SR01":{"ID":"SR01","Type":"AlgometryStimulusResponseResult","Time":[0,0.05],"StimPressure":[0,1,2],"VAS":[0,0,0]}}]}
    """

  @Test func labBench() throws {
    let recordings = try read(Self.labBench, name: "a.json")
    #expect(recordings.map(\.member) == ["A/SR01", "A/TS", "A/CPM", "B/TS", "B/SR01"])
    #expect(recordings.map(\.session) == ["A", "A", "A", "B", "B"])
    let ramp = recordings[0]
    #expect(
      ramp.channels.map(\.name) == ["cuff 2", "VAS"] && ramp.channels.map(\.samples) == [[0, 5, 10], [0, 0, 1.5]])
    #expect(ramp.channels.map(\.unit) == [.kilopascal, .centimetreOfRating])
    #expect(
      ramp.programme?.ratingCriterion == Rating(0.1) && ramp.programme?.stored == ["PDT": -1, "PTL": 0, "PTT": 9.5])
    #expect(ramp.has(.personalField) && ramp.has(.storedThresholdIgnored) && !ramp.has(.sessionIncomplete))
    #expect(!"\(recordings)".contains("Doe"))
    #expect(recordings[1].timeBase == .even(start: 0, rate: Hertz(20), measured: false))
    #expect(recordings[1].programme?.timeOff == Seconds(2) && recordings[1].programme?.pulseCount == 10)
    let conditioned = recordings[2]
    #expect(conditioned.programme?.kind == .conditionedRamp)
    #expect(conditioned.channels.map(\.role) == [.stimulus, .conditioning, .stimulus, .conditioning])
    #expect(conditioned.channels(.pressure).map(\.name) == ["cuff 1", "cuff 2"])
    #expect(recordings[3].has(.testNotRecorded) && recordings[3].has(.sessionIncomplete))
    #expect(recordings[3].issues.contains { $0.detail.contains("AlgometryTemporalSummationResult") })
    #expect(recordings[3].programme?.kind == Programme.Kind.none && recordings[3].sampleCount == 0)
    // Arrays that disagree spoil their own test only.
    #expect(recordings[4].has(.testNotRecorded) && recordings[4].sampleCount == 0)
  }

  @Test(arguments: [
    ("\"PDT\":-1", "\"PDT\":-1,\"PDT\":2"), ("\"PDT\":-1", "\"PDT\":01"), ("\"PDT\":-1", "\"PDT\":NaN"),
    ("[0,5,10]", "[0,5,10,]"), ("\"TS\":{", "\"TS\":{\"a\\ud800\":1,"), ("}]}", "}]}x"),
  ])
  func brokenJSONIsRefusedWithItsPlace(part: String, broken: String) {
    guard
      case .malformed("JSON", _, _, let place) = failure(Self.labBench.replacing(part, with: broken), name: "a.json")
    else {
      Testing.Issue.record("no error")
      return
    }
    #expect(place.line >= 1 && place.column >= 1)
  }

  @Test func depthIsBounded() {
    let deep = "{\"valid\":[],\"completed\":[],\"data\":" + String(repeating: "[", count: 100_000)
    #expect(failure(deep) == .tooLarge(what: "levels of nesting", found: 65, limit: 64))
  }

  static let subx = """
    <?xml version="1.0" encoding="utf-8"?><!-- made by hand -->
    <subject id="S7"><sessions><session id="A &amp; &#66;"><results>
    <stimulus-response ID="SR" name="ramp" vas-pdt="0.1" conditioned="false"><data>
    <p s="0" c="0" vas="0"/><p s="1.5" c="0" vas="0"></p><p s="3" c="0" vas='2,5' /></data></stimulus-response>
    <temporal-summation ID="TS" nominal-stimulating-pressure="40" t-on="1" t-off="1" number-of-stimuli="10">
    <data><p s="40" c="0" vas="x"/></data></temporal-summation>
    <conditioned-pain-modulation ID="CPM" nominal-cond-pressure="30"><data><p s="1" c="30" vas="0"/></data>
    </conditioned-pain-modulation><null-result ID="N"/></results></session></sessions></subject>
    """

  @Test func subjectFile() throws {
    let recordings = try read(Self.subx, name: "s.subx")
    #expect(recordings.map(\.member) == ["A & B/SR", "A & B/TS", "A & B/CPM", "A & B/N"])
    let ramp = recordings[0]
    #expect(ramp.timeBase == .even(start: 0, rate: Hertz(20), measured: false) && ramp.has(.rateNominal))
    #expect(ramp.channels.map(\.samples) == [[0, 1.5, 3], [0, 0, 2.5]])
    #expect(ramp.programme?.kind == .ramp && ramp.programme?.ratingCriterion == Rating(0.1))
    #expect(ramp.description.subject == "S7")
    #expect(recordings[1].programme?.pulseCount == 10 && recordings[1].has(.notANumber))
    #expect(recordings[2].programme?.conditioningPressure == Pressure(30))
    #expect(recordings[2].channels(.pressure).map(\.role) == [.stimulus, .conditioning])
    #expect(recordings[3].has(.testNotRecorded))
    let utf16 = [0xFF, 0xFE] + Self.subx.utf16Bytes
    #expect(try readAnything(utf16, name: "s.subx").get() == recordings)
  }

  @Test(arguments: [
    "<!DOCTYPE a [<!ENTITY b \"bb\">]><subject/>", "<a><b></a>", "<a x=\"&nope;\"/>", "<a x=\"1\" x=\"2\"/>",
    "<a x=1/>", "<a>",
    "<a/><b/>", "<a x=\"<\"/>",
  ])
  func brokenXMLIsRefused(text: String) {
    guard case .malformed("XML", _, _, _) = failure(text, name: "s.subx") else {
      Testing.Issue.record("\(String(describing: failure(text, name: "s.subx")))")
      return
    }
  }

  @Test(arguments: ["cuff_run.json", "cuff_session.subx"])
  func simulatedSessions(file: String) throws {
    let recordings = try readAnything(try Fixture.bytes("sessions/" + file), name: file).get()
    #expect(recordings.map(\.member) == ["RUN 01/SR01", "RUN 01/SR02", "RUN 01/TS", "RUN 01/CPM"])
    #expect(recordings.map { $0.programme?.kind } == [.ramp, .ramp, .pulses, .conditionedRamp])
  }
}
