import Core

/// The mails about delegations.
enum DelegationMailWords {
  static func subject(_ event: Delegation.Event) -> Phrase {
    switch event {
    case .asked:
      Phrase(
        "{reseller} asks for access to your people", fr: "{reseller} demande l’accès à vos personnes",
        de: "{reseller} bittet um Zugang zu Ihren Personen")
    case .approved:
      Phrase(
        "{customer} approved your access", fr: "{customer} a approuvé votre accès",
        de: "{customer} hat Ihren Zugang bewilligt")
    case .narrowed:
      Phrase(
        "{customer} limited your access", fr: "{customer} a limité votre accès",
        de: "{customer} hat Ihren Zugang eingeschränkt")
    case .refused:
      Phrase(
        "{customer} refused your access", fr: "{customer} a refusé votre accès",
        de: "{customer} hat Ihren Zugang abgelehnt")
    case .withdrawn:
      Phrase(
        "{reseller} withdrew its request for access", fr: "{reseller} a retiré sa demande d’accès",
        de: "{reseller} hat die Bitte um Zugang zurückgezogen")
    case .ended, .expired:
      Phrase(
        "Access to the people of {customer} has ended", fr: "L’accès aux personnes de {customer} a pris fin",
        de: "Der Zugang zu den Personen von {customer} ist beendet")
    }
  }

  static func news(_ event: Delegation.Event) -> Phrase {
    switch event {
    case .asked:
      Phrase(
        "{actor} of {reseller} asks to be let in to the people of {customer}. Nothing is open until you approve; you "
          + "may give less, or refuse.",
        fr: "{actor} de {reseller} demande l’accès aux personnes de {customer}. Rien n’est ouvert avant votre accord ; "
          + "vous pouvez accorder moins, ou refuser.",
        de: "{actor} von {reseller} bittet um Zugang zu den Personen von {customer}. Nichts ist offen, bis Sie "
          + "zustimmen; Sie können weniger geben oder ablehnen.")
    case .approved:
      Phrase(
        "{actor} of {customer} approved the access you asked for. It counts from now on.",
        fr: "{actor} de {customer} a approuvé l’accès que vous avez demandé. Il vaut dès maintenant.",
        de: "{actor} von {customer} hat den Zugang bewilligt, um den Sie gebeten haben. Er gilt ab sofort.")
    case .narrowed:
      Phrase(
        "{actor} of {customer} gives you less than you asked for or had before. What is left counts from now on.",
        fr: "{actor} de {customer} vous accorde moins que demandé, ou moins qu’avant. Le reste vaut dès maintenant.",
        de: "{actor} von {customer} gibt Ihnen weniger als gewünscht oder als bisher. Was bleibt, gilt ab sofort.")
    case .refused:
      Phrase(
        "{actor} of {customer} refused the access you asked for. You may ask again.",
        fr: "{actor} de {customer} a refusé l’accès que vous avez demandé. Vous pouvez redemander.",
        de: "{actor} von {customer} hat den gewünschten Zugang abgelehnt. Sie können erneut darum bitten.")
    case .withdrawn:
      Phrase(
        "{actor} of {reseller} no longer asks for access to the people of {customer}. You need not do anything.",
        fr: "{actor} de {reseller} ne demande plus l’accès aux personnes de {customer}. Vous n’avez rien à faire.",
        de: "{actor} von {reseller} bittet nicht mehr um Zugang zu den Personen von {customer}. Sie müssen nichts tun.")
    case .ended, .expired:
      Phrase(
        "{actor} ended the access of {reseller} to the people of {customer}. It no longer counts.",
        fr: "{actor} a mis fin à l’accès de {reseller} aux personnes de {customer}. Il ne vaut plus.",
        de: "{actor} hat den Zugang von {reseller} zu den Personen von {customer} beendet. Er gilt nicht mehr.")
    }
  }

  static let endsSoon = Phrase(
    "Access to the people of {customer} ends soon", fr: "L’accès aux personnes de {customer} prend bientôt fin",
    de: "Der Zugang zu den Personen von {customer} endet bald")
  static let endsSoonNews = Phrase(
    "The access of {reseller} to the people of {customer} ends by itself within a week. To go on, {reseller} asks "
      + "again and {customer} approves.",
    fr: "L’accès de {reseller} aux personnes de {customer} prend fin de lui-même dans la semaine. Pour continuer, "
      + "{reseller} redemande et {customer} approuve.",
    de: "Der Zugang von {reseller} zu den Personen von {customer} endet innert einer Woche von selbst. Soll es "
      + "weitergehen, bittet {reseller} erneut und {customer} stimmt zu.")

  static let greeting = Phrase("Hello {name},", fr: "Bonjour {name},", de: "Guten Tag {name}")
  static let facts = Phrase(
    "What: {rights}\nEnds: {until}", fr: "Quoi : {rights}\nFin : {until}", de: "Was: {rights}\nEnde: {until}")
  static let reason = Phrase("Reason: {reason}", fr: "Motif : {reason}", de: "Grund: {reason}")
  static let link = Phrase("{link}", fr: "{link}", de: "{link}")
}
