import BackOffice
import Core
import Testing

// One life lived in five time zones: days are the customer's own, hours are hours.

/// The moments of the life in 2026, in UTC, by zone: on the clock there 28 February 23:59:50, 1 March 00:00:01, 8 March
/// 23:59:50 (23 hours long in St John's), 27 March 23:59:50, 28 March 00:00:01 and 12:00, 72 hours after that less
/// twenty seconds, 72 hours after that (Zurich's clock was put forward meanwhile), 25 October 00:00:01 (25 hours
/// long in Zurich), 26 October 00:00:01, 1 November 23:59:50 (25 hours long in St John's), 2 November 00:00:01.
private let moments: [(zone: String, instants: [String])] = [
  (
    "Pacific/Pago_Pago",
    [
      "03-01T10:59:50", "03-01T11:00:01", "03-09T10:59:50", "03-28T10:59:50", "03-28T11:00:01", "03-28T23:00:00",
      "03-31T22:59:40", "03-31T23:00:00", "10-25T11:00:01", "10-26T11:00:01", "11-02T10:59:50", "11-02T11:00:01",
    ]
  ),
  (
    "America/St_Johns",
    [
      "03-01T03:29:50", "03-01T03:30:01", "03-09T02:29:50", "03-28T02:29:50", "03-28T02:30:01", "03-28T14:30:00",
      "03-31T14:29:40", "03-31T14:30:00", "10-25T02:30:01", "10-26T02:30:01", "11-02T03:29:50", "11-02T03:30:01",
    ]
  ),
  (
    "Europe/Zurich",
    [
      "02-28T22:59:50", "02-28T23:00:01", "03-08T22:59:50", "03-27T22:59:50", "03-27T23:00:01", "03-28T11:00:00",
      "03-31T10:59:40", "03-31T11:00:00", "10-24T22:00:01", "10-25T23:00:01", "11-01T22:59:50", "11-01T23:00:01",
    ]
  ),
  (
    "Australia/Lord_Howe",
    [
      "02-28T12:59:50", "02-28T13:00:01", "03-08T12:59:50", "03-27T12:59:50", "03-27T13:00:01", "03-28T01:00:00",
      "03-31T00:59:40", "03-31T01:00:00", "10-24T13:00:01", "10-25T13:00:01", "11-01T12:59:50", "11-01T13:00:01",
    ]
  ),
  (
    "Pacific/Kiritimati",
    [
      "02-28T09:59:50", "02-28T10:00:01", "03-08T09:59:50", "03-27T09:59:50", "03-27T10:00:01", "03-27T22:00:00",
      "03-30T21:59:40", "03-30T22:00:00", "10-24T10:00:01", "10-25T10:00:01", "11-01T09:59:50", "11-01T10:00:01",
    ]
  ),
]

/// What is posted in every one of them, by the local day.
private let expected: [String: [String]] = [
  "first": [
    "2026-02-28 2026-02-28 2026-03-28 GENERAL 39.00 cost 31.00",
    "2026-03-08 2026-02-28 2026-03-28 GENERAL 2.79 cost 2.21",
    "2026-03-28 2026-03-28 2026-04-28 GENERAL 42.90 cost 34.10",
    "2026-04-28 2026-04-28 2026-05-28 GENERAL 42.90 cost 34.10",
    "2026-05-28 2026-05-28 2026-06-28 GENERAL 42.90 cost 34.10",
    "2026-06-28 2026-06-28 2026-07-28 GENERAL 42.90 cost 34.10",
    "2026-07-28 2026-07-28 2026-08-28 GENERAL 42.90 cost 34.10",
    "2026-08-28 2026-08-28 2026-09-28 GENERAL 42.90 cost 34.10",
    "2026-09-28 2026-09-28 2026-10-28 GENERAL 42.90 cost 34.10",
    "2026-10-28 2026-10-28 2026-11-28 GENERAL 42.90 cost 34.10",
    "2026-11-01 2026-10-28 2026-11-28 GENERAL 3.40 cost 2.70",
  ],
  "second": [
    "2026-03-01 2026-03-01 2026-04-01 GENERAL 39.00 cost 31.00",
    "2026-03-28 2026-03-01 2026-04-01 GENERAL 1.01 cost 0.80",
    "2026-03-31 2026-03-01 2026-04-01 GENERAL -0.13 cost -0.10",
    "2026-04-01 2026-04-01 2026-05-01 GENERAL 42.90 cost 34.10",
    "2026-05-01 2026-05-01 2026-06-01 GENERAL 42.90 cost 34.10",
    "2026-06-01 2026-06-01 2026-07-01 GENERAL 42.90 cost 34.10",
    "2026-07-01 2026-07-01 2026-08-01 GENERAL 42.90 cost 34.10",
    "2026-08-01 2026-08-01 2026-09-01 GENERAL 42.90 cost 34.10",
    "2026-09-01 2026-09-01 2026-10-01 GENERAL 42.90 cost 34.10",
    "2026-10-01 2026-10-01 2026-11-01 GENERAL 42.90 cost 34.10",
    "2026-11-01 2026-11-01 2026-12-01 GENERAL 42.90 cost 34.10",
  ],
  "third": [
    "2026-03-01 2026-03-01 2026-04-01 GENERAL 24.80 cost 17.20",
    "2026-04-01 2026-04-01 2026-05-01 GENERAL 24.80 cost 17.20",
    "2026-05-01 2026-05-01 2026-06-01 GENERAL 24.80 cost 17.20",
    "2026-06-01 2026-06-01 2026-07-01 GENERAL 24.80 cost 17.20",
    "2026-07-01 2026-07-01 2026-08-01 GENERAL 24.80 cost 17.20",
    "2026-08-01 2026-08-01 2026-09-01 GENERAL 24.80 cost 17.20",
    "2026-09-01 2026-09-01 2026-10-01 GENERAL 24.80 cost 17.20",
    "2026-10-01 2026-10-01 2026-11-01 GENERAL 24.80 cost 17.20",
    "2026-10-25 2026-10-01 2026-11-01 GENERAL -5.60 cost -3.88",
    "2026-10-26 2026-10-01 2026-11-01 GENERAL 4.80 cost 3.33",
    "2026-11-01 2026-11-01 2026-12-01 GENERAL 24.80 cost 17.20",
  ],
]

