import Core
import HTTP
import Markup

/// A refusal as a page: what happened, why, and what to do next.
enum ProblemPage {
  /// `advice`: who could do it, in place of the general sentence.
  static func response(
    _ problem: Problem, _ request: Request, _ language: Language, advice: String?
  ) -> Response {
    let title = Messages.title(problem.status, language)
    let content: HTML = """
      <h1>\(title)</h1>
      <p>\(advice ?? Messages.sentence(problem.sentence ?? problem.code, problem.details, language))</p>
      \(wayOn(problem, request, language))
      <p>\(buttonLink(label: Words.home.in(language), href: "/"))</p>
      <p><small>\(request.id)</small></p>
      """
    let page = barePage(
      title: title, language: language.rawValue, assetVersion: Portal.assetVersion, content: content)
    var response = Portal.html(page, status: problem.status)
    for (name, value) in problem.headers { response.headers.set(name, value) }
    return response
  }

  /// Access to a customer's people can be asked for where it was missing.
  private static func wayOn(_ problem: Problem, _ request: Request, _ language: Language) -> HTML? {
    guard problem.code == "delegation.required" else { return nil }
    let subscription = request.segments.first == "subscriptions" ? request.segments.dropFirst().first : nil
    let customer = request.query.first { $0.name == "organization" }?.value
    return DelegationSection.asking(customer: customer, subscription: subscription, language)
  }

  private enum Words {
    static let home = Phrase("To the start page", fr: "Vers la page d’accueil", de: "Zur Startseite")
  }
}
