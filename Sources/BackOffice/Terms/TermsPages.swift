import Core
import FoundationEssentials
import HTTP
import Markup

/// Terms in the portal: reading them, and publishing them.
enum TermsPages {
  private typealias Words = TermsWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let documents = try TermsDocuments.list(nil, paging, in: call.work)
    let next = paging.next(documents) { [$0.id.description] }.map { PortalLink.to("/terms", ["cursor": $0]) }
    let rows: [[HTML]] = documents.prefix(paging.limit).map { document in
      [
        "<a href=\"/terms/\(document.id.description)\">\(document.title)</a><small>\(document.version)</small>",
        "\(Words.kind(document.kind).in(language))<small>\(document.subjectName ?? "")</small>",
        "\(document.publisherName)", "<time>\(document.validFrom.description)</time>",
      ]
    }
    let listing = table(
      caption: Words.terms.in(language),
      columns: [Words.title, Words.kind, Words.publisher, Words.validFrom].map { Column($0.in(language)) }, rows: rows,
      empty: "<p>\(Words.none.in(language))</p>")
    let new = buttonLink(label: Words.publish.in(language), href: "/terms/new", tone: .primary)
    let content: HTML = """
      \(pageHeader(title: "\(Words.terms.in(language))", subtitle: "\(Words.subtitle.in(language))",
        actions: mayPublish(call) ? [new] : []))
      \(card(listing))
      \(pager(nextHref: next, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.terms.in(language), at: .terms, content)
  }

  private static func mayPublish(_ call: Call) -> Bool {
    call.actor.holds(.customersManage) && call.actor.level != .customer
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let document = try TermsDocuments.find(try call.id(), in: call.work)
    var facts: [(String, HTML)] = [
      (Words.kind.in(language), "\(Words.kind(document.kind).in(language))"),
      (Words.version.in(language), "\(document.version)"),
      (Words.validFrom.in(language), "<time>\(document.validFrom.description)</time>"),
      (Words.publisher.in(language), "\(document.publisherName)"),
    ]
    if let subject = document.subjectName { facts.insert((Words.about.in(language), "\(subject)"), at: 1) }
    let text: HTML =
      if let url = document.url {
        "<p>\(buttonLink(label: Words.open.in(language), href: url))</p>"
      } else {
        "<div class=\"terms-text\">\(document.body ?? "")</div>"
      }
    let mayReplace = mayPublish(call) && document.isPublished(by: call.actor)
    let again = buttonLink(label: Words.publishVersion.in(language), href: "/terms/new?replaces=\(document.id)")
    let content: HTML = """
      \(breadcrumbs([(Words.terms.in(language), "/terms"), (document.title, nil)]))
      \(pageHeader(title: "\(document.title)", subtitle: "\(document.version)", actions: mayReplace ? [again] : []))
      \(card(definitionList(facts)))
      \(card(title: Words.text.in(language), text))
      """
    return try Portal.page(call, document.title, at: .terms, content)
  }

  // MARK: - Publishing

  static func new(_ call: Call) throws -> Response {
    let language = call.actor.language
    let refill = Refill(call)
    let asked = Form(call.request)?.first("replacesId") ?? call.query("replaces")
    let before = try asked.flatMap { ID<TermsDocument>($0) }.map { try TermsDocuments.find($0, in: call.work) }
    let title = (before == nil ? Words.publish : Words.publishVersion).in(language)
    let fields: HTML = """
      \(try subject(before, refill, call))
      \(field(label: Words.title.in(language), name: "title", value: refill.value("title", before?.title),
        error: refill.error("title"), required: true, attributes: ["maxlength": "200"]))
      \(field(label: Words.version.in(language), name: "version", value: refill.value("version"),
        hint: Words.versionHint.in(language), error: refill.error("version"), required: true,
        attributes: ["maxlength": "40"]))
      \(field(label: Words.validFrom.in(language), name: "validFrom", type: "date", value: refill.value("validFrom"),
        error: refill.error("validFrom"), required: true))
      \(textArea(label: Words.text.in(language), name: "text", value: refill.value("text", before?.body), rows: 12,
        error: refill.error("text", pointer: "body")))
      \(field(label: Words.link.in(language), name: "url", type: "url", value: refill.value("url", before?.url),
        hint: Words.linkHint.in(language), error: refill.error("url")))
      """
    let content: HTML = """
      \(breadcrumbs([(Words.terms.in(language), "/terms"), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.final.in(language))"))
      \(card(form(action: "/terms/new", csrf: call.actor.csrf ?? "",
        hidden: before.map { [("replacesId", $0.id.description)] } ?? [], content: fields, submit: title,
        cancel: (DeskWords.cancel.in(language), "/terms"))))
      """
    return try Portal.page(call, title, at: .terms, content)
  }

  /// What they are about; a new version is about the same.
  private static func subject(
    _ before: TermsDocuments.Record?, _ refill: Refill, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let kinds = TermsKind.allCases.filter { before == nil || before?.kind == $0 }.map {
      (
        value: $0.rawValue, label: Words.kind($0).in(language),
        selected: refill.has("kind", $0.rawValue, before?.kind == $0), disabled: false
      )
    }
    let none = (value: "", label: Words.choose.in(language), selected: false, disabled: false)
    let services = try Catalogue.services(in: call.work).filter { before == nil || before?.service == $0.id }.map {
      let id = $0.id.description
      return (
        value: id, label: $0.name, selected: refill.has("serviceId", id, before?.service == $0.id), disabled: false
      )
    }
    let plans = try call.tx.rows("SELECT id, name FROM plan ORDER BY name, id LIMIT \(Bounds.shopOffers)").map {
      (id: try $0[0] as ID<Plan>, name: try $0[1] as String)
    }.filter { before == nil || before?.plan == $0.id }.map { plan in
      let id = plan.id.description
      return (
        value: id, label: plan.name, selected: refill.has("planId", id, before?.plan == plan.id), disabled: false
      )
    }
    return """
      \(selectField(label: Words.kind.in(language), name: "kind", options: kinds, error: refill.error("kind"),
        required: true))
      \(selectField(label: Words.service.in(language), name: "serviceId",
        options: (before?.service == nil ? [none] : []) + services, error: refill.error("serviceId")))
      \(selectField(label: Words.plan.in(language), name: "planId",
        options: (before?.plan == nil ? [none] : []) + plans,
        error: refill.error("planId")))
      """
  }

  static func publish(_ call: Call) throws -> Response {
    let (draft, replaced) = try TermsAPI.draft(try call.form())
    let document = try TermsDocuments.publish(draft, replacing: replaced, in: call.work)
    return .seeOther("/terms/\(document.id)")
  }
}
