"""What the words around a sum of money may be about, in English and German: one pattern a concept."""

import re
from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fee": (
        r"in the (?:amount|sum) of|in höhe von|receives?\b|compensates?\b|settled?\b|fees?\b|prices?\b|"
        r"priced|charges?\b|remunerat|compensation|consideration|\bcosts?\b|\bpays?\b|\bpaid\b|payable|"
        r"\bbill|\bowe|lump sum|retainer|budget|spend|honorar|vergüt|entgelt|preis|pauschal|\bzahlt|erhält|"
        r"schuldet|kosten"
    ),
    "value": (
        r"volum(?:e of|en)|set aside|earmark|\bworth\b|valued at|committed|tendered sum|agreed sum|"
        r"vereinbarte summe|(?:order|contract|project|assignment|agreement|engagement|call-off|sow|mandate|"
        r"commission|services?)(?:['’]s)?[\s-]*(?:value|sum|price|amount|total|commitment|fee)|value of|"
        r"extended price|consideration|(?:auftrags|vertrags|bestell|gesamt|projekt)(?:wert|summe|volumen|"
        r"preis|honorar|vergütung|entgelt|betrag)"
    ),
    "total": (
        r"\btotal|\bin all\b|altogether|in sum\b|aggregate|overall|\bsum\b|as a whole|whole of|comes? to|"
        r"amounts? to|makes|giving|being|gesamt|insgesamt|summe|zusammen|beläuft|beträgt"
    ),
    "estimate": (
        r"neighbou?rhood|ballpark|working assumption|assum|pencil|likely|of the order of|zugrunde|ausgegangen|"
        r"envisaged|foreseen|provisional|target|richtwert|planwert|kalkul|erwart|vorgesehen|orientierung|"
        r"indikativ|in the region of|estimat|forecast|project(?:ed|ion)|anticipat|expect|budget|guess|"
        r"indicative|plan for|present assumptions|approximate|\bsome\b|about|geschätzt|schätz|veranschlagt|"
        r"voraussichtlich|\brund\b|\bca\b|rechnen mit|geplant"
    ),
    "net": (
        r"(?:tax|vat)[^.;]{0,15}(?:to be added|extra|on top)|(?:tax|vat) not included|not including (?:tax|"
        r"vat|value)|before (?:vat|value)|\bnet\b(?! \d)|ex(?:cl)?(?:uding|usive)?\.?(?: of)? (?:vat|tax|"
        r"value)|before tax|plus (?:vat|tax|value)|zzgl|zuzüglich|netto|exkl|ohne umsatz|ohne mehrwert"
    ),
    "gross": r"incl(?:uding|usive)?\.?(?: of)? (?:vat|tax|value)|gross\b|brutto|inkl(?:usive|\.)? (?:ust|mwst|umsatz)",
    "tax": (
        r"\b(?:vat|ust|mwst|sales tax|umsatzsteuer|mehrwertsteuer)\b\.?(?: of| at| von|:)?\s*\(?\d|"
        r"\d\s*%\s*(?:vat|ust|mwst|tax)"
    ),
    "cap": (
        r"upset (?:limit|price)|guaranteed maximum|(?:authori[sz]ed|approved) (?:amount|limit|expenditure|"
        r"maximum)|rise above|limite\b|grenze\b|hinausgeh|höchstwert|höchstbetrag|(?:\b(?:above|over|beyond|"
        r"under|below|within|unter)|not? über)\s*(?:the (?:sum|figure|amount) of |den betrag von )?$|"
        r"keep within|(?:remains?|kept) (?:under|below|within)|not go (?:above|over)|höchstgrenze|"
        r"bleibt unter|keinesfalls|keinen fall mehr|nicht höher|nicht über|surpass|\b(?:ends?|stops?) at\b|"
        r"restricted to|max\.|limitiert|plafond|financial limit|outer limit|exceed|\bcap(?:ped)?\b|ceiling|"
        r"go (?:any )?higher|climb|without further charge|completes? the work without|"
        r"maxim|\blimit(?:ed|s)?\b|upper|at most|the most\b|no(?:t)? (?:be )?more than|more than|beyond|"
        r"in excess|no higher|greater than|not (?:to )?pass\b|no time pass|stays? (?:under|below|within)|"
        r"\bnte\b|stop at|\bpast\b|\bpass(?:es|ed)?\b|overshoot|overrun|overspen|tops? out|up to(?! (?:about|around|"
        r"approx))|"
        r"\b(?:stays?|kept|remains?|held) (?:inside|to)\b|no(?:t)? (?:a|one) (?:penny|cent) more|hard stop|"
        r"authori[sz]ed spend|"
        r"approved (?:funding|funds|spend)|höchst|längstens|maximal|budgetgrenze|budgetrahmen|oberhalb|"
        r"keinen? (?:cent|euro) mehr|obergrenze|kostendach|kostenrahmen|deckel|begrenz|beschränk|"
        r"überschreit|überschritten|übersteig|nicht mehr als|mehr als|bis zu|limit"
    ),
    "bound": (
        r"verbindlich|nur durch (?:einen )?nachtrag|(?:only|unless) (?:by|through) (?:an? )?(?:amendment|variation)|"
        r"ausgeschöpft|not authori[sz]ed|nicht beauftragt|needs? (?:prior|written)|hinausgeh|limitiert|"
        r"erhöhung bedarf|not liable beyond|exceed|\bcap\b|capped|ceiling|without (?:a |your |"
        r"the )?(?:prior|fresh|written|signed|our|client)|consent|own (?:risk|expense|account)|"
        r"is the (?:most|maximum|limit)|upper|maximum|not be passed|we stop|no further|not liable for|"
        r"any excess|difference|obergrenze|begrenzt|gedeckelt|überschritten|überschreiten|übersteigen|"
        r"nicht vergütet|zustimmung"
    ),
    "liability": (
        r"\bloss(?:es)?\b|\bsue\b|get back|refund|make good|stehen[^.]{0,20}\bein\b|einstehen|ersatzpflicht|fehler|"
        r"recoverable up|"
        r"liab|\bhaft|haftpflicht|responsib|damage|schaden|schäden|indemni|\b(?:any|all|each|"
        r"third[\s-]party) claims?\b|claims? (?:against|arising|by|brought|in respect)|neglig|fahrlässig|"
        r"default|answer for|goes wrong|put it right|owes the other|breach"
    ),
    "insurance": (
        r"\bpolice\b|\bpolicy\b|gedeckt|insur|versicher|\bcover(?:age)?\b|indemnity|umbrella|deckungss|"
        r"per (?:occurrence|event)|je schaden"
    ),
    "expense": (
        r"outlays?|recoup|incidental|expens|travel|reise|spesen|subsist|hotel|lodging|airfare|mileage|"
        r"out-of-pocket|\btrips?\b|per diem|tickets|\brooms?\b|disburse|direct costs|nebenkosten|fahrt|auslagen|"
        r"train fares|flights|receipts|übernachtung"
    ),
    "security": (
        r"\blodge|hinterleg|retain until|einbehalt|held back|guarantee|\bbond\b|deposit|retention|"
        r"retained sum|bürgschaft|sicherheitsleistung|anzahlung|kaution|escrow|down payment"
    ),
    "penalty": r"penalt|liquidated|\bdelay|\blate\b|vertragsstrafe|pönale|verzug|\bfines?\b|overdue|mahn",
    "former": (
        r"(?:first|initial|original|opening) (?:offer|price|quote|estimate|budget)|offer of|tenders|ha(?:s|"
        r"ve) (?:been )?paid|(?:was|were) (?:paid|charged|invoiced|billed)|"
        r"ursprünglich|originally|vorprojekt|already (?:paid|invoiced|billed)|bereits (?:bezahlt|berechnet|"
        r"abgerechnet)|reduced|ist bezahlt|(?:erstes|altes) angebot|prior to this|previous|former|earlier|"
        r"last year|superseded|until now|expired|replaced|completed and paid|bisher|früher|überholt|damals|"
        r"vorjahr|\bof 20[012]\d\b|under supplement|prior (?:contract|year|order|agreement|phase|engagement)"
    ),
    "framework": (
        r"programme (?:with|of|as|budget)|^\W*whereas|recital|preamble|präambel|vorbemerkung|framework|"
        r"rahmen(?:vertrag|vereinbarung)|all orders|all buyers|base contract|programme as a whole"
    ),
    "month": r"month|monat|quarterly|je quartal",
    "unit": (
        r"per (?:\w+[\s-])?(?:hour|day|person)|\b(?:day|hourly|daily) rates?\b|/\s?(?:h|hr|hour|day|std)\b|hourly|"
        r"daily|\ban hour|\ba day\b|je stunde|"
        r"je tag|pro stunde|pro tag|tagess|stundens|per week|a week|night"
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
    "change": r"increase[ds]?\b|\+|erhöht um|\bchange[ds]? (?:by|from)",
    "now": r"from now on|\bnew\b|revised|now\b|künftig|neu\b",
}  # fmt: skip
CONCEPTS: Mapping[str, re.Pattern[str]] = {name: re.compile(words, re.IGNORECASE) for name, words in WORDS.items()}


DENIED = re.compile(
    r"(?:neither|nor|not|no|without|kein\w*)\s+(?:an?\s+|the\s+|eine?\s+|any\s+)?(?:ceiling|cap|limit|"
    r"maximum|guarantee|obergrenze|höchst\w+|quotation)\b|(?:liab\w+|obliged|obligation) (?:to pay|"
    r"for (?:the )?(?:fees|charges|payments?))|zahlungspflicht",
    re.IGNORECASE,
)


def named_in(text: str) -> set[str]:
    """The concepts that a text speaks of, but what it says is not so."""
    plain = DENIED.sub("", text)
    return {name for name, pattern in CONCEPTS.items() if pattern.search(plain)}
