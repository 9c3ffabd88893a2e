import Core
import FoundationEssentials
import HTTP
import Markup

/// The parts of an order's page: its lines with what was agreed, and its course so far.
enum OrderParts {
  private typealias Words = OrderWords

  /// Said right after ordering: what happens now, from when, and for how much.
  static func confirmation(_ order: Orders.Record, _ call: Call) -> HTML {
    guard call.query("placed") != nil else { return .empty }
    let language = call.actor.language
    let waits = order.status == .waiting
    let start = order.lines.compactMap(\.agreed?.startsOn).min()
    var sentences = [(waits ? Words.placedWaits : Words.placedDone).in(language, ["number": "\(order.number)"])]
    if let start, !waits { sentences.append(Words.startsOn.in(language, ["day": start.description])) }
    sentences.append(Words.mailed.in(language))
    let left = call.query("left").flatMap { Int($0) }
    let cart = buttonLink(label: CartWords.cart.in(language), href: CartPages.path(order.path.organization))
    let remains: HTML? = left.map {
      notice(.warning, title: Words.left.in(language, ["count": "\($0)"]), body: "<p>\(cart)</p>")
    }
    return """
      \(notice(.good, title: Words.thanks.in(language), body: "<p>\(sentences.joined(separator: " "))</p>"))\(remains)
      """
  }

  static func lines(_ order: Orders.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let legs = order.lines.contains { $0.agreed != nil } ? [Leg.price, .cost].filter(call.actor.sees) : []
    let many = legs.count > 1
    var columns = [
      Column(Words.plan.in(language)), Column(Words.quantity.in(language), kind: .number),
      Column(DeskWords.status.in(language)),
    ]
    for leg in legs {
      let name = many ? "\(SubscriptionWords.leg(leg, call.actor).in(language)): " : ""
      columns += [Words.unit, Words.first, Words.recurring].map { Column(name + $0.in(language), kind: .number) }
    }
    let rows: [[HTML]] = order.lines.map { line in
      var cells: [HTML] = [what(line, order, language), "\(line.wanted.quantity)", status(line, language)]
      for leg in legs {
        guard let agreed = line.agreed else {
          cells += ["–", "–", "–"]
          continue
        }
        let cycle: HTML = "<small>\(SubscriptionWords.perCycle(agreed.frequency).in(language))</small>"
        cells += [
          "\(agreed[leg].unit.html)\(cycle)", agreed[leg].first.html, "\(agreed[leg].recurring.html)\(cycle)",
        ]
      }
      return cells
    }
    return table(caption: Words.contents.in(language), columns: columns, rows: rows)
  }

  private static func what(_ line: Orders.Line, _ order: Orders.Record, _ language: Language) -> HTML {
    let name: HTML? = line.wanted.friendlyName.map { " «\($0)»" }
    let title: HTML =
      line.subscription.map { "<a href=\"/subscriptions/\($0.description)\">\(line.planName)</a>" }
      ?? "\(line.planName)"
    let above = line.wanted.parentLine.flatMap { index in
      order.lines.indices.contains(index) ? order.lines[index].planName : nil
    }
    let details = [
      line.agreed.map { SubscriptionWords.term($0.term, $0.frequency, language) },
      line.agreed.map { Words.from.in(language, ["day": $0.startsOn.description]) },
      above.map { CartWords.goesWith.in(language, ["plan": $0]) },
    ].compactMap { $0 }.joined(separator: " · ")
    return "<div\(attribute: "class", above == nil ? nil : "nested")>\(title)\(name)<small>\(details)</small></div>"
  }

  static func status(_ line: Orders.Line, _ language: Language) -> HTML {
    switch line.status {
    case .waiting: badge(Words.isWaiting.in(language), tone: .warning)
    case .provisioning: badge(Words.isProvisioning.in(language), tone: .warning)
    case .active: badge(Words.isActive.in(language), tone: .good)
    case .refused: badge(Words.isRefused.in(language), tone: .bad)
    case .ended: badge(Words.isEnded.in(language))
    }
  }

  // MARK: - Course

  /// Placed, decided, and where each line stands.
  static func course(_ order: Orders.Record, _ language: Language) -> HTML {
    var steps: [(tone: String, what: HTML, detail: HTML)] = [
      ("done", "\(Words.placed.in(language))", by(order.placedByName, order.placedAt, language))
    ]
    switch order.status {
    case .waiting: steps.append(("open", "\(Words.waiting.in(language))", .empty))
    case .completed, .rejected, .cancelled:
      if let name = order.decidedByName, let at = order.decidedAt {
        let what =
          order.status == .completed ? Words.approved : order.status == .rejected ? Words.isRejected : Words.isCancelled
        steps.append((order.status == .completed ? "done" : "bad", "\(what.in(language))", by(name, at, language)))
      }
    }
    if let reason = order.reason { steps.append(("bad", "\(Words.reason.in(language))", "\(reason)")) }
    if order.status == .completed {
      steps += order.lines.map { line in
        let tone = line.status == .refused ? "bad" : line.status == .provisioning ? "open" : "done"
        return (tone, "\(line.wanted.quantity) × \(line.planName)", status(line, language))
      }
    }
    let items: [HTML] = steps.map {
      "<li class=\"\($0.tone)\"><strong>\($0.what)</strong> <span class=\"subtle\">\($0.detail)</span></li>"
    }
    return "<ol class=\"timeline\">\(items)</ol>"
  }

  private static func by(_ name: String, _ at: Instant, _ language: Language) -> HTML {
    "\(Words.byAt.in(language, ["name": name, "at": Portal.clockText(at)]))"
  }

  /// To whom the bill goes, and what was accepted.
  static func agreements(_ order: Orders.Record, _ language: Language) -> HTML {
    var entries: [(String, HTML)] = []
    if let billing = order.billing {
      entries.append((CartWords.billing.in(language), "<div>\(billing.line)</div><small>\(billing.email)</small>"))
    }
    let accepted = by(order.placedByName, order.placedAt, language)
    let documents: [HTML] = order.terms.map { acceptance in
      let version = CartWords.version.in(language, ["version": acceptance.version])
      let address = acceptance.networkAddress.map { " · \($0)" } ?? ""
      return """
        <div><a href="/terms/\(acceptance.document.description)">\(acceptance.title)</a> \
        <small>\(version)\(address)</small></div>
        """
    }
    entries.append((Words.termsAccepted.in(language), "<div>\(accepted)</div>\(documents)"))
    return definitionList(entries)
  }
}
