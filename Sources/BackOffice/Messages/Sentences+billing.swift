import Core

extension Sentences {
  package static let billing: [Code: Phrase] = [:]
}
