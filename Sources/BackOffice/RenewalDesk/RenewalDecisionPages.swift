import Core
import FoundationEssentials
import HTTP
import Markup

/// Deciding about one or several renewals: first what it comes to, then for good.
enum RenewalDecisionPages {
  private typealias Words = RenewalPageWords

  /// What a form asks: of the button of one row, or of the boxes ticked.
  private struct Asked {
    let choice: RenewalDecisions.Choice
    let ids: [ID<Subscription>]
    /// Where one came from.
    let back: String

    init(_ call: Call) throws {
      let form = Form(call.request)
      let one = (form?.first("one") ?? "").split(separator: " ").map(String.init)
      let name = one.count == 2 ? one[0] : form?.first("choice") ?? ""
      let texts = one.count == 2 ? [one[1]] : form?.all("ids") ?? []
      guard let choice = RenewalDecisions.Choice(rawValue: name) else {
        throw Refusal.invalid([Issue("/choice", "field.not_a_choice")])
      }
      guard !texts.isEmpty else { throw Refusal.invalid([Issue("/ids", "renewals.none_selected")]) }
      guard texts.count <= Bounds.renewalsAtOnce else {
        throw Refusal.invalid([
          Issue("/ids", "field.too_many", ["maximum": String(Bounds.renewalsAtOnce)])
        ])
      }
      self.choice = choice
      ids = try texts.map { text throws(Refusal) in
        guard let id = ID<Subscription>(text) else { throw .notFound }
        return id
      }
      let address = form?.first("back") ?? ""
      back = address == "/renewals" || address.hasPrefix("/renewals?") ? checkedHref(address) : "/renewals"
    }
  }

  static func decide(_ call: Call) throws -> Response {
    let asked = try Asked(call)
    let isConfirmed = ChangePage.isConfirmed(call)
    let results = try RenewalDecisions.decide(asked.choice, on: asked.ids, in: call.work, preview: !isConfirmed)
    let refused = results.count { $0.refusal != nil }
    if isConfirmed, refused == 0 { return .seeOther(asked.back) }
    let language = call.actor.language
    let title = RenewalWords.choice(asked.choice).in(language)
    let changed = results.filter(\.isChanged)
    let head: HTML =
      isConfirmed
      ? notice(.warning, title: Words.someRefused.in(language, ["count": "\(refused)"]))
      : changed.isEmpty
        ? notice(.warning, title: Words.nothingToDo.in(language))
        : notice(.neutral, title: Words.preview.in(language), body: "<p>\(Words.previewHint.in(language))</p>")
    let content: HTML = """
      \(breadcrumbs([(RenewalWords.title.in(language), asked.back), (title, nil)]))
      \(pageHeader(title: "\(title)"))
      \(head)\(asked.choice == .withAssigned ? nobodyHolds(changed, language) : .empty)
      \(card(table(results, call)))
      \(isConfirmed || changed.isEmpty ? back(asked, language) : confirming(asked, changed, call))
      """
    return try Portal.page(call, title, at: .renewals, content)
  }

  /// Where nobody holds any, licences may well be used all the same.
  private static func nobodyHolds(_ changed: [RenewalDecisions.Result], _ language: Language) -> HTML {
    let count = changed.count { $0.before.record.subscription.assigned == 0 }
    return count == 0 ? .empty : notice(.warning, title: Words.nobodyHolds.in(language, ["count": "\(count)"]))
  }

  private static func back(_ asked: Asked, _ language: Language) -> HTML {
    "<p>\(buttonLink(label: DeskWords.back.in(language), href: asked.back))</p>"
  }

  private static func confirming(_ asked: Asked, _ changed: [RenewalDecisions.Result], _ call: Call) -> HTML {
    let language = call.actor.language
    return form(
      action: "/renewals/decisions", csrf: call.actor.csrf ?? "",
      hidden: [("step", "confirm"), ("choice", asked.choice.rawValue), ("back", asked.back)]
        + changed.map { ("ids", $0.after.record.id.description) },
      content: .empty, submit: Words.confirm.in(language, ["count": "\(changed.count)"]),
      tone: asked.choice == .autoRenewOff ? .danger : .primary, cancel: (DeskWords.cancel.in(language), asked.back))
  }

  private static func table(_ results: [RenewalDecisions.Result], _ call: Call) -> HTML {
    let language = call.actor.language
    let legs = [Leg.price, .cost].filter { call.actor.sees($0) }
    let columns =
      [
        Column(SubscriptionWords.subscription.in(language)), Column(Words.before.in(language)),
        Column(Words.after.in(language)),
      ]
      + legs.map { Column(($0 == .price ? Words.nextTermPrice : Words.nextTermCost).in(language), kind: .number) }
    let rows: [[HTML]] = results.map { result in
      let record = result.after.record
      let customer = call.actor.level == .customer ? nil : result.after.customerName
      let beside = [customer, record.planName].compactMap { $0 }.joined(separator: " · ")
      let name = record.subscription.friendlyName ?? record.planName
      return [
        "<a href=\"/subscriptions/\(record.id.description)\">\(name)</a><small>\(beside)</small>",
        "\(RenewalWords.outcome(result.before, language))", became(result, language),
      ] + legs.map { amounts(result, $0) }
    }
    let together: [HTML] = ["\(Words.difference.in(language))", "", ""] + legs.map { difference(results, $0) }
    return Markup.table(
      caption: Words.preview.in(language), columns: columns, rows: rows, footer: legs.isEmpty ? nil : together)
  }

  private static func became(_ result: RenewalDecisions.Result, _ language: Language) -> HTML {
    if let refusal = result.refusal {
      let problem = Problem(refusal)
      return "<span class=\"error\">\(Messages.sentence(problem.code, problem.details, language))</span>"
    }
    guard result.isChanged else { return "<span class=\"subtle\">\(Words.already.in(language))</span>" }
    return "\(RenewalWords.outcome(result.after, language))"
  }

  private static func amounts(_ result: RenewalDecisions.Result, _ leg: Leg) -> HTML {
    let before = result.before.outlook.leg(leg)?.amount
    let after = result.after.outlook.leg(leg)?.amount
    guard before != after else { return after?.html ?? "–" }
    return "\(before?.html ?? "–") → \(after?.html ?? "–")"
  }

  /// What the next terms come to more or less in all, by currency; what ends counts as nothing.
  private static func difference(_ results: [RenewalDecisions.Result], _ leg: Leg) -> HTML {
    var sums: [Money] = []
    for result in results where result.isChanged {
      guard let currency = result.before.outlook.leg(leg)?.now.currency else { continue }
      let before = result.before.outlook.leg(leg)?.amount ?? .zero(currency)
      let change = (result.after.outlook.leg(leg)?.amount ?? .zero(currency)) - before
      if let index = sums.firstIndex(where: { $0.currency == currency }) {
        sums[index] = sums[index] + change
      } else {
        sums.append(change)
      }
    }
    return sums.isEmpty ? "–" : sums.map(\.html).joined(separator: "<br>")
  }
}
