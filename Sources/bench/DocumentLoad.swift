import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#endif

/// A statement of a hundred thousand lines, which is some three thousand pages, in each format: how long it takes, and
/// what memory the service needs for it.
struct DocumentLoad {
  let service: Service
  let database: DatabaseURL
  let world: World
  private static let lines = 100_000

  func measure(_ report: inout Report) throws {
    let connection = try database.connect()
    defer { connection.close() }
    // The second customer of the reseller with the token.
    let id = try StatementLoad.fill(World.id(.customer, world.size.resellers), DocumentLoad.lines, connection)
    let atRest = service.residentBytes
    for format in ["csv", "json", "focus", "xlsx", "pdf"] {
      let path = "/tmp/bench-document-\(getpid()).\(format)"
      defer { try? FileManager.default.removeItem(atPath: path) }
      let end = try Child(
        "curl",
        [
          "-s", "-H", "Authorization: Bearer \(World.token(.reseller))", "-w",
          "%{http_code} %{size_download} %{time_total}",
          "-o", path, "http://127.0.0.1:\(service.port)/api/v1/statements/\(id)/document?format=\(format)",
        ], isCaptured: true
      ).end()
      let words = end.text.split(separator: " ")
      guard words.count == 3, words[0] == "200", let bytes = Double(words[1]) else {
        throw Failure(sentence: "The service refused the document as \(format): \(end.text)")
      }
      report.note(
        "\(DocumentLoad.lines) lines as \(format): \(words[2]) s, \(Int(bytes / 1e6)) MB, peak so far "
          + "\(service.peakResidentBytes / 1_000_000) MB")
    }
    report.add(
      "\(DocumentLoad.lines) lines in five formats, memory on top",
      ours: Double(service.peakResidentBytes - atRest) / 1e6,
      "MB", atMost: 256)
  }
}
