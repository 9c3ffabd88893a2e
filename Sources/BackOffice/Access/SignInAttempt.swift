import Core
import FoundationEssentials
import HTTP
import Postgres

/// Signing in with e-mail, password and, where it is on, a code. The answer, and the time it takes, do not tell whether
/// there is such an account, nor whether it is locked or disabled.
extension SignIn {
  package enum Outcome: Sendable {
    case admitted(Admitted)
    /// For whatever reason: wrong, unknown, disabled, or the step to the code took too long.
    case refused
    case tooMany(retryAfterSeconds: Int64)
    /// The password is right; the second factor is still to be shown.
    case codeRequired(ID<Person>)
    case codeWrong
  }

  private struct Account {
    let admitted: Admitted
    let email: String
    let hash: String?
    let isActive: Bool
    let isLocked: Bool
    let hasSecondFactor: Bool
  }

  /// What is known once a try may be made.
  private struct Try {
    let account: Account?
    let ticket: SignInThrottle.Ticket
    let request: Request
    let device: KnownDevice?

    /// A lock is for browsers that the account does not know.
    var isOpen: Bool { account.map { $0.isActive && (device != nil || !$0.isLocked) } ?? false }
  }

  /// One try, from the address and browser of the request. `code`: of the authenticator app, or a recovery code.
  package static func attempt(
    email: String, password: String, code: String? = nil, from request: Request, _ office: Office
  ) throws -> Outcome {
    let turn = try office.everything { tx, now in
      try take(try find(Text.email(email), in: tx, now), email, request, in: tx, now)
    }
    guard case .success(let made) = turn else { return turn.waiting }
    // Outside any transaction: it takes a tenth of a second, and a connection is not to wait for it.
    let matches: Bool
    do {
      matches = try office.passwords.matches(password, made.account?.hash)
    } catch {
      // Too many at once to look at the password: that was no guess.
      try office.everything { tx, now in SignInThrottle.giveBack(made.ticket, succeeded: false, in: tx, now) }
      throw error
    }
    return try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: request.id, office: office)
      guard let account = made.account, matches, made.isOpen else {
        try fail(made, in: work)
        return .refused
      }
      guard account.hasSecondFactor else { return .admitted(try succeed(made, account, in: work)) }
      guard let code else {
        SignInThrottle.giveBack(made.ticket, succeeded: false, in: tx, now)
        return .codeRequired(account.admitted.person)
      }
      return try show(code, made, account, in: work)
    }
  }

  /// Shows the code for a password shown before, in the step of this secret.
  package static func complete(
    _ secret: String, code: String, from request: Request, _ office: Office
  ) throws -> Outcome {
    try office.everything { tx, now in
      guard let person = try SignInStep.holder(of: secret, in: tx, now),
        let account = try find(person, in: tx, now)
      else { return .refused }
      let turn = try take(account, account.email, request, in: tx, now)
      guard case .success(let made) = turn else { return turn.waiting }
      let work = Work(tx: tx, actor: .system, now: now, requestID: request.id, office: office)
      guard made.isOpen, account.hasSecondFactor else {
        try fail(made, in: work)
        return .refused
      }
      let outcome = try show(code, made, account, in: work)
      if case .admitted = outcome { SignInStep.end(secret, in: tx) } else { SignInStep.noteFailure(secret, in: tx) }
      return outcome
    }
  }

  private static func show(_ code: String, _ made: Try, _ account: Account, in work: Work) throws -> Outcome {
    guard try SecondFactor.takes(code, of: account.admitted.person, on: account.admitted.path, in: work) else {
      try fail(made, in: work)
      return .codeWrong
    }
    return .admitted(try succeed(made, account, in: work))
  }

  private static func take(
    _ account: Account?, _ email: String, _ request: Request, in tx: Transaction, _ now: Instant
  ) throws -> Result<Try, Waiting> {
    let device = try KnownDevice.shown(by: request, to: account?.admitted.person, in: tx, now)
    let buckets = SignInThrottle.buckets(email: email, address: request.client, device: device)
    switch try SignInThrottle.take(buckets, in: tx, now) {
    case .wait(let seconds): return .failure(Waiting(seconds: seconds))
    case .taken(let ticket):
      return .success(Try(account: account, ticket: ticket, request: request, device: device))
    }
  }

  fileprivate struct Waiting: Error { let seconds: Int64 }

  // MARK: Accounts

  private static func find(_ email: String?, in tx: Transaction, _ now: Instant) throws -> Account? {
    try account("p.sign_in_email = \(email)", in: tx, now)
  }

  private static func find(_ person: ID<Person>, in tx: Transaction, _ now: Instant) throws -> Account? {
    // Locked before its buckets, as whoever unlocks the account does it.
    try account("p.id = \(person) FOR NO KEY UPDATE OF p", in: tx, now)
  }

  private static func account(_ condition: SQL, in tx: Transaction, _ now: Instant) throws -> Account? {
    let rows = try tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.distributor_id, p.reseller_id, p.customer_id,
        p.sign_in_email, p.password_hash, p.status = 'active' AND NOT password_is_barred(p.id),
        coalesce(p.locked_until > \(now), false), f.confirmed_at IS NOT NULL
      FROM person p LEFT JOIN second_factor f ON f.person_id = p.id WHERE \(condition)
      """)
    return try rows.first.map {
      Account(
        admitted: Admitted(
          person: try $0[0], name: try $0[1],
          path: Path(distributor: try $0[2], reseller: try $0[3], customer: try $0[4])), email: try $0[5],
        hash: try $0[6], isActive: try $0[7], isLocked: try $0[8], hasSecondFactor: try $0[9])
    }
  }

  // MARK: What came of it

  private static func succeed(_ made: Try, _ account: Account, in work: Work) throws -> Admitted {
    try record(made, account, succeeded: true, in: work)
    work.tx.enqueue(
      """
      UPDATE person SET failed_sign_ins = 0, last_sign_in_at = \(work.now) WHERE id = \(account.admitted.person)
      """)
    SignInThrottle.giveBack(made.ticket, succeeded: true, in: work.tx, work.now)
    return account.admitted
  }

  private static func fail(_ made: Try, in work: Work) throws {
    defer { SignInThrottle.touch(made.ticket, in: work.tx) }
    guard let account = made.account else { return }
    try record(made, account, succeeded: false, in: work)
    let person = account.admitted.person
    let wasOpen: Bool? = try work.tx.rows(
      """
      UPDATE person p SET failed_sign_ins = p.failed_sign_ins + 1,
        locked_until = greatest(p.locked_until, \(made.ticket.lockedUntil)::timestamptz)
      FROM (SELECT id, coalesce(locked_until <= \(work.now), true) AS was_open FROM person
        WHERE id = \(person) FOR NO KEY UPDATE) before
      WHERE p.id = before.id RETURNING before.was_open
      """
    ).first?[0]
    if wasOpen == true, made.ticket.lockedUntil != nil {
      try work.audit("user.locked", AuditObject("user", person), on: account.admitted.path)
    }
  }

  private static func record(_ made: Try, _ account: Account, succeeded: Bool, in work: Work) throws {
    let path = account.admitted.path
    let device = made.request.headers["User-Agent"] ?? ""
    work.tx.enqueue(
      """
      INSERT INTO sign_in (id, person_id, distributor_id, reseller_id, customer_id, at, succeeded, address, device)
      VALUES (\(Secrets.uuid(at: work.now)), \(account.admitted.person), \(path.distributor), \(path.reseller),
        \(path.customer), \(work.now), \(succeeded), \(made.request.client), \(String(device.prefix(200))))
      """)
  }
}

extension Result where Failure == SignIn.Waiting {
  fileprivate var waiting: SignIn.Outcome {
    guard case .failure(let waiting) = self else { return .refused }
    return .tooMany(retryAfterSeconds: waiting.seconds)
  }
}
