import Core

extension Explanation {
  /// The arithmetic in words, one step a sentence.
  func sentences(_ language: Language) -> [String] {
    typealias Words = Phrases.Explaining
    let lead = [leadSentence(language)] + cycleSentences(language)
    let end = [postedSentence(language)] + earlierSentences(language) + effectiveSentence(language)
    if let usage { return lead + sentences(of: usage, language) + end }
    var all = lead
    all += segments.map { segment in
      let words = segment.billable ? Words.segment : Words.unbilledSegment
      return words.in(
        language,
        [
          "from": segment.from.description, "to": segment.to.adding(days: -1).description, "days": "\(segment.days)",
          "licences": Spoken.number(segment.licences, language),
          "product": Spoken.number(segment.days * segment.licences, language),
        ])
    }
    all.append(
      Words.owedInAll.in(
        language,
        [
          "unit": Spoken.money(line.unit, language), "licenceDays": Spoken.number(Int(totalLicenceDays), language),
          "days": "\(cycle.fullDays)", "owed": Spoken.money(owedInAll, language),
        ]))
    if line.centre != nil {
      all.append(
        Words.share.in(
          language,
          [
            "centre": line.sectionName, "own": Spoken.number(Int(licenceDays), language),
            "all": Spoken.number(Int(totalLicenceDays), language), "owed": Spoken.money(owed, language),
          ]))
    }
    return all + end
  }

  private func sentences(of usage: MeteredExplanation, _ language: Language) -> [String] {
    let whole = usage.sentences(owedInAll: owedInAll, language)
    guard line.centre != nil else { return whole }
    let values = [
      "centre": line.sectionName, "own": usage.own.description, "all": usage.total.description,
      "unit": usage.meter.unit, "owed": Spoken.money(owed, language),
    ]
    return whole + [Phrases.ExplainingUsage.share.in(language, values)]
  }

  private func postedSentence(_ language: Language) -> String {
    Phrases.Explaining.posted.in(
      language,
      [
        "owed": Spoken.money(owed, language), "before": Spoken.money(postedBefore, language),
        "amount": Spoken.money(line.amount, language),
      ])
  }

  // MARK: - What happened

  /// What the line is for.
  private func leadSentence(_ language: Language) -> String {
    typealias Words = ExplanationWords
    let values = [
      "day": occasion.day.description, "who": occasion.actorName, "from": cycle.from.description,
      "to": cycle.to.adding(days: -1).description, "count": Spoken.number(abs(line.licences), language),
      "month": Month(containing: line.from).description,
    ]
    let words: Phrase =
      switch line.reason {
      case .recurring: recurringWords
      case .increase: Words.increase
      case .decrease: Words.decrease
      case .refund: occasion.kind == .converted ? Words.converted : Words.refund
      case .split: Words.split
      case .suspension: occasion.kind == .activate ? Words.activated : Words.suspended
      case .upgrade: line.amount.minor < 0 ? Words.upgradedFrom : Words.upgradedTo
      case .usage: Words.usage
      case .correction: Words.correction
      }
    return words.in(language, values)
  }

  /// A cycle begins by a purchase, a renewal, or because the one before is over.
  private var recurringWords: Phrase {
    guard occasion.day == cycle.from else { return ExplanationWords.recurring }
    switch occasion.kind {
    case .purchase, .provisioned: return ExplanationWords.purchase
    case .renewed: return ExplanationWords.renewed
    case .convertedFrom: return ExplanationWords.afterTrial
    default: return ExplanationWords.recurring
    }
  }

  /// What is special about the leg and the cycle.
  private func cycleSentences(_ language: Language) -> [String] {
    typealias Words = ExplanationWords
    var all: [String] = []
    if line.centre == nil { all.append(Words.cost.in(language)) }
    guard usage == nil else { return all }
    if cycle.days != cycle.fullDays {
      all.append(Words.shortCycle.in(language, ["days": "\(cycle.days)", "full": "\(cycle.fullDays)"]))
    } else if cycle.fullDays >= 365 {
      all.append(Words.year.in(language, ["days": "\(cycle.fullDays)"]))
    }
    return all
  }

  /// On which closed statements the same cycle stood before.
  private func earlierSentences(_ language: Language) -> [String] {
    let corrects = line.amount.minor < 0 || line.reason == .correction
    let words = corrects ? ExplanationWords.corrects : ExplanationWords.billedBefore
    return earlier.compactMap { posting in
      guard let number = posting.number else { return nil }
      return words.in(
        language,
        [
          "number": number, "month": posting.month.description, "amount": Spoken.money(posting.amount, language),
        ])
    }
  }

  private func effectiveSentence(_ language: Language) -> [String] {
    guard line.effective != line.amount else { return [] }
    return [
      ExplanationWords.effective.in(
        language,
        [
          "effective": Spoken.money(line.effective, language), "month": month.description,
          "later": Spoken.money(line.amount - line.effective, language),
        ])
    ]
  }
}

/// Figures as readers of a language write them.
enum Spoken {
  /// `CHF 1,234.50`, `1 234,50 CHF`, `CHF 1’234.50`.
  static func money(_ money: Money, _ language: Language) -> String {
    let parts = money.amount.split(separator: ".")
    let isNegative = money.minor < 0
    let whole = grouped(parts[0].drop { $0 == "-" }, language)
    let decimals = parts.count > 1 ? (language == .french ? "," : ".") + parts[1] : ""
    let amount = (isNegative ? "\u{2212}" : "") + whole + decimals
    return language == .french ? "\(amount) \(money.currency)" : "\(money.currency) \(amount)"
  }

  static func number(_ number: Int, _ language: Language) -> String {
    (number < 0 ? "\u{2212}" : "") + grouped(Substring(String(number.magnitude)), language)
  }

  private static func grouped(_ digits: Substring, _ language: Language) -> String {
    let sign =
      switch language {
      case .english: ","
      case .french: "\u{202F}"
      case .german: "’"
      }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += sign }
      result.append(digit)
    }
    return result
  }
}
