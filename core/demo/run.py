"""Creating all instances, playing all months, collecting the figures: what ``smartcoop demo`` does before it serves."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from core import access, instance, jobs_of_slices
from core.country import country, country_codes
from core.country.strictly import read_strictly
from core.db import Store, new_id
from core.demo import between, certificate, model, values
from core.demo.play import Player
from core.federation.store import set_peer
from core.figures.store import decode_body, published
from core.group.actions import Enrolment, collect_from, enrol, take_in_printed
from core.group.pairs import Explanation, explain, pairs
from core.group.rates import Rate, set_rates
from core.ledger import balances, head
from core.sales.delivery import deliver_due
from shared_tools.refusal import Refusal

PASSWORD = "open sesame demo"  # the demonstration's only; it is printed on the start page
GROUP_EMAIL = "group@example.org"
PORT = 8000


class Told(msgspec.Struct):
    """What is printed of one entity's month. Amounts in minor units of its currency."""

    code: str
    currency: str
    seconds: float
    counts: dict[str, Any]
    balances: dict[str, int]
    entries: int
    held: list[str]
    public_key: str
    key_name: str


class _Rates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rate: list[Rate]


def scripts(source: Path) -> list[str]:
    """The entities that have a month under ``source``, by code. Raises Refusal ``no_demo`` for none."""
    found = [code for code in country_codes() if (source / code / "month.toml").exists()]
    strangers = [
        path.parent.name for path in source.glob("*/month.toml") if path.parent.name not in country_codes()
    ]
    if strangers:
        raise Refusal("unknown_country", f"{strangers[0]!r} is no country installed.", where=str(source / strangers[0]), way_out="Install its plug-in, or remove the folder.")  # fmt: skip
    if not found:
        raise Refusal("no_demo", "there are no demonstration files.", where=str(source), way_out="Run it in the project's folder.")  # fmt: skip
    return found


class Open(msgspec.Struct):
    """An entity whose days are played and whose months wait for its sisters."""

    code: str
    seconds: float


