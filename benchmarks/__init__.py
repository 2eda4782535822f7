"""How fast Tracework answers, against pm4py and r4pm on the same log, with the results checked equal."""
