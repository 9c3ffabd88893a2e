import Core
import HTTP

extension RouteBuilder {
  /// What stands on documents, and how people want their files.
  mutating func documents() {
    let head = "/organizations/:id/letterhead"
    let logo = "/organizations/:id/logo"
    api(
      .get, head, .needs(.statementsClose),
      Documentation(
        id: "getLetterhead", tag: "Documents", summary: "What stands at the head and foot of a seller's documents.",
        answer: "Letterhead"), LetterheadsAPI.get)
    api(
      .put, head, .needs(.statementsClose),
      Documentation(
        id: "putLetterhead", tag: "Documents", summary: "Sets one's own address and wording; the logo stays.",
        body: "NewLetterhead", answer: "Letterhead"), LetterheadsAPI.put)
    api(
      .get, logo, .needs(.statementsView),
      Documentation(id: "getLogo", tag: "Documents", summary: "A seller's logo, for those who read its documents."),
      LetterheadsAPI.logo)
    api(
      .put, logo, .needs(.statementsClose),
      Documentation(
        id: "putLogo", tag: "Documents", summary: "Puts a logo on one's documents: PNG, at most 200 KB.", body: "Logo",
        bodyType: "image/png", answer: "Letterhead"), LetterheadsAPI.putLogo)
    api(
      .delete, logo, .needs(.statementsClose),
      Documentation(id: "removeLogo", tag: "Documents", summary: "Takes the logo off one's documents.", status: 204),
      LetterheadsAPI.removeLogo)
    page(.get, LetterheadPages.path, .needs(.statementsClose), LetterheadPages.show)
    page(
      .post, LetterheadPages.path, .needs(.statementsClose), shows: LetterheadPages.show, LetterheadPages.change)
    page(
      .post, LetterheadPages.path + "/logo", .needs(.statementsClose), shows: LetterheadPages.show,
      LetterheadPages.putLogo)
    page(
      .post, LetterheadPages.path + "/logo-removal", .needs(.statementsClose), shows: LetterheadPages.show,
      LetterheadPages.removeLogo)
    page(.post, DocumentButtons.choicePath, .needs(.statementsView), DocumentButtons.remember)
  }
}
