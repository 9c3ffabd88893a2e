import Core

extension Sentences {
  package static let people: [Code: Phrase] = [:]
}
