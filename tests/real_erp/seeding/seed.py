"""Fill a Tryton database with engagements and write down what was done, as JSON. Runs in Tryton's own environment.

python seed.py CONFIG DATABASE ENGAGEMENTS TRUTH [OFFSET_FILE]
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from diary import Clock, Diary
from proteus import config

DAYS_AN_ENGAGEMENT, DAYS_BEFORE_TODAY = 60, 60


def main(config_file: str, database: str, engagements: int, truth: Path, offset_file: Path | None) -> None:
    span = timedelta(days=DAYS_AN_ENGAGEMENT * engagements + DAYS_BEFORE_TODAY)
    clock = Clock(offset_file, datetime.now().replace(hour=8, minute=30) - span)
    config.set_trytond(database, config_file=config_file).skip_warning = True  # it warns of dates in the past
    from engagement import play, quote_together  # its models exist once the database is open
    from firm import found_firm

    begin = datetime.now().date()
    firm = found_firm("Acquired Partners", begin, begin + span)
    diary = Diary(clock)
    for number in range(engagements):
        play(number, firm, diary)
    quote_together(firm, diary)
    diary.write(truth)


if __name__ == "__main__":
    main(
        sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]), Path(sys.argv[5]) if len(sys.argv) > 5 else None
    )
