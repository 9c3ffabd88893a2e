import Core
import FoundationEssentials
import Postgres

/// Who could do what somebody may not: the administrators of the own organization, else whoever it buys from.
enum WhoCould {
  /// Why it is greyed out, and who could do it.
  static func sentence(_ permission: Permission, _ call: Call) throws -> String {
    try sentence(permission, of: call.actor, in: call.work)
  }

  static func sentence(_ permission: Permission, of actor: Actor, in work: Work) throws -> String {
    let language = actor.language
    let administrator = actor.level.administrator
    if administrator.permissions(at: actor.level).contains(permission), !actor.rights.roles.contains(administrator) {
      let names = try Administrators.names(of: actor.path, in: work)
      if !names.isEmpty { return Words.ask.in(language, ["names": list(names, language)]) }
    }
    let above: (id: ID<Organization>?, words: Phrase) =
      switch actor.level {
      case .customer: (actor.path.reseller, Words.askReseller)
      case .reseller: (actor.path.distributor, Words.askDistributor)
      case .distributor: (nil, DeskWords.notYours)
      }
    let name: String? = try above.id.flatMap {
      try work.tx.rows("SELECT name FROM organization WHERE id = \($0)").first?[0]
    }
    return above.words.in(language, ["name": name ?? ""])
  }

  private static func list(_ names: [String], _ language: Language) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " " + Words.or.in(language) + " " + last
  }

  /// For the page that refuses: nil where the refusal is of another kind.
  static func advice(_ problem: Problem, _ actor: Actor?, _ request: String, _ office: Office) -> String? {
    guard let actor, let permission = problem.details["permission"].flatMap(Permission.init(rawValue:)) else {
      return nil
    }
    return try? office.database.transaction(opening: [actor.reach, "SELECT comptoir_now()"]) { tx in
      let work = Work(tx: tx, actor: actor, now: try tx.opened[1][0][0], requestID: request, office: office)
      return try sentence(permission, of: actor, in: work)
    }
  }

  private enum Words {
    static let or = Phrase("or", fr: "ou", de: "oder")
    static let ask = Phrase(
      "Your role does not include this. Ask {names}.", fr: "Votre rôle ne le permet pas. Adressez-vous à {names}.",
      de: "Ihre Rolle erlaubt dies nicht. Wenden Sie sich an {names}.")
    static let askReseller = Phrase(
      "This is for your reseller to do. Ask {name}.",
      fr: "C’est à votre revendeur de le faire. Adressez-vous à {name}.",
      de: "Das ist Sache Ihres Resellers. Wenden Sie sich an {name}.")
    static let askDistributor = Phrase(
      "This is for your distributor to do. Ask {name}.",
      fr: "C’est à votre distributeur de le faire. Adressez-vous à {name}.",
      de: "Das ist Sache Ihres Distributors. Wenden Sie sich an {name}.")
  }
}
