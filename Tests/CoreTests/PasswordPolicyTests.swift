import Core
import Testing

private let policy = PasswordPolicy(
  minimum: 10, maximum: 200, common: ["qwertyuiop", "password", "monkey", "sommer", "geheim", "manchester"])
private let known = ["Lea Hofer", "lea.hofer@helvetia.test", "Helvetia Works AG"]

@Test(arguments: [
  ("", "password.too_short"), ("kurz", "password.too_short"), ("nineletrs", "password.too_short"),
  ("🙂🙂🙂🙂🙂🙂🙂🙂🙂", "password.too_short"), (String(repeating: "long", count: 51), "password.too_long"),
  ("qwertyuiop", "password.common"), ("QwertyUIOP", "password.common"), ("Password1234", "password.common"),
  ("p4ssw0rd!2026", "password.common"), ("P@$$w0rd1234", "password.common"), ("2026sommer!!", "password.common"),
  ("monkeymonkey", "password.common"), ("monkey1monkey1", "password.common"), ("manchester", "password.common"),
  ("aaaaaaaaaaaa", "password.common"), ("ababababab", "password.common"), ("abcdefghijkl", "password.common"),
  ("9876543210", "password.common"), ("!!!geheim!!!", "password.common"), ("comptoir2026", "password.personal"),
  ("Comptoir-demo", "password.personal"), ("lea.hofer@helvetia.test", "password.personal"),
  ("LeaHofer123", "password.personal"), ("hofer-1990", "password.personal"), ("Helvetia2026!", "password.personal"),
  ("helvetiaworks", "password.personal"),
])
func `a password that others would try first is refused`(_ password: String, _ code: String) {
  #expect(policy.objection(to: password, known: known)?.code.text == code)
}

@Test(arguments: [
  "seven-green-cable-cars", "a better password", "correct horse", "kS3vQ9xTn2LmP7aR", "ein Satz ist gut",
  "🙂 mit zehn Zeichen", "the old comptoir sells green tea", "Lea has two brown cats", "          x y z w",
  "tuesdays only", String(repeating: "ab1 ", count: 50),
])
func `a long one of one's own is taken, whatever it is made of`(_ password: String) {
  #expect(policy.objection(to: password, known: known) == nil)
}

@Test func `the refusal names the length that is missing`() {
  #expect(policy.objection(to: "short")?.details == ["minimum": "10"])
  #expect(policy.objection(to: String(repeating: "x y", count: 100))?.details == ["maximum": "200"])
}
