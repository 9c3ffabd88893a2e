import Core
import FoundationEssentials
import HTTP
import Markup

/// The form that says a standing rule: for what, in shares or to one centre.
struct StandingRuleForm {
  private typealias Words = StandingRuleWords

  /// What a rule is for.
  struct Scope {
    /// Nil: everything that has no rule of its own.
    let id: ID<Service>?
    let name: String?
    var value: String { id?.description ?? "all" }
  }

  let call: Call
  let customer: ID<Organization>

  private static let prefix = "share."
  private var language: Language { call.actor.language }
  private var sent: Form? { Form(call.request) }

  /// As the address or the form names it; nil where nothing is named yet.
  var service: Scope? {
    get throws {
      guard let text = sent?.first("service") ?? call.query("service"), !text.isEmpty else { return nil }
      if text == "all" { return Scope(id: nil, name: nil) }
      guard let id = ID<Service>(text) else { throw Refusal.notFound }
      let row = try call.tx.rows("SELECT name FROM service WHERE id = \(id)").first
      guard let row else { throw Refusal.notFound }
      return Scope(id: id, name: try row[0])
    }
  }

  /// Refuses what was decided on another version than the one there is.
  func check(_ version: Int) throws {
    guard let seen = sent?.first("version") else { return }
    if Int(seen) != version { throw Refusal.stale }
  }

  /// What the form says; empty fields and zeros name no centre.
  func wish() throws -> StandingRules.Wish {
    guard sent?.first("way") == "shares" else {
      guard let centre = sent?.first("centre").flatMap({ ID<BillingCentre>($0) }) else {
        throw Refusal.invalid([Issue("/centreId", "field.required")])
      }
      return .centre(centre)
    }
    return .shares(try StandingRuleForm.shares(sent))
  }

  /// The shares typed, a field per centre.
  static func shares(_ form: Form?) throws -> [CentreShare] {
    try (form?.fields ?? []).compactMap { name, value in
      let text = Text.trimmed(value)
      guard name.hasPrefix(prefix), !text.isEmpty else { return nil }
      guard let centre = ID<BillingCentre>(name.dropFirst(prefix.count)), let percent = Percentage(text) else {
        throw Refusal.invalid([Issue("/shares", "split_rule.percent_malformed")])
      }
      return percent.points == 0 ? nil : CentreShare(centre: centre, percent: percent)
    }
  }

  /// What is confirmed, as it was typed.
  var hidden: [(String, String)] {
    let kept: (String) -> Bool = {
      ["service", "way", "centre", "version"].contains($0) || $0.hasPrefix(StandingRuleForm.prefix)
    }
    return [("step", "confirm")] + (sent?.fields ?? []).filter { kept($0.name) }.map { ($0.name, $0.value) }
  }

  func html(_ stored: StandingRules.Record?, _ centres: [BillingCentres.Record]) throws -> HTML {
    let refill = Refill(call)
    let kind = stored?.rule.kind ?? .shares
    let ways: [HTML] = [
      way("shares", Words.byShares, refill.has("way", "shares", kind == .shares), shares(stored, centres, refill)),
      way("centre", Words.toCentre, refill.has("way", "centre", kind == .centre), target(stored, centres, refill)),
    ]
    let content: HTML = """
      \(try scope(refill))
      <fieldset class="choices"><legend>\(Words.goes.in(language))</legend>\(ways)</fieldset>
      """
    return form(
      action: StandingRulePages.path(customer) + "/edit", csrf: call.actor.csrf ?? "",
      hidden: [("step", "preview"), ("version", "\(stored?.version ?? 0)")], content: content,
      submit: SplitWords.preview.in(language), cancel: (DeskWords.cancel.in(language), StandingRulePages.path(customer))
    )
  }

  /// What it is for: fixed where the address says it, so that what is shown is what is set there now.
  private func scope(_ refill: Refill) throws -> HTML {
    if let service = try service {
      let name = service.name ?? Words.everything.in(language)
      return """
        <input type="hidden" name="service" value="\(service.value)"><p>\(Words.holds.in(language)): <b>\(name)</b></p>
        """
    }
    let set = try StandingRuleStore.list(of: customer, after: nil, Bounds.pageMaximum, in: call.work)
    let services = try Catalogue.services(in: call.work).filter { service in !set.contains { $0.service == service.id }
    }
    let general = set.contains { $0.service == nil } ? [] : [("all", Words.everything.in(language))]
    let options = general + services.map { ($0.id.description, $0.name) }
    return selectField(
      label: Words.holds.in(language), name: "service",
      options: options.map { (value: $0.0, label: $0.1, selected: refill.has("service", $0.0), disabled: false) },
      hint: Words.holdsHint.in(language), error: refill.error("service"), required: true)
  }

  private func way(_ value: String, _ label: Phrase, _ isChosen: Bool, _ more: HTML) -> HTML {
    """
    <div class="choice"><label><input type="radio" name="way" value="\(value)"\(flag: "checked", isChosen)>\
    <span>\(label.in(language))</span></label><div class="more">\(more)</div></div>

    """
  }

  private func shares(
    _ stored: StandingRules.Record?, _ centres: [BillingCentres.Record], _ refill: Refill
  ) -> HTML {
    let kept = stored?.rule.kind == .shares ? stored?.rule.shares ?? [] : []
    return StandingRuleForm.shareFields(centres, refill) { id in kept.first { $0.centre == id }?.percent }
  }

  /// A field of per cent for each open centre.
  static func shareFields(
    _ centres: [BillingCentres.Record], _ refill: Refill,
    _ stored: (ID<BillingCentre>) -> Percentage? = { _ in nil }
  ) -> HTML {
    let fields: [HTML] = centres.filter { !$0.closed }.map { centre in
      field(
        label: "\(centre.name) (\(centre.code)), %", name: prefix + centre.id.description, type: "number",
        value: refill.value(prefix + centre.id.description, stored(centre.id)?.description),
        attributes: ["min": "0", "max": "100", "step": "0.01", "inputmode": "decimal"])
    }
    let error: HTML? = refill.error("shares").map { "<small class=\"error\">\($0)</small>" }
    return "<div class=\"grid\">\(fields)</div>\(error)<p class=\"subtle\">\(Words.hundred.in(refill.language))</p>"
  }

  private func target(
    _ stored: StandingRules.Record?, _ centres: [BillingCentres.Record], _ refill: Refill
  ) -> HTML {
    let kept = stored?.rule.kind == .centre ? stored?.rule.shares.first?.centre : nil
    return selectField(
      label: SplitWords.centre.in(language), name: "centre",
      options: centres.filter { !$0.closed }.map { centre in
        let id = centre.id.description
        return (
          value: id, label: "\(centre.name) (\(centre.code))", selected: refill.has("centre", id, kept == centre.id),
          disabled: false
        )
      }, hint: Words.toCentreHint.in(language), error: refill.error("centreId"))
  }
}
