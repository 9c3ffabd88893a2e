import BackOffice
import Core
import FoundationEssentials
import Testing

private let password = "comptoir-demo"

private func path(_ authenticator: Authenticator, _ part: String = "") -> String {
  "/api/v1/users/\(authenticator.id)/second-factor\(part)"
}

private func proof(_ password: String, _ code: String) -> String {
  #"{"password":"\#(password)","code":"\#(code)"}"#
}

@Suite struct SecondFactorTests {
  /// RFC 6238, appendix B, cut to six digits, and RFC 4226, appendix D.
  @Test(
    arguments: [
      (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
      (2_000_000_000, "279037"), (20_000_000_000, "353130"), (0, "755224"), (270, "520489"),
    ] as [(Int64, String)])
  func `codes are those of the RFC`(_ second: Int64, _ code: String) {
    let key = Array("12345678901234567890".utf8)
    let computed = OneTimeCode.code(ofStep: OneTimeCode.step(atSecond: second)) { Secrets.hmacSHA1($0, key: key) }
    #expect(computed == code)
  }

  /// RFC 4648, section 10, without padding.
  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI"),
  ])
  func `keys are written in base 32`(_ text: String, _ base32: String) {
    #expect(Base32.encoded(Array(text.utf8)) == base32)
  }

  @Test func `a code without its password, or the password without a code, lets nobody in`() throws {
    let world = try World()
    let app = try Authenticator(world, "manager")
    let without = try world.basic("manager", password)
    #expect(without.status == 401 && without.code == "sign_in.second_factor_required")
    let wrong = try world.basic("manager", "wrong", code: app.code())
    #expect(wrong.status == 401 && wrong.code == "credentials.missing")
    for code in ["000000", "", "12345", "abcdef", "٠١٢٣٤٥", app.code(-5), app.code(5), "AAAA-AAAA-AAAA-AAAA"] {
      let answer = try world.basic("manager", password, code: code, from: "192.0.2.\(code.utf8.count)")
      #expect(answer.status == 401 && answer.code == "sign_in.second_factor_wrong", "\(code): \(answer.text)")
    }
    #expect(try world.basic("manager", password, code: app.code()).status == 201)
    #expect(try world.basic("user", password, code: "000000").status == 201, "who has none is asked for none")
  }

  @Test func `no code works twice, not even at once`() throws {
    let world = try World()
    let app = try Authenticator(world, "manager")
    let code = app.code()
    let statuses = try atOnce(5) { _ in try world.basic("manager", password, code: code).status }
    #expect(statuses.sorted() == [201, 401, 401, 401, 401])
    #expect(try world.basic("manager", password, code: code).code == "sign_in.second_factor_wrong")
    #expect(try world.basic("manager", password, code: app.code(-1)).code == "sign_in.second_factor_wrong")
    #expect(try world.basic("manager", password, code: app.code(1)).status == 201, "a clock half a minute fast")
  }

  @Test func `a recovery code signs in once, however it is typed, and its owner is told`() throws {
    let world = try World()
    let app = try Authenticator(world, "manager")
    let codes = app.recoveryCodes
    #expect(Set(codes).count == 10 && codes.allSatisfy { $0.count == 19 })
    let other = try Authenticator(world, "user")
    #expect(try world.basic("manager", password, code: other.recoveryCodes[0]).status == 401)
    for typed in [codes[0], codes[1].lowercased(), " " + codes[2].replacing("-", with: " ")] {
      #expect(try world.basic("manager", password, code: typed).status == 201, "\(typed)")
      #expect(try world.basic("manager", password, code: typed).status == 401, "\(typed)")
    }
    let once = try atOnce(4) { _ in try world.basic("manager", password, code: codes[3]).status }
    #expect(once.sorted() == [201, 401, 401, 401])
    #expect(try world.send(.get, path(app), as: "manager").json["recoveryCodesLeft"]?.integer == 6)
    let told = try world.number(
      "SELECT count(*) FROM outbox WHERE kind = 'mail' AND payload->>'subject' = 'A recovery code was used'")
    let noted = try world.number("SELECT count(*) FROM audit_record WHERE action = 'user.recovery_code_used'")
    #expect(told == 4 && noted == 4)
    let fresh = try world.send(
      .put, path(app, "/recovery-codes"), as: "manager", proof(password, app.code()))
    #expect(fresh.status == 200 && fresh.json["recoveryCodes"]?.items.count == 10)
    #expect(try world.basic("manager", password, code: codes[9]).status == 401, "the old ones end")
  }

  @Test func `keys and recovery codes are nowhere to be read`() throws {
    let world = try World()
    let app = try Authenticator(world, "manager")
    let code = app.recoveryCodes[0]
    let found = try world.number(
      """
      SELECT (SELECT count(*) FROM recovery_code r WHERE position(\(code) in r::text) > 0)
        + (SELECT count(*) FROM audit_record a WHERE position(\(code) in a::text) > 0)
        + (SELECT count(*) FROM outbox o WHERE position(\(code) in o::text) > 0)
        + (SELECT count(*) FROM idempotency) + (SELECT count(*) FROM second_factor WHERE length(secret) <> 49)
      """)
    #expect(found == 0)
    // One's sealed key is of no use in another's row.
    let other = try Authenticator(world, "user")
    _ = try world.owner(
      """
      UPDATE second_factor SET secret = (SELECT secret FROM second_factor WHERE person_id = \(ID<Person>(other.id)))
      WHERE person_id = \(ID<Person>(app.id))
      """
    ) { _ in }
    #expect(try world.basic("manager", password, code: other.code()).code == "second_factor.unreadable")
  }

  @Test func `what is begun counts only once confirmed`() throws {
    let world = try World()
    let id = try Helvetia(world).user("user")
    let own = "/api/v1/users/\(id)/second-factor"
    func confirm(_ code: String) throws -> Answer {
      try world.send(.put, own + "/confirmation", as: "user", #"{"code":"\#(code)"}"#)
    }
    #expect(try confirm("000000").code == "second_factor.not_begun")
    let first = try #require(try world.send(.put, own, as: "user", "{}").json["secret"]?.string)
    let begun = try world.send(.put, own, as: "user", "{}")
    let second = try #require(begun.json["secret"]?.string)
    #expect(
      begun.json["uri"]?.string?.hasPrefix("otpauth://totp/Comptoir:user%40comptoir.test?secret=\(second)") == true)
    #expect(try world.basic("user", password).status == 201, "not confirmed yet")
    #expect(try confirm("").faults == ["/code field.required"])
    #expect(try confirm(Authenticator.code(Authenticator.bytes(first), 0)).faults == ["/code second_factor.code_wrong"])
    #expect(
      try world.send(.put, own + "/recovery-codes", as: "user", proof(password, "1")).code == "second_factor.not_on")
    #expect(try world.send(.post, own + "/removal", as: "user", proof(password, "1")).code == "second_factor.not_on")
    let session = try #require(try world.browser("user", password))
    #expect(try confirm(Authenticator.code(Authenticator.bytes(second), 0)).status == 200)
    let after = world.answer(.get, "/api/v1/me", headers: [("Cookie", session)])
    #expect(after.status == 401, "sessions begun with the password alone end")
    #expect(try confirm("000000").code == "second_factor.already_on")
    #expect(try world.send(.put, own, as: "user", "{}").code == "second_factor.already_on")
    #expect(try world.basic("user", password).code == "sign_in.second_factor_required")
  }

  @Test func `turning it off takes password and code, each told when it is wrong`() throws {
    let world = try World()
    let app = try Authenticator(world, "manager")
    let before = try world.fingerprint()
    for (body, faults) in [
      (proof("wrong", "000000"), ["/password password.wrong", "/code second_factor.code_wrong"]),
      (proof(password, "000000"), ["/code second_factor.code_wrong"]),
      (proof("wrong", app.code()), ["/password password.wrong"]),
      (proof("wrong", app.recoveryCodes[0]), ["/password password.wrong"]),
      ("{}", ["/password field.required", "/code field.required"]),
    ] {
      #expect(try world.send(.post, path(app, "/removal"), as: "manager", body).faults == faults, "\(body)")
    }
    #expect(try world.fingerprint() == before)
    #expect(try world.send(.post, path(app, "/removal"), as: "manager", proof(password, app.code())).status == 204)
    #expect(try world.basic("manager", password).status == 201)
    #expect(try world.number("SELECT count(*) FROM recovery_code") == 0)
    let actions = try world.owner(
      "SELECT action FROM audit_record WHERE action LIKE 'user.second%' ORDER BY sequence"
    ) { try $0[0] as String }
    #expect(actions == ["user.second_factor_enabled", "user.second_factor_removed"])
  }

  @Test func `whoever has a session and guesses is slowed down`() throws {
    let world = try World()
    let app = try Authenticator(world, "manager")
    for _ in 0..<8 {
      #expect(try world.send(.post, path(app, "/removal"), as: "manager", proof(password, "000000")).status == 422)
    }
    let refused = try world.send(.post, path(app, "/removal"), as: "manager", proof(password, app.code()))
    #expect(refused.status == 429 && refused.code == "sign_in.too_many" && refused.headers["Retry-After"] != nil)
  }

  @Test func `a lost one is taken off by whoever has authority over the account, and by nobody else`() throws {
    let world = try World()
    let app = try Authenticator(world, "user")
    let manager = try Authenticator(world, "manager")
    for (person, target, outcome) in [
      ("user", app, "permission.missing"), ("finance", app, "permission.missing"),
      ("reseller", app, "delegation.required"), ("rival", app, "object.not_found"), ("tech", manager, "user.outranks"),
      ("manager", manager, "second_factor.not_by_oneself"),
    ] {
      #expect(try world.send(.delete, path(target), as: person).outcome == outcome, "\(person)")
    }
    #expect(try world.send(.put, path(app), as: "manager", "{}").code == "second_factor.own_only")
    #expect(try world.send(.get, path(app), as: "manager").json["recoveryCodesLeft"] == nil)
    #expect(try world.send(.delete, path(app), as: "manager").status == 204)
    #expect(try world.send(.delete, path(app), as: "manager").code == "second_factor.not_on")
    #expect(try world.basic("user", password).status == 201)
    let mail = try world.text(
      "SELECT payload->>'text' FROM outbox WHERE payload->>'to' = 'user@comptoir.test' ORDER BY sequence DESC LIMIT 1")
    #expect(mail.contains("Monika Brunner has taken the second factor off"))
    let actor = try world.text("SELECT actor_name FROM audit_record WHERE action = 'user.second_factor_reset'")
    #expect(actor == "Monika Brunner")
  }
}
