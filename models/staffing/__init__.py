"""Who is needed and who is there: work on its way, shortages of a role ahead, and who could fill an open request."""
