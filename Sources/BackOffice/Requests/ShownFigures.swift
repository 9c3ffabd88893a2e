import Core
import FoundationEssentials
import Postgres

// What a preview showed, as it is kept, written and confirmed.

extension Figures {
  /// `[{"leg","today","nextInvoice","recurring"}]` as it is kept.
  init?(stored text: String?) {
    guard let text, let items = JSONValue(parsing: Array(text.utf8))?.list else { return nil }
    self.init(
      items.compactMap { item in
        guard let leg = item.object["leg"]?.text.flatMap(Leg.init(rawValue:)),
          let today = Money(stored: item.object["today"]), let next = Money(stored: item.object["nextInvoice"]),
          let recurring = Money(stored: item.object["recurring"])
        else { return nil }
        return LegTotals(leg: leg, today: today, nextInvoice: next, recurring: recurring)
      })
  }

  var stored: JSONB {
    var json = JSONWriter()
    json.array(totals, Figures.write)
    return JSONB(text: json.text)
  }

  /// One leg as answers hold it.
  static func write(_ json: inout JSONWriter, _ total: LegTotals) {
    json.object {
      $0.member("leg", total.leg.rawValue)
      $0.member("today", total.today)
      $0.member("nextInvoice", total.nextInvoice)
      $0.member("recurring", total.recurring)
    }
  }

  /// The same for the same amounts, to carry in a form what its reader saw.
  var tag: String {
    let lines = totals.map { "\($0.leg.rawValue) \($0.today.tag) \($0.nextInvoice.tag) \($0.recurring.tag)" }
    return String(Secrets.hex(Secrets.sha256(Array(lines.sorted().joined(separator: "\n").utf8))).prefix(32))
  }
}

extension Money {
  fileprivate init?(stored value: JSONValue?) {
    guard let members = value?.object, let amount = members["amount"]?.text,
      let currency = members["currency"]?.text.flatMap({ Currency($0) }), let money = Money(amount, currency: currency)
    else { return nil }
    self = money
  }

  fileprivate var tag: String { "\(currency.code) \(amount)" }
}

/// What whoever approves says of the figures: the present ones are those they confirm.
package enum Confirmation: Sendable {
  /// They are still those that were shown to whoever spoke last.
  case asShown
  /// They are those with this tag, which the page showed.
  case tagged(String)
  /// Whatever they are now.
  case any

  /// Throws `conflict` with both, where the present figures are not the ones confirmed.
  func check(_ now: Figures, against shown: Figures?, for actor: Actor, ofOrder: Bool) throws(Refusal) {
    let present = now.seen(actor.sees)
    switch self {
    case .any: return
    case .tagged(let tag): if tag == present.tag { return }
    case .asShown: if shown.map({ $0.seen(actor.sees).areSame(as: present) }) ?? true { return }
    }
    let before = shown?.seen(actor.sees).totals.first
    let after = present.totals.first
    throw .conflict(
      ofOrder ? "order.figures_changed" : "request.figures_changed",
      [
        "askedToday": before?.today.tag ?? "–", "askedRecurring": before?.recurring.tag ?? "–",
        "today": after?.today.tag ?? "–", "recurring": after?.recurring.tag ?? "–",
      ])
  }
}
