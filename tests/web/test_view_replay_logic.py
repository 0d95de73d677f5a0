"""The page's own account of an event log (``replay.js``, run by Node.js) against the search's (``search.log.replay``)."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
from pathlib import Path

from toy_games import Game, Oracle, Thinking, Watcher

from prover.lean.embedded.install import node_path
from search import Search, SearchOver, StateLost, replay

STATIC = Path(__file__).resolve().parents[2] / "prover/web/static"

TELL = """
import { readFileSync } from "node:fs";
const { Replay } = await import(process.argv[1]);
const told = JSON.parse(readFileSync(0, "utf-8")).map(events => {
  const replay = new Replay();
  for (const event of events) replay.append(event);
  return events.map((_, i) => replay.nodes.slice(0, replay.shown(i + 1)).map(node => {
    const { parent, logprob, depth, via } = node.path.at(i + 1);
    return [node.id, node.status.at(i + 1), parent, logprob, depth, via && via.tactic, replay.tried(node, i + 1),
            node.pinned.at(i + 1), node.pruned.at(i + 1), node.counterModel.at(i + 1)];
  }));
});
console.log(JSON.stringify(told));
"""


def game(draw: random.Random) -> Game:
    size = draw.randint(2, 9)
    moves = []
    for _ in range(size):
        results = draw.choices([*range(size), "error", "gave_up", "proved"], [4] * size + [4, 2, 1], k=draw.randint(1, 4))
        moves.append([(f"t{i}", draw.choice([0.0, -0.1, -0.5, -1.0, -2.5]), result) for i, result in enumerate(results)])
    return Game(moves, seed=draw.randrange(1000))


async def meddle(search: Search, draw: random.Random) -> None:
    """What a person might do, at any moment."""
    for _ in range(draw.randint(0, 8)):
        for _ in range(draw.randrange(12)):
            await asyncio.sleep(0)
        node = draw.randrange(4)
        try:
            match draw.randrange(5):
                case 0:
                    search.prune(node, draw.random() < 0.7)
                case 1:
                    search.pin(node, draw.random() < 0.7)
                case 2:
                    await search.try_tactic(node, f"t{draw.randrange(4)}", logprob=draw.choice([0.0, -3.0]))
                case 3:
                    await search.more_proposals(node)
                case 4:
                    search.pause()
                    await asyncio.sleep(0)
                    search.resume()
        except (KeyError, SearchOver, StateLost):
            pass


def recorded(number: int) -> list:
    draw = random.Random(number)

    async def main() -> list:
        search = Search(concurrency=draw.choice([1, 1, 3]), interactive=True)
        watcher, playing = Watcher(search), game(draw)
        fast = {f"t{i}" for i in range(4) if draw.random() < 0.8}
        policy = Thinking(playing, fast, turns=draw.randrange(20)) if draw.random() < 0.5 else playing
        refuter = Oracle({state for state in range(1, 9) if draw.random() < 0.3}, turns=draw.randrange(20))
        asked = refuter if draw.random() < 0.5 else None
        task = asyncio.ensure_future(search.run(playing.root, playing, policy, listeners=[watcher], refuter=asked))
        await asyncio.sleep(0)
        await meddle(search, draw)
        for _ in range(60):
            await asyncio.sleep(0)
        try:
            search.stop()
        except SearchOver:
            pass
        await asyncio.wait_for(task, 60)
        return watcher.events

    return asyncio.run(main())


def expected(events: list, last) -> list:
    graph = replay(events, last.t)
    return [
        [node.id, node.status.value, node.parent, node.logprob, node.depth, node.via and node.via.tactic, len(node.attempts),
         node.id in graph.pinned, node.id in graph.pruned, graph.refuted.get(node.id)]
        for node in graph
    ]  # fmt: skip


def test_the_page_and_the_search_agree_on_every_moment():
    logs = [recorded(number) for number in range(150)]
    kinds = {event.kind for events in logs for event in events}
    assert {
        "node_merged",
        "node_reopened",
        "node_refuted",
        "node_pruned",
        "node_pinned",
        "search_paused",
        "proof_found",
    } <= kinds
    command = [str(node_path()), "--input-type=module", "-e", TELL, (STATIC / "replay.js").as_uri()]
    done = subprocess.run(
        command,
        input=json.dumps([[json.loads(event.model_dump_json()) for event in events] for events in logs]),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    moments = 0
    for number, (events, told) in enumerate(zip(logs, json.loads(done.stdout), strict=True)):
        for index, event in enumerate(events):
            over = index + 1 == len(events) or events[index + 1].t > event.t
            if over and index:  # a moment's events belong together
                assert told[index] == expected(events, event), f"log {number} after {index + 1} events"
                moments += 1
    assert moments > 1000
