import Core
import FoundationEssentials
import Postgres

/// One subscription: what its changes and terms owe, against what was posted.
struct SubscriptionCheck {
  /// What was posted for a leg and centre of a cycle, at one price.
  private struct Posted {
    let place: LedgerPlace
    let unit: Money
    let amount: Int64
    let charges: Int
  }

  private struct Line {
    let number: Int
    let entry: LedgerEntry
    let addsUp: Bool
  }

  let subject: SubscriptionAudit.Subject
  /// The customer's, by position.
  let centres: [ID<BillingCentre>]
  /// What lies before may be detached.
  private let keptFrom: Day?
  private var terms: [(term: PlainLedger.Term, price: Money, cost: Money)] = []
  private var lines: [Line] = []
  private var posted: [Posted] = []

  init(subject: SubscriptionAudit.Subject, centres: [ID<BillingCentre>], keptFrom: Day?) {
    self.keptFrom = keptFrom
    self.subject = subject
    self.centres = centres
  }

  var entries: [LedgerEntry] { lines.map(\.entry) }

  /// From when on what it owes can be told; nil: from its first day. Of one that has ended, the change that a later
  /// month began with may be gone too.
  var since: Day? {
    keptFrom.map { kept in lines.first.map { max(kept, $0.entry.day) } ?? subject.cycleFrom.adding(days: 1) }
  }

  private func isKept(_ day: Day) -> Bool { since.map { $0 <= day } ?? true }

  mutating func read(terms: [Row], changes: [Row], charges: [Row]) throws {
    self.terms = try terms.map { row in
      let price = Money(minor: try row[5], currency: try row[6])
      let cost = Money(minor: try row[7], currency: try row[8])
      let term = PlainLedger.Term(
        start: try row[1], anchor: try row[2], term: try row[3], frequency: try row[4], price: price.minor,
        cost: cost.minor)
      return (term, price, cost)
    }
    lines = try changes.map { row in
      let entry = LedgerEntry(
        day: try row[2], billable: try row[3], allocations: try SubscriptionAudit.allocations(row, 4))
      return Line(number: try row[1], entry: entry, addsUp: try row[6])
    }
    posted = try charges.map { row in
      Posted(
        place: LedgerPlace(
          subscription: subject.id, from: try row[1], to: try row[2], fullDays: try row[3], leg: try row[4],
          centre: try row[5]),
        unit: Money(minor: try row[7], currency: try row[6]), amount: try row[8], charges: try row[9])
    }
  }

  mutating func run(_ findings: inout AuditFindings) {
    findings.summary.subscriptions += 1
    findings.summary.changes += lines.count
    findings.summary.charges += posted.reduce(0) { $0 + $1.charges }
    checkLines(&findings)
    checkTerm(&findings)
    var rest = posted.filter { isKept($0.place.from) }[...]
    if !subject.isDirect {
      for (index, term) in terms.enumerated() {
        let end = index + 1 < terms.count ? terms[index + 1].term.start : nil
        let first = max(term.term.start, subject.start)
        let begun = PlainLedger.cycles(of: term.term, from: first, through: subject.cycleFrom, before: end)
          .filter { isKept($0.from) }
        findings.summary.cycles += begun.count
        for cycle in begun {
          let earlier = rest.prefix { $0.place.from < cycle.from }
          compare([:], Array(earlier), &findings)
          rest = rest.dropFirst(earlier.count)
          let own = rest.prefix { $0.place.from == cycle.from }
          rest = rest.dropFirst(own.count)
          check(cycle, of: term, Array(own), &findings)
        }
      }
    }
    compare([:], Array(rest), &findings)
  }

  // MARK: - The ledger's own words

  private func checkLines(_ findings: inout AuditFindings) {
    let before = keptFrom == nil ? 0 : lines.first.map { $0.number - 1 } ?? subject.changes
    for (index, line) in lines.enumerated() {
      let what = "subscription \(subject.id), change \(line.number)"
      if line.number != before + index + 1 {
        findings.note(LedgerDifference(.change, "\(what): it should be number \(before + index + 1)"))
        break
      }
      if !line.addsUp {
        findings.note(LedgerDifference(.change, "\(what): its split is not that of the state after it"))
      }
    }
    let what = "subscription \(subject.id)"
    if before + lines.count != subject.changes {
      findings.note(
        LedgerDifference(.change, "\(what): it counts \(subject.changes) changes, there are \(before + lines.count)"))
    }
    let split = subject.allocations.reduce(0) { $0 + $1.quantity }
    if split != subject.quantity {
      findings.note(LedgerDifference(.change, "\(what): it holds \(subject.quantity) licences, its split has \(split)"))
    }
    if !subject.hasEnded, let last = lines.last, Set(last.entry.allocations) != Set(subject.allocations) {
      findings.note(LedgerDifference(.change, "\(what): its split is not that of its last change"))
    }
  }

