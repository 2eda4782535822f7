"""Which work there is in the firm: practices, grades, roles with their skills, and the desks of the back office."""

from __future__ import annotations

import numpy as np

PRACTICES = ("Strategy", "Technology", "Data & Analytics", "Operations", "Overhead")
OVERHEAD = 5
GRADES = ("Analyst", "Consultant", "Senior Consultant", "Manager", "Senior Manager", "Partner")
MANAGER, PARTNER = 3, 5
# Places of a practice are filled in this order of grades, so that the smallest team has a manager and a partner.
LADDER = np.array([3, 1, 5, 2, 0, 1, 2, 1, 4, 0, 2, 1, 3, 0, 1, 2])
RATES = np.array([12_000, 16_500, 21_000, 26_500, 32_000, 42_000])  # standard, in US cents an hour
COSTS = np.array([6_700, 9_200, 12_000, 15_800, 19_500, 27_000])  # all included
ROLES = {
    "Strategy": ("Strategy Consultant", "Market Analyst", "Business Architect"),
    "Technology": ("Software Engineer", "Solution Architect", "Cloud Engineer"),
    "Data & Analytics": ("Data Engineer", "Data Scientist", "BI Developer"),
    "Operations": ("Process Consultant", "Change Consultant", "Supply Chain Consultant"),
}
SKILLS = {
    "Strategy Consultant": ("Corporate strategy", "Pricing", "Financial modelling"),
    "Market Analyst": ("Market research", "Financial modelling", "Survey design"),
    "Business Architect": ("Operating models", "Business cases", "Pricing"),
    "Software Engineer": ("Java", "TypeScript", "SQL"),
    "Solution Architect": ("Integration", "SAP S/4HANA", "Java"),
    "Cloud Engineer": ("AWS", "Azure", "Kubernetes"),
    "Data Engineer": ("Python", "SQL", "Spark"),
    "Data Scientist": ("Python", "Forecasting", "Statistics"),
    "BI Developer": ("Power BI", "SQL", "Data modelling"),
    "Process Consultant": ("Process mining", "Lean", "Shared services"),
    "Change Consultant": ("Change management", "Training", "Lean"),
    "Supply Chain Consultant": ("Procurement", "Inventory planning", "SAP S/4HANA"),
    "Project Manager": ("Project management", "Budgeting", "Stakeholder management"),
    "Partner": ("Client leadership", "Negotiation", "Corporate strategy"),
}
# One of each for so many delivery people of an entity, at least one.
BACK_OFFICE = {
    "Account Executive": 22,
    "Contract Approver": 350,
    "Project Accountant": 200,
    "Resource Manager": 120,
    "Workplace Services": 500,
    "Finance Controller": 110,
    "Expense Auditor": 180,
    "Billing Clerk": 90,
    "Credit Controller": 250,
    "HR Partner": 250,
}
