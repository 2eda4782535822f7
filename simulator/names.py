"""Names for clients and people: as long, accented and full of signs as real master data."""

from __future__ import annotations

from random import Random

FIRST = {
    "New York": "Alicia Brandon Carmen Derrick Elena Frank Grace Hector Irene Jamal Karen Luis Monica Nathan Olivia",
    "London": "Amelia Barnaby Chloë Duncan Eleanor Farid Gemma Hugh Imogen Jasper Kieran Lottie Niamh Oscar Siân",
    "Munich": "Anneliese Björn Christiane Dörte Emil Friederike Günter Hannelore Ingrid Jürgen Käthe Lothar Nils Ömer",
}
LAST = {
    "New York": "Alvarez Brennan Castillo Dubois Epstein Feldman Gutierrez Hughes Ivanov Johnson Kowalski Lindgren",
    "London": "Ashworth Bellingham Chaudhry Davies Ellison Fairweather Griffiths Hargreaves Iqbal Jephson Kerr O'Brien",
    "Munich": "Aschenbrenner Böhm Czerny Dürrenmatt Eßer Fürst Größl Hübner Kühn Löffler Müller Nußbaumer",
}
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
}
PLACES = {
    "New York": "Hudson Catskill Bronx Adirondack Montauk Allegheny Pocono Seneca Mohawk Tioga",
    "London": "Wessex Mercia Pennine Solway Cheviot Fenland Cotswold Medway Tamar Mendip",
    "Munich": "Isar Chiemgau Würmtal Allgäu Donau Inntal Schwäbische Fränkische Münchner Rhön",
}
TRADES = {
    "New York": "Energy|Medical Supply|Freight|Realty Trust|Software|Paper Mills",
    "London": "Energy plc|Building Society|Freight Ltd|Property Trust|Software Ltd|Mills Limited",
    "Munich": "Energie AG|Medizintechnik GmbH|Spedition GmbH & Co. KG|Immobilien AG|Software SE|Papierfabrik GmbH",
}


def person(rng: Random, place: str, taken: set[str]) -> str:
    """A name that nobody in the firm has yet."""
    firsts, lasts = FIRST[place].split(), LAST[place].split()
    for _ in range(40):
        name = f"{rng.choice(firsts)} {rng.choice(lasts)}"
        if name not in taken:
            break
    else:
        name = f"{rng.choice(firsts)} {rng.choice(lasts)} {len(taken)}"
    taken.add(name)
    return name


def clients(place: str, number: int) -> list[str]:
    """The first `number` clients of an office: the known ones, then as many more as are asked for."""
    trades = TRADES[place].split("|")
    more = [f"{region} {trade}" for trade in trades for region in PLACES[place].split()]
    names = [*KNOWN_CLIENTS[place], *more]
    names += [f"{more[extra % len(more)]} {extra // len(more) + 2}" for extra in range(number - len(names))]
    return names[:number]