  private func checkTerm(_ findings: inout AuditFindings) {
    guard let last = terms.last, last.term.start == subject.termStart else {
      let text = "subscription \(subject.id): the term that began on \(subject.termStart) is not written down"
      findings.note(LedgerDifference(.term, text))
      return
    }
    for (leg, began) in [(Leg.price, last.price), (.cost, last.cost)] where began != subject.unit(leg) {
      let text =
        "subscription \(subject.id), \(leg.rawValue): its term began at \(began), it is at \(subject.unit(leg))"
      findings.note(LedgerDifference(.term, text))
    }
  }

  // MARK: - Amounts

  private typealias Owed = [LedgerPlace: (minor: Int128, currency: Currency)]

  private func check(
    _ cycle: Cycle, of term: (term: PlainLedger.Term, price: Money, cost: Money), _ posted: [Posted],
    _ findings: inout AuditFindings
  ) {
    let weights = PlainLedger.licenceDays(entries, in: cycle)
    let sum = weights.values.reduce(0, +)
    let full = Int128(cycle.fullDays)
    let line = PlainLedger.rounded(Int128(term.term.price) * sum, over: full)
    let cost = PlainLedger.rounded(Int128(term.term.cost) * sum, over: full)
    let shares = PlainLedger.shares(of: line, by: weights, order: centres)
    var owed: Owed = [place(cycle, .cost, nil): (cost, term.cost.currency)]
    for (centre, share) in shares { owed[place(cycle, .price, centre)] = (share, term.price.currency) }
    checkCore(cycle, term.term, cost, shares, &findings)
    for one in posted {
      let began = one.place.leg == .price ? term.price : term.cost
      guard one.unit != began else { continue }
      findings.note(LedgerDifference(.price, "\(one.place.text): the term is at \(began), charged at \(one.unit)"))
    }
    compare(owed, posted, &findings)
  }

  private func place(_ cycle: Cycle, _ leg: Leg, _ centre: ID<BillingCentre>?) -> LedgerPlace {
    LedgerPlace(
      subscription: subject.id, from: cycle.from, to: cycle.to, fullDays: cycle.fullDays, leg: leg, centre: centre)
  }

  private func compare(_ owed: Owed, _ posted: [Posted], _ findings: inout AuditFindings) {
    var sums: [LedgerPlace: (minor: Int128, currency: Currency)] = [:]
    for one in posted {
      sums[one.place] = ((sums[one.place]?.minor ?? 0) + Int128(one.amount), one.unit.currency)
    }
    for place in Set(owed.keys).union(sums.keys) {
      let (due, sum) = (owed[place]?.minor ?? 0, sums[place]?.minor ?? 0)
      guard due != sum else { continue }
      let currency = owed[place]?.currency ?? sums[place]?.currency
      let text = "\(place.text): owed \(auditAmount(due, currency)), posted \(auditAmount(sum, currency))"
      findings.note(LedgerDifference(.charge, text))
    }
  }

  /// Core's ledger must say the same as the count; where it does not, the program is wrong, whatever was posted.
  private func checkCore(
    _ cycle: Cycle, _ term: PlainLedger.Term, _ cost: Int128, _ shares: [ID<BillingCentre>: Int128],
    _ findings: inout AuditFindings
  ) {
    // Core takes no licences below none; that such a split is wrong was said.
    guard entries.allSatisfy({ $0.allocations.allSatisfy { $0.quantity >= 0 } }) else { return }
    let weights = Ledger.weights(entries, in: cycle, order: centres)
    let days = weights.reduce(0) { $0 + $1.licenceDays }
    let owed = Ledger.owedByCentre(unitPrice: term.price, entries: entries, cycle: cycle, order: centres)
    let ownCost = Ledger.owed(unitPrice: term.cost, licenceDays: days, fullDays: cycle.fullDays)
    let length = term.months > 0 ? Period(months: term.months) : Period(days: term.days)
    let own = BillingSchedule(start: term.start, anchor: term.anchor, length: length).cycle(containing: cycle.from)
    let byCentre = (owed ?? []).reduce(into: [:]) { $0[$1.centre, default: Int128(0)] += Int128($1.minor) }
    guard own != cycle || ownCost.map({ Int128($0) }) != cost || byCentre != shares else { return }
    let place = place(cycle, .price, nil)
    let text = "\(place.text): counted day by day \(shares.values.reduce(0, +)) and \(cost) minor units, by Core "
    findings.note(LedgerDifference(.core, text + "\(byCentre.values.reduce(0, +)) and \(ownCost ?? 0)"))
  }
}
