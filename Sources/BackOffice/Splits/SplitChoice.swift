import Core
import Markup

/// The part of an order's form that says where its licences go: by the standing rule where one holds, or centre by
/// centre.
struct SplitChoice {
  let customer: ID<Organization>
  let service: ID<Service>
  let call: Call

  /// The field that says which, and its value for the rule.
  static let field = "split"
  static let byRule = "rule"

  private var language: Language { call.actor.language }

  /// The rule in force, in words; nil where there is none.
  func rule() throws -> String? {
    let rules = try StandingRuleStore.rules(
      try call.tx.rows(StandingRuleStore.query(of: [customer])))
    guard let rule = rules[customer]?.rule(for: service) else { return nil }
    return StandingRuleWords.describe(rule, try BillingCentres.all(of: customer, in: call.work), language)
  }

  /// `editor` below the choice between it and the rule; alone where no rule holds. `isOwn`: a split was named before.
  func html(_ editor: HTML, isOwn: Bool, _ refill: Refill) throws -> HTML {
    guard let rule = try rule() else { return editor }
    func choice(_ value: String, _ label: String, _ isChosen: Bool, _ more: HTML) -> HTML {
      """
      <div class="choice"><label><input type="radio" name="\(SplitChoice.field)" value="\(value)"\
      \(flag: "checked", isChosen)><span>\(label)</span></label>\(more)</div>

      """
    }
    let standing = StandingRuleWords.byRule.in(language, ["rule": rule])
    return """
      <fieldset class="choices"><legend>\(SplitWords.caption.in(language))</legend>\
      \(choice(SplitChoice.byRule, standing, refill.has(SplitChoice.field, SplitChoice.byRule, !isOwn), .empty))\
      \(choice("centres", StandingRuleWords.otherwise.in(language), refill.has(SplitChoice.field, "centres", isOwn),
        "<div class=\"more\">\(editor)</div>"))</fieldset>

      """
  }

  /// Whether a form leaves it to the rule.
  static func isByRule(_ fields: Fields) -> Bool {
    fields.parsed(field, "field.not_a_choice") { [byRule, "centres"].contains($0) ? $0 : nil } == byRule
  }
}
