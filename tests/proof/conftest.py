"""The dossier that most of these tests tamper with: bytes, so that it is made once and nobody can spoil it."""

import pytest

from builders.dossier import published
from builders.export import export_dossier


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The begroting 2027, from opened round to publication."""
    office = published(tmp_path_factory.mktemp("gepubliceerd"))
    return export_dossier(office.workspace, office.dossier)
