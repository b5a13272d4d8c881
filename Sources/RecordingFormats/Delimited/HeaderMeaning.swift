// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// What a column is for, by the words of its header.
enum HeaderMeaning: Hashable {
  case time
  case channel(ChannelKind)
  /// Holds from row to row: site, side, trial …; the kind of the label.
  case label(String)
  /// Names a person; dropped.
  case personal
  /// Marks single rows with words such as `press`.
  case event
  case unknown

  init(name: String) {
    let words = Self.words(name)
    let joined = words.joined()
    if Self.personalNames.contains(joined) || words.contains(where: Self.personalWords.contains) {
      self = .personal
      return
    }
    // The first word that means something decides: in "time to peak force" that is the time; a whole name goes first.
    for word in [joined] + words {
      if let meaning = Self.table[word] {
        self = meaning
        return
      }
    }
    self = .unknown
  }

  /// Lower-case words of a header: split at everything but letters and digits, and where camel case begins a word.
  static func words(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var previousIsLower = false
    for character in name {
      if character.isLetter || character.isNumber {
        if character.isUppercase, previousIsLower {
          words.append(word)
          word = ""
        }
        word += character.lowercased()
        previousIsLower = character.isLowercase
      } else {
        if !word.isEmpty { words.append(word) }
        word = ""
        previousIsLower = false
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static let personalNames: Set<String> = [
    "name", "fullname", "firstname", "lastname", "surname", "nachname", "vorname", "nom", "prenom", "nombre",
    "apellido", "subjectname", "participantname", "patientname", "studentname", "operatorname", "username",
    "machinename",
    "birthdate", "dateofbirth", "geburtsdatum", "email", "mail", "phone", "address", "patientid",
  ]
  private static let personalWords: Set<String> = [
    "operator", "patient", "student", "dob", "birthday", "geburtstag", "untersucher", "bediener",
  ]

  private static let table: [String: HeaderMeaning] = {
    var table: [String: HeaderMeaning] = [:]
    func add(_ meaning: HeaderMeaning, _ words: String) {
      for word in words.split(separator: " ") { table[String(word)] = meaning }
    }
    add(
      .time, "time t zeit zeitstempel temps tiempo tempo tid tijd timestamp timestamps datetime elapsed millis micros")
    add(.time, "seconds milliseconds sec secs secondselapsed")
    add(.channel(.force), "force kraft fuerza fuerzas forca forza kracht load last charge carga fz fn")
    add(.channel(.pressure), "pressure druck pression presion pressione pressao tryk druk p kpa cuff stimpressure")
    add(.channel(.pressure), "condpressure ppt")
    add(
      .channel(.marker), "button btn knopf taste taster bouton boton marker mark markierung trigger trig press pressed")
    add(.channel(.marker), "response switch schalter ttl")
    add(.channel(.rating), "rating vas nrs evas pain painrating schmerz douleur dolor score bewertung")
    add(.channel(.displacement), "displacement position depth indentation stroke weg auslenkung deplacement")
    add(.channel(.displacement), "desplazamiento travel distance height")
    add(.channel(.acceleration), "acceleration acc accel accelx accely accelz ax ay az beschleunigung acceleracion")
    add(.channel(.acceleration), "aceleracion vibration")
    add(.channel(.angle), "angle winkel angulo roll pitch yaw")
    add(.channel(.angularRate), "gyro gyrox gyroy gyroz gyroscope")
    add(.channel(.voltage), "voltage spannung volt volts emg")
    add(.channel(.sound), "sound audio microphone mic schall")
    add(.label("site"), "site ort stelle muscle muskel lieu sitio location bodysite")
    add(.label("side"), "side seite cote lado")
    add(.label("trial"), "trial trialno versuch essai ensayo repetition rep")
    add(.label("condition"), "condition bedingung kondition")
    add(.label("subject"), "subject subjectid participant participantid proband sujet sujeto subj")
    add(.label("rater"), "rater examiner assessor")
    add(.label("visit"), "visit session visite visita sitzung")
    add(.label("comment"), "comment comments note notes remark remarks bemerkung kommentar")
    add(.event, "event events ereignis evenement evento annotation")
    return table
  }()
}
