"""The firm that the engagements happen in: company, accounts, fiscal years, people, services to sell and to buy."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from proteus import Model
from proteus.config import get_config
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
from trytond.modules.account_invoice.tests.tools import create_payment_term, set_fiscalyear_invoice_sequences
from trytond.modules.company.tests.tools import create_company, get_company


@dataclass(frozen=True)
class Firm:
    """What an engagement needs to know of the firm; the fields hold proteus records."""

    company: Any
    employees: tuple[Any, ...]
    service: Any
    subcontracting: Any
    payment_term: Any
    payment_method: Any


def found_firm(name: str, first_day: date, last_day: date) -> Firm:
    """A company with everything it needs to sell, deliver, buy and be paid in these years, and the one before."""
    create_company(party=_party(name), currency="USD")
    company = get_company()
    create_chart(company)
    accounts = get_accounts(company)
    _open_years(company, first_day, last_day)
    employees = tuple(_employee(each, company) for each in ("Ada Quill", "Bo Marsh"))
    _act_as(employees[0])
    category = Model.get("product.category")(name="Services", accounting=True)
    category.account_revenue, category.account_expense = accounts["revenue"], accounts["expense"]
    category.save()
    term = create_payment_term()
    term.save()
    return Firm(
        company,
        employees,
        _product("Consulting", category, salable=True),
        _product("Subcontracted work", category, purchasable=True),
        term,
        _payment_method(accounts["cash"]),
    )


def new_client(name: str, firm: Firm) -> Any:
    client = _party(name)
    client.customer_payment_term = client.supplier_payment_term = firm.payment_term
    client.save()
    return client


def _party(name: str) -> Any:
    party = Model.get("party.party")(name=name)
    party.save()
    return party


def _employee(name: str, company: Any) -> Any:
    employee = Model.get("company.employee")(party=_party(name), company=company)
    employee.save()
    return employee


def _act_as(employee: Any) -> None:
    """The seeding user works as this employee, so that `converted_by` and its like are filled."""
    user_model = Model.get("res.user")
    user = user_model(get_config().user)
    user.employees.append(employee)
    user.employee = employee
    user.save()
    get_config()._context = user_model.get_preferences(True, {})


def _open_years(company: Any, first_day: date, last_day: date) -> None:
    for year in range(first_day.year - 1, last_day.year + 1):
        span = (date(year, 1, 1), date(year, 12, 31))
        fiscal_year = set_fiscalyear_invoice_sequences(create_fiscalyear(company, today=span))
        fiscal_year.name = str(year)
        fiscal_year.start_date, fiscal_year.end_date = span
        fiscal_year.click("create_period")


def _product(name: str, category: Any, **kind: bool) -> Any:
    units = Model.get("product.uom")
    (hour,) = units.find([("name", "=", "Hour")])
    template = Model.get("product.template")(name=name, type="service", default_uom=hour, **kind)
    template.list_price = Decimal(120)
    template.account_category = category
    template.save()
    (product,) = template.products
    product.cost_price = Decimal(60)
    product.save()
    return product


def _payment_method(cash: Any) -> Any:
    (journal,) = Model.get("account.journal").find([("type", "=", "cash")], limit=1)
    method = Model.get("account.invoice.payment.method")(name="Bank transfer", journal=journal)
    method.credit_account = method.debit_account = cash
    method.save()
    return method
