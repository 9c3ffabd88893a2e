import Core
import Markup
import Postgres

/// What a change would post today and mean from then on, as far as the reader may see it.
struct ChangePreview {
  let outcome: Subscriptions.Outcome
  let call: Call
  /// Names of the customer's billing centres, in their order.
  let centres: [(id: ID<BillingCentre>, name: String)]

  private var language: Language { call.actor.language }
  private var s: Subscription { outcome.record.subscription }

  /// A preview computes with the seller's reach; what follows it is read with the reader's own again.
  init(_ outcome: Subscriptions.Outcome, _ call: Call) throws {
    self.outcome = outcome
    self.call = call
    centres = try call.tx.pipeline([
      call.actor.reach,
      """
      SELECT id, name FROM billing_centre WHERE customer_id = \(outcome.record.subscription.customer)
      ORDER BY position
      """,
    ])[1].map { (id: try $0[0], name: try $0[1]) }
  }

  /// The split is of no interest where licences stay where they are, unless something is posted for them.
  func html(isSplitShown: Bool = true) -> HTML {
    "\(warnings)\(legs)\(when: isSplitShown || !outcome.postings.isEmpty, perCentre)"
  }

  /// In a line: from when, and what for the next invoice.
  var subtitle: String {
    let effective = Words.effective.in(language, ["day": outcome.effectiveFrom.description])
    guard let next = outcome.record.nextInvoiceDay, call.actor.seesPrices || call.actor.seesCosts else {
      return effective
    }
    return effective + " " + Words.nextOn.in(language, ["day": next.description])
  }

  private var warnings: HTML {
    guard !outcome.warnings.isEmpty else { return .empty }
    let sentences: [HTML] = outcome.warnings.map { "<li>\(Messages.sentence($0, [:], language))</li>" }
    return notice(.warning, title: Words.mind.in(language), body: "<ul>\(sentences)</ul>")
  }

  private var legs: HTML {
    let seen = outcome.totals.filter { call.actor.sees($0.leg) }
    guard !seen.isEmpty else { return notice(.neutral, title: Words.noPrices.in(language)) }
    let cycle = SubscriptionWords.perCycle(s.frequency).in(language)
    guard seen.count > 1 else {
      return statTiles(
        seen.flatMap {
          [
            statTile(label: Words.today.in(language), value: $0.today.html),
            statTile(label: Words.next.in(language), value: $0.nextInvoice.html),
            statTile(label: Words.recurring.in(language), value: $0.recurring.html, hint: cycle),
          ]
        })
    }
    let columns = [
      Column(""), Column(Words.today.in(language), kind: .number), Column(Words.next.in(language), kind: .number),
      Column("\(Words.recurring.in(language)), \(cycle)", kind: .number),
    ]
    let rows: [[HTML]] = seen.map {
      [
        "\(SubscriptionWords.leg($0.leg, call.actor).in(language))", $0.today.html, $0.nextInvoice.html,
        $0.recurring.html,
      ]
    }
    return table(caption: Words.caption.in(language), columns: columns, rows: rows, footer: margin(seen))
  }

  /// What stays with the seller, where both legs are in one currency.
  private func margin(_ legs: [LegTotals]) -> [HTML]? {
    guard let price = legs.first(where: { $0.leg == .price }), let cost = legs.first(where: { $0.leg == .cost }),
      price.today.currency == cost.today.currency
    else { return nil }
    return [
      "\(Words.margin.in(language))", (price.today - cost.today).html, (price.nextInvoice - cost.nextInvoice).html,
      (price.recurring - cost.recurring).html,
    ]
  }

  private var perCentre: HTML {
    guard call.actor.seesPrices else { return .empty }
    let rows: [[HTML]] = centres.compactMap { centre in
      let licences = s.allocations.first { $0.centre == centre.id }?.quantity ?? 0
      let posted = outcome.postings.first { $0.leg == .price && $0.centre == centre.id }?.amount
      guard licences > 0 || posted != nil else { return nil }
      return ["\(centre.name)", "\(licences)", (posted ?? .zero(s.unitPrice.currency)).html]
    }
    guard !rows.isEmpty else { return .empty }
    let total = outcome.totals.first { $0.leg == .price }?.today ?? .zero(s.unitPrice.currency)
    return table(
      caption: Words.byCentre.in(language),
      columns: [
        Column(SubscriptionWords.centre.in(language)), Column(Words.then.in(language), kind: .number),
        Column(Words.today.in(language), kind: .number),
      ], rows: rows,
      footer: [
        "\(SubscriptionWords.total.in(language))", "\(s.allocations.reduce(0) { $0 + $1.quantity })", total.html,
      ])
  }

  private enum Words {
    static let caption = Phrase("What it costs", fr: "Ce que cela coûte", de: "Was es kostet")
    static let byCentre = Phrase("By billing centre", fr: "Par centre de facturation", de: "Je Kostenstelle")
    static let today = Phrase("Posted today", fr: "Comptabilisé aujourd’hui", de: "Heute verbucht")
    static let next = Phrase("Next invoice", fr: "Prochaine facture", de: "Nächste Rechnung")
    static let recurring = Phrase("Recurring", fr: "Récurrent", de: "Wiederkehrend")
    static let margin = Phrase("Margin", fr: "Marge", de: "Marge")
    static let then = Phrase("Licences then", fr: "Licences ensuite", de: "Lizenzen danach")
    static let mind = Phrase("Please note", fr: "À noter", de: "Bitte beachten")
    static let effective = Phrase("Effective from {day}.", fr: "En vigueur dès le {day}.", de: "Gültig ab {day}.")
    static let nextOn = Phrase(
      "Next invoice on {day}.", fr: "Prochaine facture le {day}.", de: "Nächste Rechnung am {day}.")
    static let noPrices = Phrase(
      "Your role shows no prices.", fr: "Votre rôle n’affiche pas de prix.", de: "Ihre Rolle zeigt keine Preise.")
  }
}
