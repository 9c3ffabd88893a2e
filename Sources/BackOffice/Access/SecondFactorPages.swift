import Core
import Documents
import FoundationEssentials
import HTTP
import Markup

/// One's own second factor: setting it up, recovery codes, turning it off.
enum SecondFactorPages {
  static let home = "/profile/second-factor"

  /// What somebody who must set up a second factor can still reach, in a browser's session.
  static func isReachable(_ request: Request, by actor: Actor) -> Bool {
    let own = "/api/v1/users/\(actor.person)"
    let allowed = [home, home + "/confirmation", "/password", "/sign-out", own + "/password"]
    let isOwnFactor = request.path == own + "/second-factor" || request.path.hasPrefix(own + "/second-factor/")
    return actor.credential == .session && (allowed.contains(request.path) || isOwnFactor)
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let status = try SecondFactor.status(of: call.actor.person, in: call.work)
    let content: HTML
    if let since = status.since {
      content = """
        \(notice(.good, title: Words.isOn.in(language, ["day": since.utcDay.description])))
        \(recovery(status, call))\(removal(status, call))
        """
    } else if let pending = try SecondFactor.pending(in: call.work) {
      content = setup(pending, call)
    } else {
      content = offer(status, call)
    }
    return try page(call, Words.title.in(language), content)
  }

  static func begin(_ call: Call) throws -> Response {
    _ = try SecondFactor.begin(call.actor.person, in: call.work)
    return .seeOther(home)
  }

  static func confirm(_ call: Call) throws -> Response {
    let fields = try call.form()
    let code = fields.text("code", required: true, upTo: 20)
    try fields.check()
    return try codes(try SecondFactor.confirm(call.actor.person, code: code ?? "", in: call.work), call)
  }

  static func replaceCodes(_ call: Call) throws -> Response {
    let (password, code) = try proof(call)
    return try codes(
      try SecondFactor.replaceRecoveryCodes(call.actor.person, password: password, code: code, in: call.work), call)
  }

  static func remove(_ call: Call) throws -> Response {
    let (password, code) = try proof(call)
    try SecondFactor.remove(call.actor.person, password: password, code: code, in: call.work)
    return .seeOther(home)
  }

  private static func proof(_ call: Call) throws -> (password: String, code: String) {
    let fields = try call.form()
    let password = fields.parsed("password", required: true) { $0 }
    let code = fields.text("code", required: true, upTo: 40)
    try fields.check()
    return (password ?? "", code ?? "")
  }

  // MARK: - Parts

  private static func offer(_ status: SecondFactor.Status, _ call: Call) -> HTML {
    let language = call.actor.language
    let start = form(
      action: home, csrf: call.actor.csrf ?? "", content: "<p>\(Words.what.in(language))</p>",
      submit: Words.setUp.in(language))
    return """
      \(when: call.actor.mustEnrol || status.isRequired, notice(.warning, title: Words.required.in(language)))\
      \(card(start))
      """
  }

  private static func setup(_ enrolment: SecondFactor.Enrolment, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let confirmation = form(
      action: home + "/confirmation", csrf: call.actor.csrf ?? "",
      content: field(
        label: SecondFactorWords.code.in(language), name: "code", hint: Words.codeHint.in(language),
        error: refill.error("code"), required: true,
        attributes: ["autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20"]),
      submit: Words.turnOn.in(language))
    let key = copyable(
      grouped(enrolment.secret), label: Words.key.in(language), copyLabel: DeskWords.copy.in(language),
      copiedLabel: DeskWords.copied.in(language))
    return """
      \(when: call.actor.mustEnrol, notice(.warning, title: Words.required.in(language)))\
      \(card(title: Words.scan.in(language), """
        <p>\(Words.scanHint.in(language))</p>\(picture(of: enrolment, language))
        \(disclosure(summary: Words.byHand.in(language), "<p>\(Words.byHandHint.in(language))</p>\(key)"))
        """))
      \(card(title: Words.check.in(language), confirmation))
      """
  }

  private static func grouped(_ key: String) -> String {
    stride(from: 0, to: key.count, by: 4).map { key.dropFirst($0).prefix(4) }.joined(separator: " ")
  }

