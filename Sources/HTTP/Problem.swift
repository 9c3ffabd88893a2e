/// A refusal that HTTP makes by itself, before or instead of the application. The codes are stable.
struct Problem: Equatable {
  let status: Int
  let code: String

  static let malformed = Problem(status: 400, code: "request.malformed")
  static let badTarget = Problem(status: 400, code: "request.target_malformed")
  static let late = Problem(status: 408, code: "request.timeout")
  static let tooLarge = Problem(status: 413, code: "request.too_large")
  static let badExpectation = Problem(status: 417, code: "request.expectation_unknown")
  static let unknownMethod = Problem(status: 501, code: "request.method_unknown")
  static let badAnswer = Problem(status: 500, code: "internal")

  private init(status: Int, code: String) {
    self.status = status
    self.code = code
  }

  /// The refusal for a status with which libmicrohttpd is about to answer by itself.
  init(status: Int) {
    self.status = status
    code =
      switch status {
      case 413: Self.tooLarge.code
      case 414: "request.target_too_long"
      case 431: "request.headers_too_large"
      case 500...: Self.badAnswer.code
      default: Self.malformed.code
      }
  }
}
