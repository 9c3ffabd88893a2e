extension Strangers {
  /// Records that wait and files that were checked, of either reseller.
  static let parkedOfAlpine = "00000000-0000-4000-8000-0000000000a7"
  static let parkedOfRhein = "00000000-0000-4000-8000-0000000000a8"
  static let usageFileOfAlpine = "00000000-0000-4000-8000-0000000000a9"
  static let usageFileOfRhein = "00000000-0000-4000-8000-0000000000aa"
}
