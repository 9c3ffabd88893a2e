import Core

extension Sentences {
  package static let subscriptions: [Code: Phrase] = [:]
}
