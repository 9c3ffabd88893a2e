/// The name of the hidden form field that carries the CSRF token.
package let csrfFieldName = "csrf"

/// One entry of the main navigation or of a row of tabs.
package struct NavItem: Sendable {
  /// The words of the link.
  package let label: String
  /// Where it leads; see `checkedHref(_:)`.
  package let href: String
  /// Whether it is where one is.
  package let current: Bool

  /// A link, by default to somewhere else than the page it is on.
  package init(label: String, href: String, current: Bool = false) {
    self.label = label
    self.href = href
    self.current = current
  }
}

/// The words of the frame around every page, in the reader's language.
package struct ShellLabels: Sendable {
  /// In the empty search field.
  package var search = "Search customers, subscriptions, people…"
  /// On the search button, for those who cannot see the field.
  package var searchButton = "Search"
  /// On the button that ends the session.
  package var signOut = "Sign out"
  /// On the first link of the page, for keyboards.
  package var skipToContent = "Skip to content"
  /// Names the main navigation for those who cannot see it.
  package var navigation = "Main"
  /// Names the choice of organization for those who cannot see it.
  package var organization = "Organization"
  /// On the button beside that choice, where no script runs.
  package var switchOrganization = "Switch"
  /// Before the time of a sandbox.
  package var sandboxClock = "Sandbox"

  /// The English words; change those that differ.
  package init() {}
}

/// The frame around every page of a signed-in person.
package struct Shell: Sendable {
  /// What the page is about; the window's title adds the organization.
  package var title: String
  /// BCP 47, e.g. `en` or `de-CH`.
  package var language: String
  /// The organization one acts in.
  package var organizationName: String
  /// Who is signed in.
  package var personName: String
  /// What the person is in this organization, in words.
  package var roleName: String
  /// The main navigation, from the top.
  package var navigation: [NavItem]
  /// The sandbox's time as text, shown in the header; nil without `--sandbox`.
  package var sandboxNow: String?
  /// The token for the forms of the frame (sign-out, switching the organization).
  package var csrf: String
  /// The words of the frame.
  package var labels: ShellLabels
  /// Organizations the person can act in; a switch is shown when there are at least two.
  package var organizations: [(id: String, name: String, current: Bool)]
  /// Changes with the assets, so that they can be cached for ever.
  package var assetVersion: String
  /// A line above everything, e.g. "You are acting as …".
  package var banner: HTML?
  /// Address of the person's own profile.
  package var profileHref: String

  /// The frame of one page.
  package init(
    title: String, language: String = "en", organizationName: String, personName: String, roleName: String,
    navigation: [NavItem], sandboxNow: String? = nil, csrf: String, labels: ShellLabels = ShellLabels(),
    organizations: [(id: String, name: String, current: Bool)] = [], assetVersion: String, banner: HTML? = nil,
    profileHref: String = "/profile"
  ) {
    self.title = title
    self.language = language
    self.organizationName = organizationName
    self.personName = personName
    self.roleName = roleName
    self.navigation = navigation
    self.sandboxNow = sandboxNow
    self.csrf = csrf
    self.labels = labels
    self.organizations = organizations
    self.assetVersion = assetVersion
    self.banner = banner
    self.profileHref = profileHref
  }

  /// The complete document around `content`.
  package func page(_ content: HTML) -> HTML {
    let body: HTML = """
      <body class="shell">
      <a class="skip" href="#content">\(labels.skipToContent)</a>
      \(banner.map { "<div class=\"banner\" role=\"status\">\($0)</div>\n" as HTML })\(header)\
      \(navigationBar)<main id="content" tabindex="-1">
      \(content)
      </main>
      </body>
      """
    return document(
      title: "\(title) · \(organizationName)", language: language, assetVersion: assetVersion, body: body)
  }

  private var header: HTML {
    """
    <header class="top">
    <a class="brand" href="/"><span class="mark" aria-hidden="true">\(String(organizationName.prefix(1)))</span>\
    <span class="brand-name">\(organizationName)</span></a>
    <form class="search" role="search" action="/search" method="get">\
    <input type="search" name="q" aria-label="\(labels.search)" placeholder="\(labels.search)" autocomplete="off" \
    data-search-key="/"><button type="submit" class="visually-hidden">\(labels.searchButton)</button></form>
    \(sandboxClock)\(organizationSwitch)<div class="person"><a href="\(checkedHref(profileHref))">\
    <span class="person-name">\(personName)</span><span class="person-role">\(roleName)</span></a>
    <form action="/sign-out" method="post"><input type="hidden" name="\(csrfFieldName)" value="\(csrf)">\
    <button type="submit" class="quiet">\(labels.signOut)</button></form></div>
    </header>

    """
  }

  private var sandboxClock: HTML? {
    sandboxNow.map {
      "<p class=\"clock\"><span>\(labels.sandboxClock)</span> <time>\($0)</time></p>\n"
    }
  }

  private var organizationSwitch: HTML? {
    guard organizations.count > 1 else { return nil }
    let options: [HTML] = organizations.map {
      "<option value=\"\($0.id)\"\(flag: "selected", $0.current)>\($0.name)</option>"
    }
    return """
      <form class="switch" action="/organization" method="post" data-submit-on-change>\
      <input type="hidden" name="\(csrfFieldName)" value="\(csrf)">\
      <select name="organization" aria-label="\(labels.organization)">\(options)</select>\
      <button type="submit" class="quiet">\(labels.switchOrganization)</button></form>

      """
  }

  private var navigationBar: HTML {
    "<nav class=\"side\" aria-label=\"\(labels.navigation)\"><ul>\(navigation.map(navigationEntry))</ul></nav>\n"
  }
}

/// A complete document without the frame: signing in, accepting an invitation, errors before a session.
package func barePage(title: String, language: String = "en", assetVersion: String, content: HTML) -> HTML {
  document(
    title: title, language: language, assetVersion: assetVersion,
    body: "<body class=\"bare\">\n<main id=\"content\">\n\(content)\n</main>\n</body>")
}

func navigationEntry(_ item: NavItem) -> HTML {
  let current = item.current ? "page" : nil
  return "<li><a href=\"\(checkedHref(item.href))\"\(attribute: "aria-current", current)>\(item.label)</a></li>"
}

private func document(title: String, language: String, assetVersion: String, body: HTML) -> HTML {
  """
  <!DOCTYPE html>
  <html lang="\(language)">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>\(title)</title>
  <link rel="icon" href="/assets/icon.svg?v=\(assetVersion)" type="image/svg+xml">
  <link rel="stylesheet" href="/assets/portal.css?v=\(assetVersion)">
  <script defer src="/assets/portal.js?v=\(assetVersion)"></script>
  </head>
  \(body)
  </html>

  """
}
