import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct CommandLineTests {
  private let nowhere = ["DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"]

  @Test(arguments: [
    (["srve"], 2 as Int32, "Did you mean serve?"), (["serve", "--prot", "1"], 2, "Did you mean --port?"),
    (["serve", "--port", "70000"], 2, "--port needs a number from 0 to 65535"),
    (["serve", "--trusted-proxies", "nginx"], 2, "needs numeric addresses"),
    (["serve", "--port"], 2, "--port needs a value"), (["serve", "now"], 2, "does not know what to do with now"),
    (["clock"], 2, "needs ACTION"), (["clock", "advnce"], 2, "Did you mean advance?"),
    (["token", "create"], 2, "--user EMAIL"), (["serve"], 3, "cannot be reached"),
    (["migrate"], 3, "cannot be reached"),
    (["seed", "--if-empty=yes"], 2, "--if-empty takes no value"), (["audit"], 2, "needs WHAT"),
    (["audit", "leger"], 2, "Did you mean ledger?"), (["audit", "trail", "--workers", "2"], 2, "takes no --workers"),
    (["audit", "ledger", "--noted", "x"], 2, "takes no --noted"),
    (["audit", "ledger", "--customer", "Helvetia"], 2, "--customer needs a customer's id"),
    (["audit", "ledger", "--workers", "0"], 2, "--workers needs a number from 1 to 64"),
    (["audit", "ledger"], 3, "cannot be reached"),
  ])
  func `what cannot be done is one sentence and a status`(_ arguments: [String], _ status: Int32, _ sentence: String) {
    let outcome = Program.run(
      arguments + (arguments[0] == "migrate" ? ["--root", Program.root] : []), environment: nowhere)
    #expect(outcome.status == status)
    #expect(outcome.complaint.contains(sentence))
    #expect(outcome.complaint.split(separator: "\n").count == 1)
  }

  @Test func `without a database named it says how to name one`() {
    let outcome = Program.run(["serve"])
    #expect(outcome.status == 2)
    #expect(outcome.complaint.contains("DATABASE_URL"))
  }

  @Test(arguments: [
    (["COMPTOIR_SECRET_KEY": "c2hvcnQ="], "32 random bytes in base64"),
    (["COMPTOIR_SECRET_KEY": "?"], "32 random bytes in base64"),
    (["COMPTOIR_SECRET_KEY_FILE": "/nowhere/key"], "cannot be read"),
  ])
  func `a key that is none is refused before anything starts`(_ environment: [String: String], _ sentence: String) {
    let outcome = Program.run(["serve"], environment: nowhere.merging(environment) { $1 })
    #expect(outcome.status == 2)
    #expect(outcome.complaint.contains(sentence))
  }

  @Test(arguments: ["serve", "migrate", "seed", "clock", "token", "bill", "run-jobs", "audit"])
  func `each command explains itself`(_ command: String) {
    let overview = Program.run(["--help"])
    let help = Program.run([command, "--help"])
    #expect(overview.status == 0)
    #expect(overview.output.contains("  \(command) "))
    #expect(help.status == 0)
    #expect(help.output.hasPrefix("Usage: comptoir \(command)"))
    #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func `complaints have no colour where nobody sees it`() {
    let outcome = Program.run(["srve"], environment: ["NO_COLOR": "1"])
    #expect(!outcome.complaint.contains("\u{1B}"))
  }
}
