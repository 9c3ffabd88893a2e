import Core

extension Sentences {
  package static let server: [Code: Phrase] = [:]
}
