import Core
import Markup

extension BulkPage {
  /// What splitting anew does to each billing centre: what moves today, and what recurs from now on.
  var centres: HTML {
    guard !summary.centres.isEmpty else { return .empty }
    let language = call.actor.language
    let seesPrices = call.actor.sees(.price)
    let hasSeveral = Set(summary.centres.map(\.frequency)).count > 1
    var columns = [
      Column(SplitWords.centre.in(language)), Column(ResplitWords.licencesNow.in(language), kind: .number),
      Column(ResplitWords.licencesThen.in(language), kind: .number),
    ]
    if seesPrices {
      columns += [BulkWords.today, ResplitWords.recurringNow, ResplitWords.recurringThen].map {
        Column($0.in(language), kind: .number)
      }
    }
    let rows: [[HTML]] = summary.centres.map { sum in
      let cycle: HTML =
        hasSeveral ? " · \(SubscriptionWords.perCycle(sum.frequency).in(language))" : .empty
      var cells: [HTML] = ["\(sum.name)<small>\(sum.code)\(cycle)</small>", "\(sum.before)", "\(sum.after)"]
      if seesPrices {
        let amounts = sum.amounts
        cells += [amounts?.today, amounts?.recurringBefore, amounts?.recurring].map { $0?.html ?? "–" }
      }
      return cells
    }
    return card(
      title: ResplitWords.perCentre.in(language),
      table(caption: ResplitWords.perCentre.in(language), columns: columns, rows: rows))
  }
}
