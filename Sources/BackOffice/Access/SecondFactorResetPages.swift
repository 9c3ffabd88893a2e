import Core
import FoundationEssentials
import HTTP
import Markup

/// Taking a lost second factor off somebody's account; it asks first.
enum SecondFactorResetPages {
  /// The button on a person's page; nil where there is nothing to reset.
  static func button(_ user: Users.Record, _ call: Call) throws -> HTML? {
    guard try SecondFactor.status(of: user.id, in: call.work).since != nil else { return nil }
    return buttonLink(
      label: SecondFactorWords.reset.in(call.actor.language), href: "/users/\(user.id)/second-factor", tone: .danger)
  }

  static func ask(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    try Users.requireAuthority(over: user, in: call.work)
    let values = ["name": user.name]
    let title = SecondFactorWords.resetTitle.in(language, values)
    let path = "/users/\(user.id)"
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.people.label.in(language), "/people"), (user.name, path), (title, nil)]))
      \(pageHeader(title: "\(title)"))
      \(card(form(action: path + "/second-factor", csrf: call.actor.csrf ?? "",
        content: "<p>\(SecondFactorWords.resetText.in(language, values))</p>",
        submit: SecondFactorWords.reset.in(language), tone: .danger,
        cancel: (DeskWords.cancel.in(language), path))))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  static func reset(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    try SecondFactor.reset(id, in: call.work)
    return .seeOther("/users/\(id)")
  }
}
