import Core
import FoundationEssentials
import HTTP

/// Terms over HTTP.
enum TermsAPI {
  static let listParameters =
    QueryParameter.paging + [QueryParameter("kind", "`general`, `particular` or `product`.")]

  static func list(_ call: Call) throws -> Response {
    var kind: TermsKind?
    if let text = call.query("kind") {
      guard let asked = TermsKind(rawValue: text) else {
        throw HTTPFault.queryMalformed("kind", "field.not_a_choice")
      }
      kind = asked
    }
    let paging = try Paging(call)
    let documents = try TermsDocuments.list(kind, paging, in: call.work)
    return paging.response(documents, cursor: { [$0.id.description] }) { write(&$0, $1) }
  }

  static func get(_ call: Call) throws -> Response {
    response(try TermsDocuments.find(try call.id(), in: call.work))
  }

  static func publish(_ call: Call) throws -> Response {
    let (draft, replaced) = try draft(try call.fields())
    return response(try TermsDocuments.publish(draft, replacing: replaced, in: call.work), status: 201)
  }

  /// What is to be published, and what it replaces.
  static func draft(_ fields: Fields) throws -> (TermsDraft, ID<TermsDocument>?) {
    let kind = fields.choice("kind", required: true, of: TermsKind.self)
    let service = fields.id("serviceId", of: Service.self)
    let plan = fields.id("planId", of: Plan.self)
    let title = fields.text("title", required: true, upTo: 200)
    let version = fields.text("version", required: true, upTo: 40)
    let text = fields.text("text", upTo: Bounds.termsCharacters, lines: true)
    let url = fields.text("url", upTo: 500)
    let from = fields.parsed("validFrom", required: true, "field.day_malformed") { Day($0) }
    let replaced = fields.id("replacesId", of: TermsDocument.self)
    try fields.check()
    guard let kind, let title, let version, let from else { throw Refusal.notFound }
    let draft = TermsDraft(
      kind: kind, service: service, plan: plan, title: title, version: version, url: url, body: text, validFrom: from)
    return (draft, replaced)
  }

  private static func response(_ document: TermsDocuments.Record, status: Int = 200) -> Response {
    var json = JSONWriter()
    write(&json, document)
    return .json(json, status: status, location: status == 201 ? "/api/v1/terms/\(document.id)" : nil)
  }

  static func write(_ json: inout JSONWriter, _ document: TermsDocuments.Record) {
    json.object {
      $0.member("id", document.id)
      $0.member("publisherName", document.publisherName)
      $0.member("seriesId", document.series)
      $0.member("kind", document.kind.rawValue)
      $0.member("serviceId", document.service)
      $0.member("planId", document.plan)
      $0.member("title", document.title)
      $0.member("version", document.version)
      $0.member("url", document.url)
      $0.member("text", document.body)
      $0.member("validFrom", document.validFrom)
      $0.member("publishedAt", document.publishedAt)
      $0.member("publishedByName", document.publishedByName)
    }
  }
}
