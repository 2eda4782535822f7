"""Actions: proposed by a policy or a person, approved or refused by people, posted, answered by what came of them."""
