/// Value added tax on what one organization sells another, by what holds on a day.
package enum VAT {
  /// Which of the three ways an amount is taxed.
  package enum Treatment: String, Hashable, Sendable, CaseIterable {
    /// The seller charges the tax.
    case standard
    /// The buyer owes the tax itself, abroad.
    case reverseCharge
    /// Nobody owes any.
    case exempt
  }

  /// Why no tax is charged: what the law wants said on the document.
  package enum Ground: Hashable, Sendable {
    /// Between two member states of the European Union.
    case reverseChargeInUnion
    /// Between other countries.
    case reverseChargeAbroad
    /// The buyer is exempt, by this certificate.
    case exemptBuyer(reason: String, certificate: String)
    /// The seller is not registered, e.g. as a small business.
    case unregisteredSeller(reason: String)
    /// The country has no such tax, or none that is known here.
    case noTax(country: String)
  }

  /// How a sale is taxed.
  package struct Charge: Hashable, Sendable {
    /// Per mille, e.g. 81 for 8.1 %; 0 unless standard.
    package let ratePerMille: Int
    /// Which way.
    package let treatment: Treatment
    /// Why none is charged; nil where it is.
    package let ground: Ground?

    /// Charged by the seller at a rate in per mille.
    package init(ratePerMille: Int) {
      self.ratePerMille = ratePerMille
      treatment = .standard
      ground = nil
    }

    /// Not charged, and why.
    package init(_ ground: Ground) {
      ratePerMille = 0
      switch ground {
      case .reverseChargeInUnion, .reverseChargeAbroad: treatment = .reverseCharge
      case .exemptBuyer, .unregisteredSeller, .noTax: treatment = .exempt
      }
      self.ground = ground
    }

    /// What was frozen; `ground` may be unknown of old ones.
    package init(ratePerMille: Int, treatment: Treatment, ground: Ground?) {
      self.ratePerMille = ratePerMille
      self.treatment = treatment
      self.ground = ground
    }

    /// The rate in percent as it is written: `8.1`, `19`.
    package var percent: String {
      ratePerMille.isMultiple(of: 10) ? "\(ratePerMille / 10)" : "\(ratePerMille / 10).\(ratePerMille % 10)"
    }

    /// Whether the buyer owes the tax itself.
    package var reverseCharge: Bool { treatment == .reverseCharge }
  }

  /// Days on which somebody is exempt: [from, until), without end where that is nil.
  package struct Exemption: Hashable, Sendable {
    /// Why, in the words of whoever marked it.
    package let reason: String
    /// What proves it; a seller's own needs none.
    package let certificate: String?
    package let from: Day
    package let until: Day?

    package init(reason: String, certificate: String?, from: Day, until: Day?) {
      self.reason = reason
      self.certificate = certificate
      self.from = from
      self.until = until
    }

    /// Whether it counts on a day.
    package func covers(_ day: Day) -> Bool { from <= day && (until.map { day < $0 } ?? true) }
  }

  /// One side of a sale, as far as tax goes.
  package struct Party: Hashable, Sendable {
    /// ISO 3166, two capital letters.
    package let country: String
    package let vatID: String?
    /// As a seller: when it is not registered. As a buyer: when it is exempt.
    package let exemption: Exemption?

    package init(country: String, vatID: String? = nil, exemption: Exemption? = nil) {
      self.country = country
      self.vatID = vatID
      self.exemption = exemption
    }
  }

  /// The standard rates of countries, each from a day on.
  package struct Rates: Sendable {
    /// Per mille by country and first day, in order of days.
    private let steps: [String: [(from: Day, perMille: Int)]]

    /// All known, in any order.
    package init(_ rates: some Sequence<(country: String, from: Day, perMille: Int)>) {
      var steps: [String: [(from: Day, perMille: Int)]] = [:]
      for rate in rates { steps[rate.country, default: []].append((rate.from, rate.perMille)) }
      self.steps = steps.mapValues { $0.sorted { $0.from < $1.from } }
    }

    /// Per mille; nil where none is known for that day.
    package func perMille(in country: String, on day: Day) -> Int? {
      steps[VAT.territory(country)]?.last { $0.from <= day }?.perMille
    }

    /// The days after `from` and before `to` on which a country's rate changes.
    func changes(in country: String, from: Day, to: Day) -> [Day] {
      (steps[VAT.territory(country)] ?? []).map(\.from).filter { from < $0 && $0 < to }
    }
  }

  /// How what is posted on a day is taxed: the day of posting is the tax point.
  ///
  /// The first that holds: an unregistered seller charges none; an exempt buyer owes none; between countries a business
  /// with a VAT id of its country's form owes it itself; else the seller charges the rate of the buyer's country.
  package static func charge(seller: Party, buyer: Party, rates: Rates, on day: Day) -> Charge {
    if let exemption = seller.exemption, exemption.covers(day) {
      return Charge(.unregisteredSeller(reason: exemption.reason))
    }
    if let exemption = buyer.exemption, exemption.covers(day) {
      return Charge(.exemptBuyer(reason: exemption.reason, certificate: exemption.certificate ?? ""))
    }
    let (from, to) = (territory(seller.country), territory(buyer.country))
    if from != to, let id = buyer.vatID, VATID.fits(id, country: buyer.country) {
      let isInside = union.contains(from) && union.contains(to)
      return Charge(isInside ? .reverseChargeInUnion : .reverseChargeAbroad)
    }
    guard let rate = rates.perMille(in: to, on: day) else { return Charge(.noTax(country: buyer.country)) }
    return Charge(ratePerMille: rate)
  }

  /// A stretch of days that are taxed alike.
  package struct Span: Hashable, Sendable {
    /// Its first day; it lasts until the next one's.
    package let from: Day
    package let charge: Charge

    package init(from: Day, charge: Charge) {
      self.from = from
      self.charge = charge
    }
  }

  /// The days [from, to) cut where the tax changes; at least one span, neighbours differ.
  package static func spans(seller: Party, buyer: Party, rates: Rates, from: Day, to: Day) -> [Span] {
    var days: Set<Day> = [from]
    days.formUnion(rates.changes(in: buyer.country, from: from, to: to))
    for exemption in [seller.exemption, buyer.exemption].compactMap({ $0 }) {
      for day in [exemption.from, exemption.until].compactMap({ $0 }) where from < day && day < to { days.insert(day) }
    }
    return days.sorted().reduce(into: []) { spans, day in
      let charge = charge(seller: seller, buyer: buyer, rates: rates, on: day)
      if spans.last?.charge != charge { spans.append(Span(from: day, charge: charge)) }
    }
  }

  /// Liechtenstein shares Switzerland's VAT territory, Monaco France's.
  static func territory(_ country: String) -> String {
    switch country {
    case "LI": "CH"
    case "MC": "FR"
    default: country
    }
  }

  private static let union: Set<String> = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
  ]
}
