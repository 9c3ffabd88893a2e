import BackOffice
import Core
import Foundation
import Postgres
import Testing

/// Statements of the demo world to take away, and the job that makes them into files.
struct Exporting {
  let world: World

  init(_ world: World) { self.world = world }

  /// The statement of a customer's closed December.
  func december(_ buyer: String = "Helvetia Works AG") throws -> String {
    try world.text(
      """
      SELECT s.id::text FROM statement s JOIN organization o ON o.id = s.buyer_id
      WHERE o.name = \(buyer) AND s.month = '2025-12-01' AND s.leg = 'price'
      """)
  }

  /// The body of an export of one statement.
  static func one(_ statement: String, _ format: String = "csv", _ more: String = "") -> String {
    #"{"kind":"statement","statementIds":["\#(statement)"],"formats":["\#(format)"]\#(more)}"#
  }

  func ask(_ body: String, as person: String) throws -> Answer {
    try world.send(.post, "/api/v1/exports", as: person, body)
  }

  /// An accepted one's id.
  func asked(_ body: String, as person: String) throws -> String {
    let answer = try ask(body, as: person)
    #expect(answer.status == 202, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  func show(_ id: String, as person: String) throws -> JSONValue {
    try world.send(.get, "/api/v1/exports/\(id)", as: person).json
  }

  func file(_ id: String, as person: String) throws -> Answer {
    try world.send(.get, "/api/v1/exports/\(id)/file", as: person)
  }

  /// Asks, lets the job make it, and answers the file.
  func made(_ body: String, as person: String) throws -> Answer {
    let id = try asked(body, as: person)
    try ExportJob.runDue(world.office)
    let shown = try show(id, as: person)
    #expect(shown["state"]?.string == "ready", "\(shown)")
    return try file(id, as: person)
  }

  func id(_ text: String) throws -> ID<Export> { try #require(ID<Export>(text)) }

  /// The members of a zip archive with their contents, as another program reads them.
  static func unzip(_ archive: [UInt8]) throws -> [String: String] {
    let folder = FileManager.default.temporaryDirectory.path + "/unzip-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(archive).write(to: URL(filePath: folder + "/archive.zip"))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-m", "zipfile", "-e", folder + "/archive.zip", folder + "/out"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    var members: [String: String] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: folder + "/out") ?? .init() {
      guard let data = FileManager.default.contents(atPath: folder + "/out/" + path) else { continue }
      members[path] = String(decoding: data, as: UTF8.self)
    }
    return members
  }
}
