import Core
import FoundationEssentials
import Postgres

/// How a simulated vendor behaves; all zero or nil: it approves everything at once. Other kinds have none.
package struct ConnectorSettings: Hashable, Sendable {
  /// How long it takes, on the service's clock; 0: at once.
  package var delaySeconds = 0
  /// Every so many decisions are refusals; 0: none.
  package var refuseEvery = 0
  /// This quantity is refused; 0: none.
  package var refuseQuantity = 0
  /// So many first attempts at each request stay without an answer, though the vendor heard them.
  package var loseAnswers = 0
  /// What it asks before a purchase; nil: nothing.
  package var asks: String?
  /// Of its inventory: so many subscriptions with one licence too many, so many left out, so many nobody here knows.
  package var wrongQuantities = 0
  package var missing = 0
  package var unknown = 0

  package init() {}

  static let numbers: [(name: String, path: WritableKeyPath<ConnectorSettings, Int> & Sendable)] = [
    ("delaySeconds", \.delaySeconds), ("refuseEvery", \.refuseEvery), ("refuseQuantity", \.refuseQuantity),
    ("loseAnswers", \.loseAnswers), ("wrongQuantities", \.wrongQuantities), ("missing", \.missing),
    ("unknown", \.unknown),
  ]

  /// As kept; whatever cannot be read counts as not said.
  init(json: String?) {
    guard let json, let value = JSONValue(parsing: Array(json.utf8)), let fields = try? Fields(value) else { return }
    read(fields)
  }

  /// Reads those that are said; what is wrong is noted.
  mutating func read(_ fields: Fields) {
    for (name, path) in ConnectorSettings.numbers {
      guard let number = fields.integer(name) else { continue }
      guard (0...ConnectorSettings.maximum).contains(number) else {
        fields.note(name, "connector.setting_out_of_range", ["maximum": String(ConnectorSettings.maximum)])
        continue
      }
      self[keyPath: path] = number
    }
    if fields.has("asks") { asks = fields.text("asks", upTo: 50) }
  }

  /// A month in seconds is the most that makes sense of any of them.
  private static let maximum = 31 * 86_400

  func write(_ json: inout JSONWriter) {
    for (name, path) in ConnectorSettings.numbers { json.member(dynamic: name, self[keyPath: path]) }
    json.member("asks", asks)
  }

  var jsonb: JSONB {
    var json = JSONWriter()
    json.object(write)
    return JSONB(text: json.text)
  }
}
