/// The sentences of the codes, by subject.
package enum Sentences {}
