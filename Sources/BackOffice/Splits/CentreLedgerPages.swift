import Core
import FoundationEssentials
import HTTP
import Markup

/// What landed on a billing centre, month by month.
enum CentreLedgerPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let centre = try BillingCentres.find(try call.id(), in: call.work)
    let customer = try Organizations.find(centre.path.organization, kind: .customer, in: call.work)
    let present = Month(containing: call.work.now.utcDay)
    let month = call.query("month").flatMap { Month($0) } ?? present
    let paging = try Paging(call)
    let lines = try CentreLedger.list(of: centre.id, in: month, paging, in: call.work)
    let next = paging.next(lines) { [String($0.sequence)] }
    let home = "/centres/\(centre.id)/charges"
    let tab: (Month) -> NavItem = {
      NavItem(
        label: $0.description, href: PortalLink.to(home, ["month": $0.description]), current: $0 == month)
    }
    let title = Words.title.in(language, ["centre": centre.name])
    let columns = [
      Column(Words.posted.in(language)), Column(SubscriptionWords.subscription.in(language)),
      Column(Words.what.in(language)), Column(Words.days.in(language)),
      Column(SubscriptionWords.licences.in(language), kind: .number), Column(Words.amount.in(language), kind: .number),
    ]
    let content: HTML = """
      \(CentrePages.trail(customer, title, call))
      \(pageHeader(title: "\(title)", subtitle: "\(centre.code)"))
      \(tabs(label: Words.month.in(language), [month.previous, month, month.next].filter { $0 <= present }.map(tab)))
      \(table(caption: title, columns: columns, rows: lines.prefix(paging.limit).map { row($0, language) },
        empty: "<p>\(Words.none.in(language))</p>"))
      \(pager(nextHref: next.map { PortalLink.to(home, ["month": month.description, "cursor": $0]) },
        label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, title, at: CentrePages.place(call), content)
  }

  private static func row(_ line: CentreLedger.Line, _ language: Language) -> [HTML] {
    let name = line.friendlyName ?? line.planName
    let plan: HTML? = line.friendlyName == nil ? nil : "<small>\(line.planName)</small>"
    return [
      "\(line.postedOn.description)",
      "<a href=\"/subscriptions/\(line.subscription.description)\">\(name)</a>\(plan)",
      "\(Phrases.reason(line.reason).in(language))", Portal.days(line.from, until: line.to), "\(line.licences)",
      line.amount.html,
    ]
  }

  private enum Words {
    static let title = Phrase("What landed on {centre}", fr: "Imputé à {centre}", de: "Gebucht auf {centre}")
    static let month = Phrase("Month", fr: "Mois", de: "Monat")
    static let posted = Phrase("Posted", fr: "Comptabilisé", de: "Verbucht")
    static let what = Phrase("What", fr: "Quoi", de: "Was")
    static let days = Phrase("Days covered", fr: "Jours couverts", de: "Zeitraum")
    static let amount = Phrase("Amount", fr: "Montant", de: "Betrag")
    static let none = Phrase(
      "Nothing landed here in this month.", fr: "Rien n’a été imputé ici ce mois-ci.",
      de: "In diesem Monat wurde hier nichts gebucht.")
  }
}
