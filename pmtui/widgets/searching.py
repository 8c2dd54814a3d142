"""A thread that answers questions: the newest one counts, older ones are given up. Knows no Textual."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")
IsStale = Callable[[], bool]
Search = Callable[[Q, IsStale], Iterator[A]]
"""From a question to answers, each better than the one before; it ends early once the question is stale."""
Answered = Callable[[Q, A], None]
"""Takes an answer, on the searching thread."""


class Searcher(Generic[Q, A]):
    """One thread, begun with the first question; it sleeps while there is none."""

    def __init__(self, search: Search[Q, A], answered: Answered[Q, A], failed: Callable[[Exception], None]) -> None:
        """Answer questions.

        Args:
            search: How.
            answered: Called with each answer to a question that is still the newest.
            failed: Called with a fault of the program in a search.
        """
        self._search, self._answered, self._failed = search, answered, failed
        self._turn = threading.Condition()
        self._asked: list[Q] = []
        self._number = 0
        self._thread: threading.Thread | None = None

    def ask(self, question: Q) -> None:
        """Ask; what has been asked before counts no more."""
        with self._turn:
            self._asked[:] = [question]
            self._number += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="pmtui-search", daemon=True)
                self._thread.start()
            self._turn.notify()

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        with self._turn:
            self._asked.clear()
            self._number += 1

    def _run(self) -> None:
        while True:
            with self._turn:
                while not self._asked:
                    self._turn.wait()
                question, number = self._asked.pop(), self._number

            def is_stale(number: int = number) -> bool:
                return number != self._number

            try:
                for answer in self._search(question, is_stale):
                    if is_stale():
                        break
                    self._answered(question, answer)
            except Exception as error:
                self._failed(error)