class _Explained(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why documents of a pair stand in ``state``."""

    month: str
    giver: str
    taker: str
    klass: str
    state: str
    name: str
    sentence: str


class _Explanations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    explained: list[_Explained]


def _delivery(code: str, port: int) -> str:
    """Where the demonstration's clients reach ``code``: their letters carry links that open on this machine."""
    return f'\n[delivery]\npublic_address = "http://127.0.0.1:{port}/{code}"\n'


def play_entity(
    code: str, source: Path, data: Path, sisters: Collection[str] = (), port: int = PORT
) -> Told | Open:
    """Create ``code``'s instance if need be and play its month. Run again, it changes nothing.

    Open where it trades with one of ``sisters``: its months close in ``trade``, when all have played.
    """
    began = time.monotonic()
    jobs_of_slices.register()
    script = values.read_checked(source / code)
    own_facts = source / code / "identity.toml"
    own = own_facts.read_text(encoding="utf-8") if own_facts.exists() else ""
    certificate.create(data / code)
    instance.create(data / code, code, own_facts=own + certificate.SETTINGS + _delivery(code, port))
    opened = instance.open_instance(data / code)
    with opened.store.work() as uow:
        set_peer(uow, instance.GROUP, str(data / "mailbox"))
    between.introduce_sisters(opened.store, data, script.sister_codes)
    player = Player(opened.store, opened.key, script, PASSWORD)
    player.play(lambda day: None)
    if set(script.sister_codes) & set(sisters):
        opened.store.engine.dispose()
        return Open(code, time.monotonic() - began)
    return _closed(opened, player.close().held, began)


def _closed(opened: instance.Instance, held: list[str], began: float) -> Told:
    """Tell of it once its documents have left."""
    told = _told(opened, held, time.monotonic() - began)
    deliver_due(opened.store, opened.channels)
    if opened.road:
        opened.road.report(opened.store)
    opened.store.engine.dispose()
    return told


def trade(waiting: Collection[Open], source: Path, data: Path) -> list[Told]:
    """Let those that wait for each other exchange what they sent, close their months, and hear the answers."""
    jobs_of_slices.register()
    scripts_ = {one.code: values.read_checked(source / one.code) for one in waiting}
    opened = {one.code: instance.open_instance(data / one.code) for one in waiting}
    took = {one.code: one.seconds for one in waiting}
    rates = read_strictly(source / "rates.toml", _Rates).rate if waiting else []
    told: list[Told] = []
    for code, one in opened.items():
        began, script = time.monotonic() - took[code], scripts_[code]
        keys = {other: opened[other].key.public for other in script.sister_codes if other in opened}
        between.trust(one.store, keys, script)
        player = Player(one.store, one.key, script, PASSWORD)
        told.append(_closed(one, between.finish(player, data, rates).held, began))
    for code, one in opened.items():  # the answers
        between.collect(one.store, between.mailbox(data, code), set())
        one.store.engine.dispose()
    return told


def _told(opened: instance.Instance, held: list[str], seconds: float) -> Told:
    store: Store = opened.store
    with store.read() as uow:
        rows = published(uow)
        return Told(
            opened.code, opened.store.country.currency, seconds, decode_body(rows[-1])["counts"],
            balances(uow, rows[-1]["month"]), head(uow).entry, held,
            opened.key.public, opened.key.name,
        )  # fmt: skip


def play_all(
    source: Path, data: Path, workers: int, told: Callable[[Told], None], port: int = PORT
) -> list[Told]:
    """Every entity's month, ``workers`` at a time; ``told`` hears of each when it is done;
    ``port`` where the pages will be."""
    codes = scripts(source)
    for code in codes:
        values.read_checked(
            source / code
        )  # a malformed file stops the demonstration before anything is created
    results: list[Told] = []
    waiting: list[Open] = []

    def done(result: Told) -> None:
        results.append(result)
        told(result)

    with ProcessPoolExecutor(min(workers, len(codes)), mp_context=get_context("spawn")) as pool:
        for future in as_completed(
            [pool.submit(play_entity, code, source, data, codes, port) for code in codes]
        ):
            played = future.result()
            if isinstance(played, Open):
                waiting.append(played)
            else:
                done(played)
    for result in trade(waiting, source, data):
        done(result)
    return sorted(results, key=lambda result: result.code)


def collect(source: Path, data: Path, results: list[Told]) -> instance.GroupInstance:
    """The group's instance with everybody enrolled, the rates frozen and all envelopes taken in."""
    instance.create(data / instance.GROUP, instance.GROUP)
    group = instance.open_group(data / instance.GROUP)
    scripts_ = {told.code: model.read_script(source / told.code) for told in results}
    with group.store.work() as uow:
        enrol(uow, [
            Enrolment(
                entity=told.code, name=country(told.code).facts.brand, currency=told.currency, public_key=told.public_key, key=told.key_name,
                opening=scripts_[told.code].month.close[0], since=scripts_[told.code].month.close[1],
                address=f"/{told.code}",
            ) for told in results
        ])  # fmt: skip
        set_rates(uow, read_strictly(source / "rates.toml", _Rates).rate)
        if access.account_by_email(uow, GROUP_EMAIL) is None:
            account = new_id()
            access.grant(uow, account, GROUP_EMAIL, "Ilse Van Dam", "en", ["group"])
            access.set_password(uow, account, PASSWORD)
    with group.store.work() as uow:
        for printed in sorted((source / "history").glob("*.toml")):
            take_in_printed(uow, printed.read_text(encoding="utf-8"))
    collect_from(group.store, data / "mailbox")
    _explain(source, group)
    return group


def _explain(source: Path, group: instance.GroupInstance) -> None:
    """What somebody at the group has found out about documents that differ; once."""
    path = source / "explained.toml"
    with group.store.work() as uow:
        for new in read_strictly(path, _Explanations).explained if path.exists() else ():
            for pair in pairs(uow, new.month):
                if (pair.klass, pair.giver, pair.taker) == (new.klass, new.giver, new.taker):
                    for line in pair.lines:
                        if line.waits and line.paired.state == new.state:
                            one = line.paired
                            explain(uow, new.month, Explanation(
                                klass=one.klass, giver=one.giver, taker=one.taker, number=one.number, currency=one.currency,
                                difference=one.difference, name=new.name, sentence=new.sentence,
                            ))  # fmt: skip


def last_day(source: Path) -> date:
    """The last day any of the months plays or is closed."""
    months = [model.read_script(source / code).month for code in scripts(source)]
    return max(max(month.last, month.close_on) for month in months)
