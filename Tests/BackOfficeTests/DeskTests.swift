import Core
import FoundationEssentials
import HTTP
import Testing

@testable import BackOffice

@Suite struct DeskTests {
  @Test(
    arguments: [
      ("/people", [:], "/people"),
      ("/people", ["search": nil, "cursor": ""], "/people"),
      ("/people", ["search": "Müller & Söhne"], "/people?search=M%C3%BCller%20%26%20S%C3%B6hne"),
      ("/people", ["search": "a=b?c#d/\"<>"], "/people?search=a%3Db%3Fc%23d%2F%22%3C%3E"),
      ("/audit", ["from": "2026-01-15", "to": nil], "/audit?from=2026-01-15"),
    ] as [(String, KeyValuePairs<String, String?>, String)])
  func `a link within the portal carries its parameters whatever they hold`(
    _ path: String, _ query: KeyValuePairs<String, String?>, _ address: String
  ) {
    #expect(PortalLink.to(path, query) == address)
  }

  private func record(before: String?, after: String?) -> AuditEntry {
    AuditEntry(
      Audit.Record(
        sequence: 1, id: Secrets.nobody, at: Instant(microseconds: 0), actor: nil, actorName: "", realActor: nil,
        realActorName: nil,
        action: "user.changed", objectKind: "user", objectID: Secrets.nobody, before: before, after: after,
        requestID: "test"))
  }

  @Test(
    arguments: [
      (#"{"status":"active"}"#, #"{"status":"active"}"#, []),
      (#"{"status":"active"}"#, #"{"status":"disabled"}"#, ["status"]),
      (#"{"id":"1","position":1}"#, #"{"id":"2","position":2}"#, []),
      (nil, #"{"zone":"UTC","status":"active","givenName":"Eva"}"#, ["givenName", "status", "zone"]),
      (#"{"note":"gone"}"#, nil, ["note"]), (nil, nil, []), (nil, "no JSON", []), (nil, "[1]", []),
    ] as [(String?, String?, [String])])
  func `the trail shows what differs, the most telling first`(_ before: String?, _ after: String?, _ names: [String]) {
    #expect(record(before: before, after: after).differences.map(\.name) == names)
  }

  @Test(arguments: Language.allCases) func `every change of a subscription has words`(_ language: Language) {
    for kind in ChangeKind.allCases {
      let action = "subscription.\(kind.rawValue)"
      #expect(AuditWords.action(action, language) != action)
    }
  }
}
