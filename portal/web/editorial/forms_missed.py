"""The form that joins words without a hit to a word that finds something."""

from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.upkeep.missed import MOST_OF_TARGET
from portal.web.kit.fields import DeskForm, in_one_line


class SynonymForm(DeskForm):
    """`zu` is what people should have typed."""

    zu = StringField(
        lazy_gettext("Wort oder Thema"),
        description=lazy_gettext("Eines, mit dem die Suche etwas findet, zum Beispiel „Senioren“."),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie ein Wort oder Thema ein.")),
            Length(
                max=MOST_OF_TARGET,
                message=lazy_gettext("Bitte kürzen Sie das Wort auf höchstens %(max)d Zeichen."),
            ),
        ],
    )
