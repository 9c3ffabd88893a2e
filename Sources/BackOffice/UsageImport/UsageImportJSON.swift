import Core
import FoundationEssentials

/// What became of a file's records, as the database keeps it and the API tells it.
package enum UsageImportJSON {
  /// Without the faults.
  package struct Outcome: Sendable {
    package var summary = UsageIntake.Summary()
    package var parked: [ParkingReason: Int] = [:]
  }

  static func text(_ report: UsageImport.Report) -> String {
    var json = JSONWriter()
    json.object { write(&$0, report.summary, report.parked) }
    return json.text
  }

  static func write(_ json: inout JSONWriter, _ summary: UsageIntake.Summary, _ parked: [ParkingReason: Int]) {
    json.member("accepted", summary.accepted)
    json.member("duplicates", summary.duplicates)
    json.member("corrected", summary.corrected)
    json.member("parked", summary.parked)
    json.array("reasons", parked.sorted { $0.key.rawValue < $1.key.rawValue }) { json, part in
      json.object {
        $0.member("code", part.key.code)
        $0.member("count", part.value)
      }
    }
  }

  static func outcome(_ text: String?) -> Outcome? {
    guard let text, case .object(let members)? = JSONValue(parsing: Array(text.utf8)) else { return nil }
    func count(_ value: JSONValue?) -> Int {
      if case .integer(let number)? = value { Int(number) } else { 0 }
    }
    var outcome = Outcome()
    outcome.summary.accepted = count(members["accepted"])
    outcome.summary.duplicates = count(members["duplicates"])
    outcome.summary.corrected = count(members["corrected"])
    outcome.summary.parked = count(members["parked"])
    guard case .array(let parts)? = members["reasons"] else { return outcome }
    for part in parts {
      guard case .object(let part) = part, case .string(let code)? = part["code"],
        let reason = ParkingReason.allCases.first(where: { $0.code.description == code })
      else { continue }
      outcome.parked[reason] = count(part["count"])
    }
    return outcome
  }
}
