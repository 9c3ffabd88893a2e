/// Somebody who can sign in. Never made: it marks an `ID`, like the others here.
package enum Person {}
/// A distributor, a reseller or a customer.
package enum Organization {}
/// What a customer's people use, e.g. a mail or a storage service.
package enum Service {}
/// What a service sells.
package enum Product {}
/// An edition of a product.
package enum Plan {}
/// A category of plans, as a storefront shows them.
package enum Category {}
/// A plan at a term, a billing frequency and a price.
package enum Offer {}
/// Where a customer's cost lands.
package enum BillingCentre {}
/// One entry of a subscription's ledger.
package enum Change {}
/// One posted amount.
package enum Charge {}
/// The charges of one buyer in one month.
package enum Statement {}
/// A file of documents that a job makes for somebody.
package enum Export {}
/// A closed statement, or a centre's part of it, sent by mail.
package enum StatementDelivery {}
/// Who holds which role, where and until when.
package enum Grant {}
/// A program of an organization.
package enum APIClient {}
/// A question or an incident, with its replies.
package enum Ticket {}
/// Subscriptions somebody asked for, together.
package enum Order {}
/// A role waiting to be accepted.
package enum Appointment {}
/// What is counted of a subscription's use, e.g. stored gigabytes.
package enum Meter {}
/// What somebody is about to order for a customer.
package enum Cart {}
/// One thing in a cart.
package enum CartLine {}
/// One version of terms that buyers accept.
package enum TermsDocument {}
/// Where a customer's licences go when nobody names a billing centre.
package enum StandingRule {}
/// One run of the bill.
package enum BillingRun {}
/// A customer that runs of the bill leave alone, until somebody releases it.
package enum ParkedAccount {}
/// A month closed for many buyers at once.
package enum StatementClosing {}
