import Core

extension Sentences {
  package static let fields: [Code: Phrase] = [:]
}