extension Story {
  /// What happens at each of the moments.
  fileprivate func live(_ moment: Int) throws {
    switch moment {
    case 0: try buy("first", "Exchange Online (Plan 1)", for: ["GENERAL": 10])
    case 1:
      try buy("second", "Exchange Online (Plan 1)", for: ["GENERAL": 10])
      try buy("third", "Acronis Cyber Protect Standard", "P1M", for: ["GENERAL": 4])
    case 2: try change("first", #"{"quantity":11}"#)
    case 3, 4:
      // Not a second before the day begins.
      let rows = try posted("first")
      #expect(rows.count == moment - 1)
    case 5: try change("second", #"{"quantity":12}"#)
    case 6:
      window = try decreaseUntil("second")
      try change("second", #"{"quantity":11}"#)
    case 7: try missTheWindow()
    case 8: try change("third", #"{"status":"suspended","reason":"Closed"}"#)
    case 9: try change("third", #"{"status":"active"}"#)
    case 10: try change("first", #"{"quantity":12}"#)
    default:
      for (line, rows) in expected {
        let found = try posted(line)
        #expect(found == rows, "\(line)")
      }
    }
  }

  private func missTheWindow() throws {
    let closes = try #require(Instant(note)).adding(seconds: 72 * 3600)
    let until = try #require(window)
    #expect(until >= closes && until < closes.adding(seconds: 10), "72 hours are 72 hours")
    try Clock.advance(to: until.adding(seconds: 1), world.office)
    try refused("second", #"{"quantity":10}"#, "quantity.decrease_window_closed")
  }

  /// Until when licences of a line can be given back.
  private func decreaseUntil(_ name: String) throws -> Instant? {
    let actions = try world.subscription(line(name))["actions"]?.items ?? []
    return actions.first { $0["action"]?.string == "decrease" }?["until"]?.string.flatMap { Instant($0) }
  }
}

@Test func `the same life is charged the same by local day, in every zone and across clock changes`() throws {
  let world = try World()
  _ = try world.owner(
    """
    UPDATE offer SET decrease_window = 'PT72H' FROM plan p
    WHERE p.id = offer.plan_id AND p.name = 'Exchange Online (Plan 1)'
    """
  ) { _ in }
  var agenda: [(at: String, run: () throws -> Void)] = []
  for (zone, instants) in moments {
    let body = #"{"name":"\#(zone) AG","country":"CH","currency":"CHF","timeZone":"\#(zone)"}"#
    let made = try world.send(.post, "/api/v1/customers", as: "reseller", body)
    let story = try Story(world, customer: #require(made.json["id"]?.string, "\(made.text)"))
    story.note = "2026-" + instants[5] + "Z"
    for (moment, instant) in instants.enumerated() {
      agenda.append(("2026-\(instant)Z", { try story.at("2026-\(instant)Z") { try story.live(moment) } }))
    }
  }
  for entry in agenda.sorted(by: { $0.at < $1.at }) { try entry.run() }
  #expect(try world.checkEverythingOwedIsPosted() > 500)
  #expect(try world.ledgerDifferences() == [])
}
