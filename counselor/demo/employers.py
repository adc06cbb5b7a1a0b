"""The employers of the demo: invented names at plausible addresses, with telephone numbers set aside for fiction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from candidates import services
from candidates.models import Closure, Contact, Employer, Site
from counselor.demo.people import Cast

NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"
DENVER, PACIFIC = "America/Denver", "America/Los_Angeles"


@dataclass(frozen=True)
class Firm:
    """One employer with one place and one person: (honorific, given, family, job title)."""

    key: str
    name: str
    street: str
    city: str
    region: str
    postal_code: str
    person: tuple[str, str, str, str]
    phone: str
    country: str = "US"
    time_zone: str = NEW_YORK
    subdivision: str = ""


def _british(key: str, name: str, street: str, town: str, code: str, person: tuple[str, str, str, str], phone: str,
             nation: str = "ENG") -> Firm:  # fmt: skip
    return Firm(key, name, street, town, "", code, person, phone, "GB", "Europe/London", nation)


def _german(key: str, name: str, street: str, town: str, code: str, person: tuple[str, str, str, str],
            phone: str, land: str = "") -> Firm:  # fmt: skip
    return Firm(key, name, street, town, "", code, person, phone, "DE", "Europe/Berlin", land)


FIRMS = (
    Firm("casco", "Casco Bay Foods", "55 Commercial Street", "Portland", "ME", "04101",
         ("Ms", "Renee", "Thibodeau", "Plant Manager"), "(207) 555-0121"),
    Firm("lantern", "Lantern Public Library", "12 Congress Square", "Portland", "ME", "04101",
         ("Mr", "Paul", "Okada", "Head of Adult Services"), "(207) 555-0133"),
    Firm("northlight", "Northlight Energy Co-op", "400 Fore Street\nSuite 210", "Portland", "ME", "04101",
         ("Ms", "Dana", "Ortiz", "Director of Operations"), "(207) 555-0188"),
    Firm("piscataqua", "Piscataqua Marine Supply", "18 Ceres Street", "Portsmouth", "NH", "03801",
         ("Mr", "Glenn", "Abbott", "Owner"), "(603) 555-0140"),
    Firm("beacon", "Beacon Hill Pediatrics", "101 Charles Street", "Boston", "MA", "02114",
         ("Dr", "Leila", "Haddad", "Practice Director"), "(617) 555-0102"),
    Firm("fenway", "Fenway Data Partners", "1330 Boylston Street\nFloor 6", "Boston", "MA", "02215",
         ("Ms", "Jin", "Kim", "Analytics Lead"), "(617) 555-0166"),
    Firm("narragansett", "Narragansett Textile Works", "60 Valley Street", "Providence", "RI", "02909",
         ("Mr", "Carlos", "Medeiros", "Production Director"), "(401) 555-0155"),
    Firm("champlain", "Champlain Valley Schools", "150 Colchester Avenue", "Burlington", "VT", "05401",
         ("Ms", "Ellen", "Prouty", "Assistant Superintendent"), "(802) 555-0112"),
    Firm("hudson", "Hudson & Vine Publishing", "245 West 37th Street\nFloor 9", "New York", "NY", "10018",
         ("Ms", "Miriam", "Adler", "Managing Editor"), "(212) 555-0199"),
    Firm("capital", "Capital District Transit", "110 Watervliet Avenue", "Albany", "NY", "12206",
         ("Mr", "Terrence", "Boyd", "Director of Planning"), "(518) 555-0147"),
    Firm("schuylkill", "Schuylkill Conservancy", "2100 Market Street\nSuite 300", "Philadelphia", "PA", "19103",
         ("Ms", "Naomi", "Eberhardt", "Executive Director"), "(215) 555-0173"),
    Firm("prairie", "Prairie State Insurance", "233 West Jackson Boulevard", "Chicago", "IL", "60606",
         ("Mr", "Joel", "Petersen", "Claims Director"), "(312) 555-0118", time_zone=CHICAGO),
    Firm("northstar", "North Star Credit Union", "80 South 8th Street", "Minneapolis", "MN", "55402",
         ("Ms", "Ingrid", "Solberg", "Branch Director"), "(612) 555-0181", time_zone=CHICAGO),
    Firm("frontrange", "Front Range Outfitters", "1600 Wynkoop Street", "Denver", "CO", "80202",
         ("", "Robin", "Castillo", "Head of Merchandising"), "(303) 555-0135", time_zone=DENVER),
    Firm("cascade", "Cascade Robotics", "1420 Fifth Avenue\nSuite 1400", "Seattle", "WA", "98101",
         ("Mr", "Vikram", "Shah", "Engineering Manager"), "(206) 555-0160", time_zone=PACIFIC),
    Firm("ember", "Ember & Oak Hospitality", "500 West 2nd Street", "Austin", "TX", "78701",
         ("Ms", "Tasha", "Greene", "Regional Director"), "(512) 555-0124", time_zone=CHICAGO),
    _british("thornbury", "Thornbury Housing Trust", "22 Farringdon Lane", "London", "EC1R 3AJ",
             ("Mrs", "Fiona", "Blackwood", "Head of Tenancy Services"), "+44 20 7946 0215"),
    _british("calder", "Calder & Sons Brewing", "8 Ducie Street", "Manchester", "M1 2JW",
             ("Mr", "Owen", "Calder", "Managing Director"), "+44 161 496 0184"),
    _british("lothian", "Lothian Digital Health", "31 Queen Street", "Edinburgh", "EH2 1JX",
             ("Dr", "Ailsa", "Drummond", "Programme Director"), "+44 131 496 0122", "SCT"),
    _british("avonmouth", "Avonmouth Engineering", "5 Victoria Street", "Bristol", "BS1 6AA",
             ("Ms", "Harriet", "Lyle", "Works Manager"), "+44 117 496 0167"),
    _british("aire", "Aire Valley Museums", "40 The Headrow", "Leeds", "LS1 8EQ",
             ("Mr", "Imran", "Qureshi", "Head of Collections"), "+44 113 496 0139"),
    _german("spreewerk", "Spreewerk Medientechnik GmbH", "Köpenicker Straße 48", "Berlin", "10179",
            ("Ms", "Anja", "Lindemann", "Head of Product"), "+49 30 23125 771"),
    _german("elbtor", "Elbtor Logistik AG", "Brandstwiete 36", "Hamburg", "20457",
            ("Mr", "Jörg", "Petersen", "Director of Logistics"), "+49 40 66969 240"),
    _german("isarblick", "Isarblick Instrumente GmbH", "Lindwurmstraße 76", "München", "80337",
            ("Dr", "Sabine", "Größl", "Head of Quality"), "+49 89 99998 315", "BY"),
    _german("rheinufer", "Rheinufer Verlag", "Mauritiuswall 64", "Köln", "50676",
            ("Ms", "Ulrike", "Hänsel", "Publishing Director"), "+49 221 4710 170"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where an application went, and the person there."""

    employer: Employer
    site: Site
    contact: Contact


