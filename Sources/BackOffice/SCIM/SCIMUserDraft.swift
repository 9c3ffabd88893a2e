import Core

/// What a provider wants a person to be, checked as far as that goes without looking anything up.
struct SCIMUserDraft {
  let userName: String
  let givenName: String
  let familyName: String
  let notificationEmail: String?
  let isActive: Bool
  let language: Language?
  let timeZone: String?
  let externalID: String?
  let displayName: String?
  let formattedName: String?
  let preferredLanguage: String?
  let locale: String?

  /// - `before`: the person as they are; what only repeats what is shown of them anyway is not theirs to keep.
  /// - `shown`: what was shown of them, where only what differs from it was asked for.
  init(_ resource: SCIMObject, before: SCIMUser? = nil, shown: SCIMObject? = nil) throws(SCIMFault) {
    guard let userName = resource["userName"]?.text.flatMap(Text.email) else {
      throw SCIMFault(.invalidValue, "scim.email_malformed", ["attribute": "userName"])
    }
    self.userName = userName
    let display = resource["displayName"]?.text
    let formatted = resource["name"]?.object["formatted"]?.text
    (givenName, familyName) = SCIMUserDraft.name(resource, whole: display ?? formatted ?? userName)
    isActive =
      if case .bool(let flag)? = resource["active"] { flag } else { before?.isActive ?? true }
    timeZone = resource["timezone"]?.text
    externalID = resource["externalId"]?.text
    locale = resource["locale"]?.text
    displayName = display == before?.shownName ? before?.displayName : display
    formattedName = formatted == before?.shownFormatted ? before?.formattedName : formatted
    let preferred = resource["preferredLanguage"]?.text
    preferredLanguage = preferred == before?.shownLanguage ? before?.preferredLanguage : preferred
    language = preferred.flatMap(SCIMUser.language)
    if let shown, let before, shown["emails"] == resource["emails"] {
      notificationEmail = before.record.notificationEmail == userName ? nil : before.record.notificationEmail
    } else {
      let email = try SCIMUserDraft.email(resource["emails"]?.list.map(\.object) ?? [], isPatch: shown != nil)
      notificationEmail = email == userName ? nil : email
    }
  }

  /// The address of the type work, else the primary one, else the first. Of several for work the one that a patch added
  /// takes the place of the one there was.
  private static func email(_ values: [SCIMObject], isPatch: Bool) throws(SCIMFault) -> String? {
    let forWork = values.filter { $0["type"]?.text?.lowercased() == "work" }
    let work = isPatch ? forWork.last : forWork.first
    let chosen = work ?? values.first { $0["primary"] == .bool(true) } ?? values.first
    guard let text = chosen?["value"]?.text else { return nil }
    guard let email = Text.email(text) else {
      throw SCIMFault(.invalidValue, "scim.email_malformed", ["attribute": "emails"])
    }
    return email
  }

  /// Given and family name. Where a provider tells neither they are taken from the whole name, which may be an address;
  /// one alone stands where names are read first.
  private static func name(_ resource: SCIMObject, whole: String) -> (String, String) {
    let parts = resource["name"]?.object ?? [:]
    if let given = parts["givenName"]?.text { return (given, parts["familyName"]?.text ?? SCIMUser.unnamed) }
    if let family = parts["familyName"]?.text { return (family, SCIMUser.unnamed) }
    let words = (whole.split(separator: "@").first ?? "").split(separator: " ")
    let rest = words.dropFirst().joined(separator: " ")
    return (cut(words.first.map(String.init) ?? SCIMUser.unnamed), rest.isEmpty ? SCIMUser.unnamed : cut(rest))
  }

  /// As much as a name may have, counted as the database counts.
  private static func cut(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(100)))
  }
}