  private static func picture(of enrolment: SecondFactor.Enrolment, _ language: Language) -> HTML? {
    QRCode(enrolment.uri).map { code in
      let side = code.size + 2 * QRCode.quietZone
      return """
        <svg class="qr" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(Words.qr.in(language))" \
        shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/>\
        <path d="\(code.path)" fill="#000"/></svg>
        """
    }
  }

  private static func recovery(_ status: SecondFactor.Status, _ call: Call) -> HTML {
    let language = call.actor.language
    let left = Words.left.in(language, ["count": String(status.recoveryCodes ?? 0)])
    let renewal = form(
      action: home + "/recovery-codes", csrf: call.actor.csrf ?? "", content: proofFields(call, "r"),
      submit: Words.replace.in(language), tone: .plain)
    return card(
      title: Words.recovery.in(language),
      """
      <p>\(left)</p>\
      \(disclosure(summary: Words.replace.in(language), isOpen: isRefused(call, "recovery-codes"), renewal))
      """)
  }

  private static func removal(_ status: SecondFactor.Status, _ call: Call) -> HTML {
    let language = call.actor.language
    let hint = status.isRequired ? Words.offRequired : Words.offHint
    let off = form(
      action: home + "/removal", csrf: call.actor.csrf ?? "",
      content: proofFields(call, "o"), submit: Words.turnOff.in(language), tone: .danger
    )
    return card(
      title: Words.change.in(language),
      """
      <p>\(hint.in(language))</p>\
      \(disclosure(summary: Words.turnOff.in(language), isOpen: isRefused(call, "removal"), off))
      """)
  }

  private static func isRefused(_ call: Call, _ form: String) -> Bool {
    call.refusal != nil && call.request.path == "\(home)/\(form)"
  }

  private static func proofFields(_ call: Call, _ prefix: String) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let isHere = isRefused(call, prefix == "r" ? "recovery-codes" : "removal")
    return """
      \(field(label: Words.password.in(language), name: "password", type: "password",
        error: isHere ? refill.error("password") : nil, required: true,
        attributes: ["autocomplete": "current-password"], id: "\(prefix)-password"))
      \(field(label: SecondFactorWords.code.in(language), name: "code", hint: SecondFactorWords.either.in(language),
        error: isHere ? refill.error("code") : nil, required: true,
        attributes: ["autocomplete": "one-time-code", "maxlength": "40"], id: "\(prefix)-code"))
      """
  }

  /// The one answer to a form that is a page: the codes are nowhere else.
  private static func codes(_ codes: [String], _ call: Call) throws -> Response {
    let language = call.actor.language
    let entries: [HTML] = codes.map { "<li><code>\($0)</code></li>" }
    let content: HTML = """
      \(notice(.good, title: Words.codesTitle.in(language), body: "<p>\(Words.codesHint.in(language))</p>"))
      \(card("<ol class=\"codes\">\(entries)</ol>"))
      <p>\(buttonLink(label: Words.kept.in(language), href: call.actor.mustEnrol ? "/" : home, tone: .primary))</p>
      """
    return try page(call, Words.recovery.in(language), content)
  }

  /// In the portal's frame, or without it while nothing else may be done.
  private static func page(_ call: Call, _ title: String, _ content: HTML) throws -> Response {
    let language = call.actor.language
    guard call.actor.mustEnrol else {
      let trail = breadcrumbs([(Words.profile.in(language), "/profile"), (title, nil)])
      return try Portal.page(call, title, at: nil, "\(trail)\(pageHeader(title: "\(title)"))\(content)")
    }
    let problem = call.refusal.map { notice(.bad, title: Portal.sentence($0, language)) }
    let out = actionButton(label: Words.signOut.in(language), action: "/sign-out", csrf: call.actor.csrf ?? "")
    return Portal.html(
      barePage(
        title: title, language: language.rawValue, assetVersion: Portal.assetVersion,
        content: "<h1>\(title)</h1>\(problem)\(content)<p>\(out)</p>"))
  }

  private typealias Words = SecondFactorWords
}
