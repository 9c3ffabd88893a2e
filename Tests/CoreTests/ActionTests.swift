import Core
import Testing

private func action(
  _ name: String, of subscription: Subscription, as level: Level = .reseller, on today: String
) throws -> Action {
  let actions = subscription.actions(as: level, at: noon(today), on: day(today))
  return try #require(actions.first { $0.name == name })
}

@Test func `an active subscription says what can be done, how far and until when`() {
  let subscription = Subscription.office { $0.assigned = 0 }
  let expected = [
    Action(name: "increase", maximum: 300), Action(name: "decrease", minimum: 1, until: noon("2026-01-22")),
    Action(name: "suspend"), Action(name: "activate", code: "subscription.not_suspended"),
    Action(name: "cancelNow", until: noon("2026-01-18")), Action(name: "cancelLater", from: day("2027-01-15")),
    Action(name: "split"), Action(name: "rename"), Action(name: "scheduleRenewal", from: day("2027-01-15")),
    Action(name: "autoRenewOff", from: day("2027-01-15")), Action(name: "upgrade", maximum: 10),
    Action(name: "buyAddOn"),
  ]
  #expect(subscription.actions(as: .customer, at: noon("2026-01-16"), on: day("2026-01-16")) == expected)
}

@Test(
  arguments: [
    ("increase", .office { $0.status = .suspended }, "subscription.not_active"),
    ("increase", .office { $0.policy.maximum = 10 }, "quantity.above_maximum"),
    ("decrease", .office { $0.policy.decreaseWindow = .none }, "quantity.decrease_window_closed"),
    ("decrease", .office { $0.assigned = 10 }, "quantity.assigned"),
    ("decrease", .office { $0.policy.minimum = 10 }, "quantity.below_minimum"),
    ("decrease", .office { $0.status = .pending }, "subscription.not_active"),
    ("suspend", .office { $0.status = .cancelled }, "subscription.not_active"),
    ("cancelNow", .office(), "cancel.assigned"),
    ("cancelNow", .office { $0.status = .expired }, "subscription.not_active"),
    ("cancelLater", .office { $0.autoRenew = false }, "renewal.auto_renew_off"),
    ("cancelLater", .office { $0.status = .cancelled }, "subscription.not_active"),
    ("scheduleRenewal", .office { $0.autoRenew = false }, "renewal.auto_renew_off"),
    (
      "autoRenewOn",
      .office {
        $0.autoRenew = false; $0.status = .suspended
      }, "subscription.not_active"
    ),
    ("rename", .office { $0.direct = true }, "subscription.direct"),
    ("split", .office { $0.direct = true }, "subscription.direct"),
  ] as [(String, Subscription, Code)])
func `what cannot be done says why`(_ name: String, _ subscription: Subscription, _ code: Code) throws {
  #expect(try action(name, of: subscription, on: "2026-01-16") == Action(name: name, code: code))
}

@Test func `a closed cancellation window says from when it ends by itself`() throws {
  let expected = Action(name: "cancelNow", code: "cancel.window_closed", from: day("2027-01-15"))
  #expect(try action("cancelNow", of: .office(), on: "2026-02-01") == expected)
}

@Test func `the decrease's deadline is the newest lot's`() throws {
  let subscription = Subscription.office {
    $0.lots = [
      LicenceLot(addedAt: noon("2026-01-15"), quantity: 7), LicenceLot(addedAt: noon("2026-02-01"), quantity: 3),
    ]
  }
  let expected = Action(name: "decrease", minimum: 7, until: noon("2026-02-08"))
  #expect(try action("decrease", of: subscription, on: "2026-02-02") == expected)
  let always = Subscription.office { $0.policy.decreaseWindow = .always }
  #expect(try action("decrease", of: always, on: "2026-09-01") == Action(name: "decrease", minimum: 4))
}

@Test func `suspended from above, a customer sees that it cannot activate`() throws {
  let suspended = Subscription.office {
    $0.status = .suspended
    $0.suspendedBy = .reseller
  }
  let refused = Action(name: "activate", code: "subscription.suspended_above")
  #expect(try action("activate", of: suspended, as: .customer, on: "2026-02-01") == refused)
  #expect(try action("activate", of: suspended, as: .distributor, on: "2026-02-01") == Action(name: "activate"))
}

/// The two faces of one rule: an action is allowed exactly when a fitting command is carried out.
@Test(arguments: SubscriptionStatus.allCases, [true, false])
func `actions and commands agree`(_ status: SubscriptionStatus, _ autoRenew: Bool) throws {
  for (assigned, today) in [
    (0, "2026-01-16"), (4, "2026-01-16"), (10, "2026-01-16"), (0, "2026-02-01"), (0, "2027-01-15"),
  ] {
    let subscription = Subscription.office {
      $0.status = status
      $0.autoRenew = autoRenew
      $0.assigned = assigned
    }
    let commands: [String: Command] = [
      "increase": .changeQuantity(11, .standard), "decrease": .changeQuantity(9, .standard),
      "suspend": .suspend(reason: "unpaid"), "activate": .activate, "cancelNow": .cancelNow,
      "cancelLater": .autoRenew(false), "split": .split(split([Helvetia.b: 10])), "rename": .rename("Bakery"),
      "scheduleRenewal": .scheduleRenewal(Renewal(quantity: 8, term: period("P1Y"), billingFrequency: .monthly)),
      "autoRenewOff": .autoRenew(false), "autoRenewOn": .autoRenew(true),
    ]
    let all = subscription.actions(as: .reseller, at: noon(today), on: day(today))
    for action in all where !["upgrade", "buyAddOn"].contains(action.name) {
      let command = try #require(commands[action.name])
      let decision = try? subscription.applying(command, on: today)
      #expect((decision != nil) == action.allowed, "\(action.name), \(status), \(assigned) assigned, \(today)")
      #expect(action.allowed == (action.code == nil))
    }
  }
}

@Test(arguments: ["none", "always", "PT72H", "P7D"])
func `a window is read and written`(_ text: String) throws {
  #expect(try #require(Window(text)).description == text)
}

@Test(arguments: ["", "None", "never", "72", "72h", "P", "always "])
func `anything else is no window`(_ text: String) { #expect(Window(text) == nil) }
