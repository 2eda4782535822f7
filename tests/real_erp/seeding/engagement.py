"""One engagement from the first talk to the last payment, by the buttons and wizards of Tryton's own client library.

Three endings take turns: paid (with a subcontractor), credited, lost. Each step tells the diary which events it was.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from diary import Diary
from firm import Firm, new_client
from proteus import Model, Wizard

DAY = timedelta(days=1)


def play(number: int, firm: Firm, diary: Diary) -> None:
    """Engagement `number`, from its opportunity on."""
    client = new_client(f"Client {number + 1}", firm)
    opportunity = _sell(number, client, firm, diary)
    if number % 3 == 2:
        with diary.action(3 * DAY):
            opportunity.click("lost")
        diary.was("opportunity_lost", opportunity, client)
        return
    by_project = number % 3 == 0
    sale = _contract(opportunity, firm, diary, invoice_method="manual" if by_project else "order")
    project, task = _open_project(sale, firm, diary)
    _work(project, task, firm, diary)
    if not by_project:
        (invoice,) = sale.invoices
        # Tryton numbers by date: only where days have passed since the last invoice can one lie in between
        _send(invoice, diary, backdated=diary.clock.moves)
        _credit(invoice, diary)
        return
    invoice = _bill(project, diary)
    _pay(invoice, "payment_received", "invoice_settled", firm, diary)
    _work(project, task, firm, diary)
    _bill(project, diary)  # stays open
    _subcontract(project, firm, diary)


def quote_together(firm: Firm, diary: Diary) -> None:
    """Two quotations sent by one click, the later one first."""
    client = new_client("Client of two quotations", firm)
    sales = [Model.get("sale.sale")(party=client, payment_term=firm.payment_term) for _ in range(2)]
    for sale in sales:
        line = sale.lines.new(product=firm.service)
        line.quantity = 8
        sale.save()
    sales.reverse()
    with diary.action():
        Model.get("sale.sale").click(sales, "quote")
    for sale in sales:
        diary.was("proposal_sent", sale, client)
    diary.note("quoted_together", *sales)


def _sell(number: int, client: Any, firm: Firm, diary: Diary) -> Any:
    opportunity = Model.get("sale.opportunity")(description=f"Engagement {number + 1}", party=client)
    (opportunity.address,) = client.addresses
    opportunity.payment_term = firm.payment_term
    opportunity.amount = Decimal(20_000 + 1_000 * number)
    opportunity.employee = firm.employees[number % 2]
    with diary.action(DAY):
        opportunity.save()
    diary.was("opportunity_created", opportunity, client, firm.company)
    with diary.action():
        opportunity.click("opportunity")
    diary.was("opportunity_qualified", opportunity)
    return opportunity


def _contract(opportunity: Any, firm: Firm, diary: Diary, invoice_method: str) -> Any:
    """The quotation that is won. By the method `order` its confirmation drafts the invoice too, in one transaction."""
    line = opportunity.lines.new(product=firm.service)
    line.quantity = 40
    with diary.action():
        opportunity.save()
        (sale,) = opportunity.click("convert")
    sale.invoice_method = invoice_method
    with diary.action(2 * DAY):
        sale.click("quote")
    diary.was("proposal_sent", sale, opportunity)
    with diary.action(5 * DAY):
        sale.click("confirm")
    diary.was("contract_signed", sale, opportunity)
    diary.was("opportunity_won", opportunity)
    diary.note("one_transaction", sale)
    for invoice in sale.invoices:
        diary.was("invoice_drafted", invoice, sale.party)
    return sale


def _open_project(sale: Any, firm: Firm, diary: Diary) -> tuple[Any, Any]:
    """A project of two tasks: the work, and the scope as sold, which is what ties the project to the contract."""
    project = Model.get("project.work")(name=sale.description, type="project", party=sale.party)
    project.project_invoice_method = "timesheet"
    task = project.children.new(name="Delivery", type="task", product=firm.service)
    task.timesheet_available = True
    scope = project.children.new(name="Scope as sold", type="task")
    (scope.origin,) = sale.lines
    with diary.action(DAY):
        project.save()
    diary.was("project_created_in_erp", project, sale.party)
    diary.note("project_of_contract", project, sale)
    (task,) = (child for child in project.children if child.name == "Delivery")
    return project, task


def _work(project: Any, task: Any, firm: Firm, diary: Diary) -> None:
    """Two people work two days each and enter them some days later: the date of the work is not that of the entry."""
    (work,) = task.timesheet_works
    for late, employee in enumerate(firm.employees):
        for day in (5, 4):
            line = Model.get("timesheet.line")(employee=employee, work=work)
            line.duration = timedelta(hours=7, minutes=30)
            with diary.action(DAY * (late + 3)):
                line.date = date.today() - day * DAY
                line.save()
            monday = line.date - timedelta(days=line.date.weekday())
            diary.was("time_logged", f"company.employee,{employee.id}/{monday}", employee, project, on=line.date)
            diary.note("time_entries", line)


def _bill(project: Any, diary: Diary) -> Any:
    """The hours that are not yet billed, on one invoice."""
    invoices = Model.get("account.invoice")
    known = {each.id for each in invoices.find([])}
    with diary.action(DAY):
        project.click("invoice")
    (invoice,) = (each for each in invoices.find([]) if each.id not in known)
    diary.was("invoice_drafted", invoice, project.party)
    diary.note("invoice_of_project", invoice, project)
    _send(invoice, diary)
    return invoice


def _send(invoice: Any, diary: Diary, backdated: bool = False) -> None:
    with diary.action():
        invoice.click("validate_invoice")
    diary.was("invoice_reviewed", invoice)
    if backdated:
        invoice.invoice_date = date.today() - 20 * DAY
        diary.note("backdated", invoice)
    with diary.action(DAY):
        invoice.click("post")
    diary.was("invoice_sent", invoice, invoice.party)


def _pay(invoice: Any, received: str | None, settled: str, firm: Firm, diary: Diary) -> None:
    """Two transfers: a part, then the rest. Each is a payment; the second one settles."""
    half = (invoice.total_amount / 2).quantize(Decimal("0.01"))
    for amount, last in ((half, False), (invoice.total_amount - half, True)):
        with diary.action(9 * DAY):
            valued = date.today() - 2 * DAY
            pay = Wizard("account.invoice.pay", [invoice])
            pay.form.amount, pay.form.payment_method, pay.form.date = amount, firm.payment_method, valued
            pay.execute("choice")
            if not last:
                pay.form.type = "partial"
                pay.execute("pay")
        invoice.reload()
        if received:
            diary.was(received, invoice, on=valued)
    diary.was(settled, invoice)


def _credit(invoice: Any, diary: Diary) -> None:
    invoices = Model.get("account.invoice")
    known = {each.id for each in invoices.find([])}
    with diary.action(6 * DAY):
        wizard = Wizard("account.invoice.credit", [invoice])
        wizard.form.with_refund = True
        wizard.form.invoice_date = date.today()
        wizard.execute("credit")
    (credit,) = (each for each in invoices.find([]) if each.id not in known)
    diary.was("credit_memo_issued", credit, invoice.party)
    diary.note("credited", credit, invoice)


def _subcontract(project: Any, firm: Firm, diary: Diary) -> None:
    supplier = new_client(f"Supplier of {project.name}", firm)
    purchase = Model.get("purchase.purchase")(party=supplier, payment_term=firm.payment_term)
    line = purchase.lines.new(product=firm.subcontracting)
    line.quantity, line.unit_price = 12, Decimal(70)
    line.work = project
    purchase.save()
    with diary.action():
        purchase.click("quote")
    diary.was("purchase_requested", purchase)
    with diary.action(2 * DAY):
        purchase.click("confirm")
    diary.was("purchase_approved", purchase)
    diary.was("purchase_ordered", purchase)
    diary.note("purchase_for_project", purchase, project)
    (bill,) = purchase.invoices
    with diary.action(10 * DAY):
        bill.invoice_date = date.today() - 4 * DAY
        bill.reference = f"S-{bill.id}"
        bill.click("validate_invoice")
    diary.was("vendor_invoice_received", bill, on=bill.invoice_date)
    diary.was("vendor_invoice_matched", bill)
    with diary.action():
        bill.click("post")
    diary.was("vendor_invoice_approved", bill)
    _pay(bill, None, "vendor_invoice_paid", firm, diary)
