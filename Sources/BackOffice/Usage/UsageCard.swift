import Core
import Markup

/// What was used of a metered subscription: this month so far, then the months before.
struct UsageCard {
  private let meters: [MeteredUse.ListedMeter]
  private let months: [MeteredUse.ListedMonth]
  private let present: Month
  private let actor: Actor
  private let subscription: Subscription
  private let offer: ID<Offer>

  init(_ record: SubscriptionRecord, in work: Work) throws {
    actor = work.actor
    subscription = record.subscription
    offer = record.offer
    present = Month(containing: record.today)
    meters = try MeteredUse.meters(of: record, in: present, work)
    let shown = Paging(limit: UsageCard.shownMonths * max(1, meters.count))
    months = meters.isEmpty ? [] : try MeteredUse.months(of: record, shown, in: work)
  }

  /// Months shown; older ones are left to the statements.
  private static let shownMonths = 6

  private var language: Language { actor.language }

  /// Nothing where the offer has no meters.
  var html: HTML {
    guard !meters.isEmpty else { return .empty }
    let month = UsageWords.soFar.in(language, ["month": present.description])
    return card(title: "\(UsageWords.usage.in(language)): \(month)", actions: links, "\(soFar(month))\(before)")
  }

  /// Where it lands, and what it costs, for whom that is up to.
  private var links: [HTML] {
    var links: [HTML] = []
    if actor.holds(.centresManage) {
      links.append(
        buttonLink(label: UsageTagWords.title.in(language), href: "/customers/\(subscription.customer)/usage-tags"))
    }
    if actor.holds(.catalogueManage) || actor.holds(.pricesManage) {
      links.append(
        buttonLink(label: MeterWords.title.in(language), href: "/catalogue/offers/\(offer)/meters"))
    }
    return links
  }

  private func soFar(_ caption: String) -> HTML {
    let rows: [[HTML]] = meters.map { meter in
      let use = months.first { $0.month == present && $0.meter.id == meter.id }
      let quantity = use?.quantity ?? .zero
      let code: HTML? = actor.holds(.usageManage) ? " <code>\(meter.code)</code>" : nil
      return ["\(meter.name)\(code)<small>\(price(meter))</small>", UsageWords.quantity(quantity, meter.unit)]
        + amounts(meter.price?.owed(for: quantity), meter.cost?.owed(for: quantity))
    }
    return table(
      caption: caption, columns: [Column(UsageWords.meter.in(language))] + figures, rows: rows)
  }

  private var before: HTML {
    let past = months.filter { $0.month < present }
    guard !past.isEmpty else { return .empty }
    let rows: [[HTML]] = past.map { use in
      let waits = use.isPosted ? nil : badge(UsageWords.waits.in(language), tone: .warning)
      return ["\(use.month.description) \(waits)", "\(use.meter.name)"]
        + [UsageWords.quantity(use.quantity, use.meter.unit)] + amounts(use.price, use.cost)
    }
    let months = Column(Phrases.Statement.month.in(language))
    return disclosure(
      summary: UsageWords.before.in(language),
      table(
        caption: UsageWords.before.in(language), columns: [months, Column(UsageWords.meter.in(language))] + figures,
        rows: rows))
  }

  private var figures: [Column] {
    var columns = [Column(UsageWords.quantity.in(language), kind: .number)]
    for leg in [Leg.price, .cost] where actor.sees(leg) {
      columns.append(Column(SubscriptionWords.leg(leg, actor).in(language), kind: .number))
    }
    return columns
  }

  private func amounts(_ price: Money?, _ cost: Money?) -> [HTML] {
    [(Leg.price, price), (.cost, cost)].filter { actor.sees($0.0) }.map { $0.1?.html ?? "–" }
  }

  /// How the meter is priced, in words: the price where the reader sees one, else the cost.
  private func price(_ meter: MeteredUse.ListedMeter) -> String {
    (meter.price ?? meter.cost).map { UsageWords.price($0, per: meter.unit, language) } ?? ""
  }
}
