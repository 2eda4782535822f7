"""What the words around a sum of money may be about, in English and German: one pattern a concept."""

import re
from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fee": (
        r"fees?\b|prices?\b|priced|charges?\b|remunerat|compensation|consideration|\bcosts?\b|\bpays?\b|"
        r"\bpaid\b|payable|\bbill|\bowe|lump sum|retainer|budget|spend|honorar|vergüt|entgelt|preis|"
        r"pauschal|\bzahlt|erhält|schuldet|kosten"
    ),
    "value": (
        r"(?:order|contract|project|assignment|agreement|engagement|call-off|sow|mandate|commission|"
        r"services?)(?:['’]s)?[\s-]*(?:value|sum|price|amount|total|commitment|fee)|value of|extended price|"
        r"consideration|(?:auftrags|vertrags|bestell|gesamt|projekt)(?:wert|summe|volumen|preis|honorar|"
        r"vergütung|entgelt|betrag)"
    ),
    "total": (
        r"\btotal|\bin all\b|altogether|in sum\b|aggregate|overall|\bsum\b|as a whole|whole of|comes? to|"
        r"amounts? to|makes|giving|being|gesamt|insgesamt|summe|zusammen|beläuft|beträgt"
    ),
    "estimate": (
        r"estimat|forecast|project(?:ed|ion)|anticipat|expect|budget|guess|indicative|plan for|"
        r"present assumptions|approximate|\bsome\b|about|geschätzt|schätz|veranschlagt|voraussichtlich|"
        r"\brund\b|\bca\b|rechnen mit|geplant"
    ),
    "net": (
        r"\bnet\b(?! \d)|ex(?:cl)?(?:uding|usive)?\.?(?: of)? (?:vat|tax|value)|before tax|plus (?:vat|tax|"
        r"value)|zzgl|zuzüglich|netto|exkl|ohne umsatz|ohne mehrwert"
    ),
    "gross": r"incl(?:uding|usive)?\.?(?: of)? (?:vat|tax|value)|gross\b|brutto|inkl(?:usive|\.)? (?:ust|mwst|umsatz)",
    "tax": (
        r"\b(?:vat|ust|mwst|sales tax|umsatzsteuer|mehrwertsteuer)\b\.?(?: of| at| von|:)?\s*\(?\d|"
        r"\d\s*%\s*(?:vat|ust|mwst|tax)"
    ),
    "cap": (
        r"exceed|\bcap(?:ped)?\b|ceiling|maxim|\blimit(?:ed|s)?\b|upper|at most|the most\b|"
        r"no(?:t)? (?:be )?more than|more than|not above|\babove (?=[\d$£€EUG])|beyond|"
        r"\bover (?:and above )?(?=[\d$£€EUG])|in excess|no higher|greater than|not (?:to )?pass\b|"
        r"no time pass|stays? (?:under|below|within)|\bnte\b|stop at|höchst|maximal|obergrenze|kostendach|"
        r"kostenrahmen|deckel|begrenz|beschränk|überschreit|überschritten|übersteig|nicht mehr als|mehr als|"
        r"bis zu|limit"
    ),
    "bound": (
        r"exceed|\bcap\b|capped|ceiling|without (?:a |your |the )?(?:prior|fresh|written|signed|our|client)|"
        r"consent|own (?:risk|expense|account)|is the (?:most|maximum|limit)|upper|maximum|not be passed|"
        r"we stop|no further|not liable for|any excess|difference|obergrenze|begrenzt|gedeckelt|"
        r"überschritten|überschreiten|übersteigen|nicht vergütet|zustimmung"
    ),
    "liability": (
        r"liab|\bhaft|haftpflicht|responsib|damage|schaden|schäden|indemni|\bclaim|neglig|fahrlässig|"
        r"default|answer for|goes wrong|put it right|owes the other|breach"
    ),
    "insurance": r"insur|versicher|\bcover(?:age)?\b|indemnity|umbrella|deckungss|per (?:occurrence|event)|je schaden",
    "expense": (
        r"expens|travel|reise|spesen|subsist|hotel|lodging|airfare|mileage|out-of-pocket|per diem|tickets|"
        r"\brooms?\b|disburse|direct costs|nebenkosten|fahrt|auslagen|train fares|flights|receipts|"
        r"übernachtung"
    ),
    "security": (
        r"guarantee|\bbond\b|deposit|retention|retained sum|bürgschaft|sicherheitsleistung|anzahlung|kaution|"
        r"escrow|down payment"
    ),
    "penalty": r"penalt|liquidated|\bdelay|\blate\b|vertragsstrafe|pönale|verzug|\bfines?\b|overdue|mahn",
    "former": (
        r"previous|former|earlier|last year|superseded|until now|expired|replaced|completed and paid|bisher|"
        r"früher|überholt|damals|vorjahr|\bof 20[012]\d\b|under supplement|prior (?:contract|year|order|"
        r"agreement|phase|engagement)"
    ),
    "framework": r"framework|rahmen(?:vertrag|vereinbarung)|all orders|all buyers|base contract|programme as a whole",
    "month": r"month|monat|quarterly|je quartal",
    "unit": (
        r"per (?:hour|day|person)|/\s?(?:h|hr|hour|day|std)\b|hourly|daily|\ban hour|\ba day\b|je stunde|je tag|"
        r"pro stunde|pro tag|tagess|stundens|per week|a week|night"
    ),
    "part": (
        r"milestone|\bstages?\b|phase|instal|interim|one half|\bhalf\b|quarter|\bthird\b|balance|remainder|"
        r"\bgate\b|event|upon|acceptance|accepted|approval|released|deliverable|\bof it\b|meilenstein|teil|"
        r"abschlag|etappe|freigabe|abnahme"
    ),
    "funded": r"obligated|funded|at award|released so far|currently available|minimum|mindest|at least|list price",
    "other": (
        r"licen[cs]e|equipment|placement|discount|skonto|rebate|interest|capital|turnover|umsatz von|"
        r"stammkapital|threshold"
    ),
    "change": r"adds?\b|added|increase|\+|erhöh|zusätzlich|change",
    "now": r"from now on|\bnew\b|revised|now\b|künftig|neu\b",
}  # fmt: skip
CONCEPTS: Mapping[str, re.Pattern[str]] = {name: re.compile(words, re.IGNORECASE) for name, words in WORDS.items()}


def named_in(text: str) -> set[str]:
    """The concepts that a text speaks of."""
    return {name for name, pattern in CONCEPTS.items() if pattern.search(text)}
