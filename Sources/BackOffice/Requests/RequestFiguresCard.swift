import Core
import Markup

/// What was shown when it was asked beside what it would come to now, as far as the reader sees amounts.
struct RequestFiguresCard {
  private typealias Words = RequestPageWords

  let shown: Figures?
  let forecast: Result<Subscriptions.Outcome, Refusal>?
  let actor: Actor

  init(record: Requests.Record, forecast: Result<Subscriptions.Outcome, Refusal>?, call: Call) {
    self.init(shown: record.figures, forecast: forecast, actor: call.actor)
  }

  init(shown: Figures?, forecast: Result<Subscriptions.Outcome, Refusal>?, actor: Actor) {
    self.shown = shown?.seen(actor.sees)
    self.forecast = forecast
    self.actor = actor
  }

  private var language: Language { actor.language }

  private var now: Figures? {
    guard case .success(let outcome) = forecast else { return nil }
    return Figures(outcome.totals).seen(actor.sees)
  }

  var html: HTML {
    let obstacle: HTML? =
      if case .failure(let refusal) = forecast {
        notice(.warning, title: Portal.sentence(refusal, language))
      } else { nil }
    let differs = now.flatMap { now in shown.map { !$0.areSame(as: now) } } ?? false
    let rows =
      differs
      ? self.rows(of: shown, Words.shownThen) + self.rows(of: now, Words.now) : self.rows(of: now ?? shown, nil)
    guard !rows.isEmpty else { return "\(obstacle)" }
    let columns = [
      Column(""), Column(OrderWords.today.in(language), kind: .number),
      Column(OrderWords.nextInvoice.in(language), kind: .number), Column(Words.recurring.in(language), kind: .number),
    ]
    return """
      \(obstacle)\(when: differs, notice(.warning, title: Words.differs.in(language)))
      \(card(title: OrderWords.forecast.in(language),
        table(caption: OrderWords.forecast.in(language), columns: columns, rows: rows)))
      """
  }

  /// What the customer pays first.
  private func rows(of figures: Figures?, _ words: Phrase?) -> [[HTML]] {
    (figures?.totals ?? []).sorted { $0.leg == .price && $1.leg == .cost }.map { total in
      let remark: HTML? = words.map { "<small>\($0.in(language))</small>" }
      return [
        "\(SubscriptionWords.leg(total.leg, actor).in(language))\(remark)",
        total.today.html, total.nextInvoice.html, total.recurring.html,
      ]
    }
  }
}
