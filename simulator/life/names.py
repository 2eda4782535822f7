"""Names for people, clients, suppliers and projects: as long, accented and full of signs as real master data."""

from __future__ import annotations

import unicodedata

from simulator.life.chance import Dice, Ints

FIRST = {
    "US": "Alicia Brandon Carmen Derrick Elena Frank Grace Hector Irene Jamal Karen Luis Monica Nathan Olivia "
    "Priya Quentin Rosa Samuel Tanisha Ulysses Vivian Wesley Ximena Yolanda Zachary Aaron Bethany Caleb Fiona",
    "GB": "Amelia Barnaby Chloë Duncan Eleanor Farid Gemma Hugh Imogen Jasper Kieran Lottie Niamh Oscar Siân Tariq "
    "Ursula Violet Winston Yasmin Zara Alistair Bronwen Callum Dafydd Esme Fergus Georgia Harriet Isla",
    "DE": "Anneliese Björn Christiane Dörte Emil Friederike Günter Hannelore Ingrid Jürgen Käthe Lothar Nils Ömer "
    "Petra Rüdiger Sören Thekla Uwe Veronika Wiebke Xaver Yvonne Zeynep Annegret Burkhard Cem Detlef Elfriede Florian",
}  # fmt: skip
LAST = {
    "US": "Alvarez Brennan Castillo Dubois Epstein Feldman Gutierrez Hughes Ivanov Johnson Kowalski Lindgren Martinez "
    "Nakamura O'Donnell Patel Quiñones Rosenberg Sullivan Thompson Underwood Vasquez Washington Xiong Youngblood Zhang",
    "GB": "Ashworth Bellingham Chaudhry Davies Ellison Fairweather Griffiths Hargreaves Iqbal Jephson Kerr O'Brien "
    "Llewellyn MacDonald Nightingale Okafor Pemberton Quigley Rutherford Singh Thistlethwaite Unwin Vaughan Whitcombe",
    "DE": "Aschenbrenner Böhm Czerny Dürrenmatt Eßer Fürst Größl Hübner Kühn Löffler Müller Nußbaumer Öztürk Pfäffle "
    "Quast Rößler Schäuble Thoß Überschär Vögele Weiß Yıldız Zöllner von-Bülow Brückner Häberle",
}  # fmt: skip
KNOWN_CLIENTS = {
    "New York": (
        "Harbor & Finch Capital Partners",
        "Meridian Health Systems of the Greater Hudson Valley and Connecticut, Incorporated",
        "Tidewater Logistics, Inc.",
        "Crane, Whitlock & Daughters LLP",
        "Peña Brothers Foods",
    ),
    "London": (
        "Thistle & Marlow plc",
        "Caffè Nerone Hospitality Group (Holdings) Limited",
        "Pemberton Rail Services",
        "Royal Severn Water & Wastewater Authority",
        "Blythe-O'Connor Insurance",
    ),
    "Munich": (
        "Müller & Söhne Maschinenbau GmbH & Co. KG",
        "Bayerische Grünland-Versicherungsgesellschaft auf Gegenseitigkeit",
        "Österreichische Übersee-Spedition Größmann AG",
        "Käserei Allgäu eG",
        "Weiß & Straßer Präzisionswerkzeuge",
    ),
    "Leeds": (
        "Aire & Calder Textiles Ltd",
        "Wharfedale Building Society",
        "Kirkstall Brewing & Catering Company (1884) Limited",
    ),
}
PLACES = {
    "US": "Hudson Catskill Bronx Adirondack Montauk Allegheny Pocono Seneca Mohawk Tioga Champlain Oswego Shenandoah",
    "GB": "Wessex Mercia Pennine Solway Cheviot Fenland Cotswold Medway Tamar Mendip Severn Humber Exmoor",
    "DE": "Isar Chiemgau Würmtal Allgäu Donau Inntal Schwäbische Fränkische Münchner Rhön Altmühltal Oberpfälzer",
}
TRADES = {
    "US": "Energy|Medical Supply, Inc.|Freight|Realty Trust|Software|Paper Mills|Mutual Insurance Company|Grocers",
    "GB": "Energy plc|Building Society|Freight Ltd|Property Trust|Software Ltd|Mills Limited|Mutual Assurance|Grocers",
    "DE": "Energie AG|Medizintechnik GmbH|Spedition GmbH & Co. KG|Immobilien AG|Software SE|Papierfabrik GmbH|"
    "Versicherung a. G.|Lebensmittel KG|Luftfahrt GmbH",
}
SUPPLIERS = {
    "US": "Bench & Bridge Staffing|Harlan Contract Engineers|Lakeshore Talent, LLC|Ninth Avenue Software Resellers",
    "GB": "Ardent Contractors Ltd|Brindle & Hope Associates|Cask Street Venues|Fulmar Interim Partners LLP",
    "DE": "Feldkirchner Freiberufler GmbH|IT-Kontor Schwabing|Projektwerk Süd GmbH & Co. KG|Tagungshaus Seeblick",
}
INDUSTRIES = (
    "Energy",
    "Financial services",
    "Health care",
    "Insurance",
    "Logistics",
    "Public sector",
    "Retail",
    "Software",
)
WORK = {
    "Strategy": ("Growth strategy", "Market entry", "Pricing review", "Post-merger integration", "Portfolio review"),
    "Technology": ("Cloud migration", "ERP roll-out", "Customer portal", "Security programme", "Platform rebuild"),
    "Data & Analytics": ("Data platform", "Demand forecasting", "Reporting redesign", "Fraud analytics", "Master data"),
    "Operations": ("Shared services", "Procurement review", "Lean plant", "Service desk redesign", "Faster close"),
}  # fmt: skip


def people(dice: Dice, keys: Ints, country: str) -> list[str]:
    """A name a person; many in one firm may share one."""
    firsts, lasts = FIRST[country].split(), LAST[country].split()
    thrown = dice.whole(keys, 0, len(firsts) * len(lasts) - 1)
    return [f"{firsts[n % len(firsts)]} {lasts[n // len(firsts)].replace('-', ' ')}" for n in thrown.tolist()]


def emails(names: list[str], domain: str) -> list[str]:
    """An address a person: no two are the same."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ı", "i")).encode("ascii", "ignore")
        local = plain.decode().lower().replace("'", "").replace(" ", ".")
        seen[local] = seen.get(local, 0) + 1
        found.append(f"{local}{seen[local] if seen[local] > 1 else ''}@{domain}")
    return found


def clients(office: str, country: str, number: int) -> list[str]:
    """The first `number` clients of an office: the known ones, then as many more as are asked for."""
    trades = TRADES[country].split("|")
    more = [f"{region} {trade}" for trade in trades for region in PLACES[country].split()]
    found = [*KNOWN_CLIENTS[office], *more]
    tails = ("Holdings", "International", "Group", "Partners", "Services", "Ventures", "Industries", "Works")
    found += [
        f"{more[extra % len(more)]} {tails[extra // len(more) % len(tails)]}"
        + (f" {extra // len(more) // len(tails) + 1}" if extra >= len(more) * len(tails) else "")
        for extra in range(max(0, number - len(found)))
    ]
    return found[:number]
