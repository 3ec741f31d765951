"""Where somebody lands after signing in: at what is asked of him by the earliest term.

The one place that decides it. A perceel manager who has a seat too came to Mijn besluiten, empty, while his workbook
was late: an order of pages knows nothing of what waits. So what is asked decides (a question, a workbook, a condition),
then what is asked without a term (to say that a product came in), and only then the order of the menu. Two of one day:
the question first, as others wait for it.
"""

from jaarcyclus.pages import conditions, decisions, deliveries, owed
from jaarcyclus.pages.reader import DECISIONS, SUBMISSIONS, Reader
from jaarcyclus.pages.standings import Standings


def find_landing(standings: Standings, reader: Reader) -> str:
    """Return the path of the page to lead this reader to."""
    known, today = standings.of_profile(reader.profiel).standings, standings.workspace.today()
    questions = decisions.list_decisions(known, reader.person, today).reader
    workbooks = owed.list_owed(known, reader.person, today, owed.reads_rejections(standings.workspace))[owed.Group.OWED]
    unmet = [item for item in conditions.list_conditions(known, reader.person, today) if not item.asked.vervuld_door]
    asked = [
        *((item.deadline, DECISIONS) for item in questions[:1]),
        *((item.deadline, SUBMISSIONS) for item in workbooks[:1]),
        *((item.asked.datum, SUBMISSIONS if reader.percelen else DECISIONS) for item in unmet[:1]),
    ]
    if asked:
        return min(asked, key=lambda item: item[0])[1]
    return DECISIONS if deliveries.list_deliveries(known, reader.person) else reader.menu()[0].path
