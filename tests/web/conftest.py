"""Two entities and the group with a played month, served by the application; somebody signed in for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from visitors import PEOPLE

from core.access import pages
from core.app import build
from core.demo import run

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of instances: Belgium, Hungary and the group."""
    folder = tmp_path_factory.mktemp("web")
    played = [run.play_entity(code, DEMO, folder, ("be", "hu")) for code in ("be", "hu")]
    run.collect(DEMO, folder, run.trade([one for one in played if isinstance(one, run.Open)], DEMO, folder))
    return folder


@pytest.fixture(scope="session")
def app(data: Path) -> Litestar:
    return build({"be": data / "be", "hu": data / "hu"}, data / "group", demo=True)


@pytest.fixture
def client(app: Litestar) -> Iterator[TestClient[Litestar]]:
    pages.attempts = pages._Attempts()
    with TestClient(app) as client:
        yield client


SignIn = Callable[[str, str], TestClient[Litestar]]


@pytest.fixture
def sign_in(client: TestClient[Litestar]) -> SignIn:
    """Sign in at a house as a role; everybody else is signed out."""

    def enter(house: str, role: str) -> TestClient[Litestar]:
        client.cookies.clear()
        answer = client.post(
            f"/{house}/sign-in",
            data={"email": PEOPLE[house][role], "password": run.PASSWORD},
            follow_redirects=False,
        )
        assert answer.status_code == 303, answer.text
        return client

    return enter
