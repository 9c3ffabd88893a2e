import Core
import Markup
import Postgres

/// Where a term can end early: at the end of a month, or with another of the customer's subscriptions.
struct AlignmentChoices {
  /// A day that is meant by the end of the month before it.
  private let months: [Day]
  private let others: [(day: Day, name: String)]

  /// Choices for a term of this length from a day; the day named ends the term, its first unbilled one.
  init(from start: Day, term: Period, customer: ID<Organization>, except: ID<Subscription>?, in work: Work) throws {
    let end = term.added(to: start)
    var months: [Day] = []
    var next = start.firstOfMonth.adding(months: 1)
    while next < end {
      if next > start { months.append(next) }
      next = next.adding(months: 1)
    }
    // Of a long term, the latest: who aligns wants to lose little of it.
    self.months = months.suffix(AlignmentChoices.shownMonths)
    others = try work.tx.rows(
      """
      SELECT s.term_end, min(coalesce(s.friendly_name, s.plan_name)) FROM subscription s
      WHERE s.customer_id = \(customer) AND s.status = 'active' AND s.id IS DISTINCT FROM \(except)
        AND s.term_end > \(start) AND s.term_end < \(end)
      GROUP BY s.term_end ORDER BY s.term_end DESC LIMIT \(AlignmentChoices.shownOthers)
      """
    ).map { (day: try $0[0], name: try $0[1]) }
  }

  private static let shownMonths = 24
  private static let shownOthers = 50

  /// Nothing where the term has no room for another end.
  func html(_ refill: Refill, stored: Day?, language: Language) -> HTML {
    let chosen = refill.value("alignTo", stored?.description)
    var options = [(value: "", label: Words.whole.in(language), selected: chosen.isEmpty, disabled: false)]
    for other in others.sorted(by: { $0.day < $1.day }) {
      let label = Words.with.in(language, ["name": other.name, "day": other.day.description])
      options.append((other.day.description, label, chosen == other.day.description, false))
    }
    for day in months where !others.contains(where: { $0.day == day }) {
      let last = day.adding(days: -1).description
      options.append((day.description, Words.month.in(language, ["day": last]), chosen == day.description, false))
    }
    if let stored, !options.contains(where: { $0.value == stored.description }) {
      options.append((stored.description, stored.description, chosen == stored.description, false))
    }
    guard options.count > 1 else { return .empty }
    return selectField(
      label: Words.label.in(language), name: "alignTo", options: options, hint: Words.hint.in(language),
      error: refill.error("alignTo"))
  }

  private enum Words {
    static let label = Phrase("End of the term", fr: "Fin de la durée", de: "Ende der Laufzeit")
    static let whole = Phrase("The whole term", fr: "La durée entière", de: "Die ganze Laufzeit")
    static let with = Phrase("Together with {name}, {day}", fr: "Avec {name}, {day}", de: "Zusammen mit {name}, {day}")
    static let month = Phrase(
      "With the month, after {day}", fr: "À la fin du mois, après le {day}", de: "Mit dem Monat, nach dem {day}")
    static let hint = Phrase(
      "An earlier end shortens the first billing cycle, which is billed by the day.",
      fr: "Une fin anticipée raccourcit le premier cycle, facturé au jour près.",
      de: "Ein früheres Ende verkürzt den ersten Abrechnungszyklus; er wird tagesgenau verrechnet.")
  }
}
