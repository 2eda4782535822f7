"""What a missing margin is made of, in parts that add up to it."""

from dataclasses import dataclass

from models.margin.course import Course, Project
from models.margin.pace import End

HOUR = 60


@dataclass(frozen=True)
class Part:
    """`amount` is what it takes from the margin, in hundredths; below zero, what it adds."""

    name: str
    amount: float
    about: str


def missing(project: Project, end: End) -> float:
    """What the points below the baseline's margin are worth, at the revenue that is forecast."""
    return end.cost - end.revenue * (1 - project.baseline)


def parts(project: Project, course: Course, end: End) -> list[Part]:
    """Of what is missing, in the order in which it came about; work by the hour earns for its hours, at what part of
    revenue the baseline's cost was."""
    share = (1 - project.baseline) if project.by_the_hour else 0.0
    agreed = 0.0 if project.by_the_hour else project.baseline_cost
    own_hour = _own_hour(course)
    dearer = course.supplier_cost - course.supplier_minutes * own_hour
    booked = course.planned_cost + course.coming_cost + end.open_cost
    worth = course.planned_worth + course.coming_worth + end.open_worth
    more = (course.worked - course.planned) / HOUR
    found = [
        Part(
            "Bookings", booked - dearer - share * worth - agreed,
            f"{(course.planned + course.coming) / HOUR:,.0f} h are booked; at the cost of own people they and open "
            f"requests cost {_against(booked - dearer - share * worth - agreed)} the baseline",
        ),
        Part("Subcontractors", dearer, f"{course.supplier_minutes / HOUR:,.0f} h are booked on subcontractors"),
        Part(
            "Hours so far",
            course.worked_cost - course.planned_cost
            - share * (course.worked_worth + course.free_worth - course.planned_worth),
            f"{course.worked / HOUR:,.0f} h were worked where {course.planned / HOUR:,.0f} h were planned, "
            f"{abs(more):,.0f} h {'more' if more > 0 else 'less'}",
        ),
        Part("Not billable", share * course.free_worth, f"{course.free / HOUR:,.0f} h worked are not billable"),
        Part(
            "Hours to come",
            (end.pace - 1) * (course.coming_cost + end.open_cost - share * (course.coming_worth + end.open_worth)),
            f"At this pace {course.coming / HOUR:,.0f} h still booked become {course.coming * end.pace / HOUR:,.0f} h",
        ),
    ]  # fmt: skip
    beside = end.cost * course.beside / (1 + course.beside)
    found.append(Part("Other costs", beside, f"{course.beside:.0%} of the cost of time, as in the last forecast"))
    return [each for each in found if round(each.amount)]


def _own_hour(course: Course) -> float:
    """What a minute of own people costs."""
    minutes = course.planned + course.coming - course.supplier_minutes
    cost = course.planned_cost + course.coming_cost - course.supplier_cost
    return cost / minutes if minutes > 0 else 0.0


def _against(amount: float) -> str:
    return "more than" if amount > 0 else "less than"
