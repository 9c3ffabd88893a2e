import Core

extension Sentences {
  package static let access: [Code: Phrase] = [:]
}