def make_employers(cast: Cast, today: date) -> dict[str, Place]:
    """Every employer of the demo by its key. Inside the scope of the practice."""
    by = cast.users["alice"]
    places = {firm.key: _make(firm, cast) for firm in FIRMS}
    closes = places["elbtor"].employer
    for year in (today.year - 1, today.year):
        Closure.objects.create(
            practice=cast.practice, employer=closes, starts_on=date(year, 12, 27), ends_on=date(year, 12, 31),
            reason="Closed between the years",
        )  # fmt: skip
    # A second person at one employer, known by the job title alone.
    services.add_contact(
        employer=places["champlain"].employer, site=places["champlain"].site, by=by, job_title="Human Resources Officer"
    )
    return places


def _make(firm: Firm, cast: Cast) -> Place:
    by = cast.users["alice"]
    employer = services.add_employer(practice=cast.practice, name=firm.name, by=by)
    site = services.add_site(
        employer=employer, by=by, time_zone=firm.time_zone, subdivision=firm.subdivision,
        street_address=firm.street, city=firm.city, region=firm.region, postal_code=firm.postal_code,
        country=firm.country,
    )  # fmt: skip
    honorific, given, family, title = firm.person
    contact = services.add_contact(
        employer=employer, site=site, by=by, honorific=honorific, given_name=given, family_name=family,
        job_title=title, phone=firm.phone, email=f"contact@{firm.key}.example",
    )  # fmt: skip
    return Place(employer, site, contact)
