import BackOffice
import Core
import FoundationEssentials
import Testing

/// An authenticator app that somebody of a world has set up.
struct Authenticator {
  let world: World
  let person: String
  let id: String
  let recoveryCodes: [String]
  private let key: [UInt8]

  /// Sets up and confirms a second factor over the API.
  init(_ world: World, _ person: String) throws {
    self.world = world
    self.person = person
    id = try world.text("SELECT id::text FROM person WHERE sign_in_email = \(person + "@comptoir.test")")
    let path = "/api/v1/users/\(id)/second-factor"
    let begun = try world.send(.put, path, as: person, "{}")
    key = Authenticator.bytes(try #require(begun.json["secret"]?.string, "\(begun.text)"))
    let code = Authenticator.code(key, 0)
    let confirmed = try world.send(.put, path + "/confirmation", as: person, #"{"code":"\#(code)"}"#)
    #expect(confirmed.status == 200, "\(confirmed.text)")
    recoveryCodes = confirmed.json["recoveryCodes"]?.items.compactMap(\.string) ?? []
    try forget()
  }

  /// The code now, or of a later or earlier step.
  func code(_ offset: Int64 = 0) -> String { Authenticator.code(key, offset) }

  static func code(_ key: [UInt8], _ offset: Int64) -> String {
    let step = OneTimeCode.step(atSecond: Int64(Date().timeIntervalSince1970)) + offset
    return OneTimeCode.code(ofStep: step) { Secrets.hmacSHA1($0, key: key) }
  }

  /// As if half a minute had passed: the last code was long ago.
  func forget() throws {
    _ = try world.owner("UPDATE second_factor SET last_step = 0 WHERE person_id = \(ID<Person>(id))") { _ in }
  }

  /// What base 32 stands for.
  static func bytes(_ base32: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let bits = base32.flatMap { character -> [Int] in
      let value = alphabet.firstIndex(of: character) ?? 0
      return (0..<5).map { value >> (4 - $0) & 1 }
    }
    return stride(from: 0, to: bits.count - 7, by: 8).map { start in
      UInt8(bits[start..<(start + 8)].reduce(0) { $0 << 1 | $1 })
    }
  }
}
