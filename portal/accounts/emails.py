"""Mail addresses as accounts keep them: checked by their form, in small letters. Nobody is asked whether they exist."""

from email_validator import EmailNotValidError, validate_email

from portal.errors import Conflict
from portal.vocabulary.labels import N_

UNUSABLE = N_("Diese Adresse ist unvollständig. Ein Beispiel: name@example.org")


def normalized(address: str) -> str:
    """The address as it is stored and compared. Raises Conflict for what is none."""
    try:
        checked = validate_email(
            address.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False
        )
    except EmailNotValidError as problem:
        raise Conflict(UNUSABLE, "email") from problem
    found: str = checked.normalized.lower()
    if len(found) > 254:
        raise Conflict(UNUSABLE, "email")
    return found
