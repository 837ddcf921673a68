"""The most SQL statements that an answer may cost, by endpoint, for the judging client. A page that is not named here fails.

The town's settings and the vocabularies are kept in the process for half a minute and do not count; None is a page without an
endpoint (404); whoever is signed in costs two.
"""

from tests.budgets.desks import DESKS
from tests.budgets.editors import EDITORS
from tests.budgets.visitors import VISITORS

BUDGETS: dict[str | None, int] = {**VISITORS, **DESKS, **EDITORS}
