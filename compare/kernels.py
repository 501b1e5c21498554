"""Loops over arrays that numba compiles: what numpy does in many passes, in one.

Each stands beside a plain path of the same name elsewhere and gives the same bytes; a contract
test runs both. Nothing here holds the interpreter's lock, so threads share the work. Import it
through ``compare.compiled``, which knows whether numba is installed and worth loading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "boilerplate_words",
    "compare_pairs",
    "distinct_shingles",
    "hash_bytes",
    "minima",
    "winnow",
]

_compiled = njit(cache=True, nogil=True)

_ZERO, _ONE, _S6, _LOW6 = np.uint64(0), np.uint64(1), np.uint64(6), np.uint64(63)
_GRAM_STEP = np.uint64(0x9FB21C651E98DF25)
_MIX_1, _MIX_2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_S33, _S32 = np.uint64(33), np.uint64(32)
_W0, _W1, _W2 = (
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
    np.uint64(0x27D4EB2F165667C5),
)
_F13, _F16 = np.uint32(13), np.uint32(16)
_F1, _F2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_NONE_32 = np.uint32(0xFFFFFFFF)
_ASCII, _SPACE = 128, 32
_SLOT = np.uint64(0x9E3779B97F4A7C15)
SHINGLE = 3
_BESIDE = 3
NONE, MAYBE, ASK = 0, 1, 2
"""What ``compare_pairs`` says of a pair: no copy; its tiles decide; only the plain path can say."""


@_compiled
def _mix(value: np.uint64) -> np.uint64:
    value ^= value >> _S33
    value *= _MIX_1
    value ^= value >> _S33
    value *= _MIX_2
    value ^= value >> _S33
    return value


@_compiled
def _stands_in(table: NDArray[np.uint64], value: np.uint64) -> bool:
    low, high = 0, len(table)
    while low < high:
        middle = (low + high) // 2
        if table[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low < len(table) and table[low] == value


@_compiled
def member(values: NDArray[np.uint64], table: NDArray[np.uint64], found: NDArray[np.bool_]) -> None:
    """Which values stand in an ascending table, ``arrays.member``, set in ``found``."""
    bits = 64
    while bits < 32 * len(table):
        bits *= 2
    mask = np.uint64(bits - 1)
    held = np.zeros(bits >> 6, np.uint64)
    for value in table:
        bit = (value * _SLOT >> _S32) & mask
        held[bit >> _S6] |= _ONE << (bit & _LOW6)
    for at in range(len(values)):
        bit = (values[at] * _SLOT >> _S32) & mask
        found[at] = False
        if not held[bit >> _S6] >> (bit & _LOW6) & _ONE:
            continue
        found[at] = _stands_in(table, values[at])


@_compiled
def maybe_repeated(keys: NDArray[np.uint64], found: NDArray[np.bool_]) -> None:
    """Which keys may stand more than once, all that do among them, set in ``found``."""
    bits = 64
    while bits < 16 * len(keys) and bits < 1 << 30:
        bits *= 2
    mask = np.uint64(bits - 1)
    once, twice = np.zeros(bits >> 6, np.uint64), np.zeros(bits >> 6, np.uint64)
    for key in keys:
        bit = (key * _SLOT >> _S32) & mask
        word, one = bit >> _S6, _ONE << (bit & _LOW6)
        twice[word] |= once[word] & one
        once[word] |= one
    for at in range(len(keys)):
        bit = (keys[at] * _SLOT >> _S32) & mask
        found[at] = twice[bit >> _S6] >> (bit & _LOW6) & _ONE


@_compiled
def _is_dash_or_quote(data: NDArray[np.uint8], at: int, end: int) -> bool:
    """Whether one of U+2010 to U+2027 stands here."""
    if at + 2 >= end or data[at] != 0xE2 or data[at + 1] != 0x80:  # noqa: PLR2004
        return False
    return 0x90 <= data[at + 2] <= 0xA7  # noqa: PLR2004


@_compiled
def _is_fixed_space(data: NDArray[np.uint8], at: int, end: int) -> bool:
    """Whether U+00A0 stands here."""
    return at + 1 < end and data[at] == 0xC2 and data[at + 1] == 0xA0  # noqa: PLR2004


@_compiled
def hash_bytes(
    data: NDArray[np.uint8],
    ends: NDArray[np.int64],
    folding: NDArray[np.uint8],
    powers: NDArray[np.uint64],
    hashes: NDArray[np.uint64],
    places: NDArray[np.int32],
    counts: NDArray[np.int64],
    odd: NDArray[np.int32],
) -> tuple[int, int]:
    """The hashes of the words of some texts, of which only ASCII words are read here.

    Args:
        data: the texts in UTF-8, end to end.
        ends: where each text ends, int64 (texts,).
        folding: to what each byte is folded; 0 where it parts words, 128 where it is not ASCII.
        powers: of the base of word hashes, ascending from 1.
        hashes: filled with the hash of each word, ``word_hashes.word_hash``.
        places: filled with the first byte of each of these words and the byte after its last.
        counts: filled with the number of hashes of each text.
        odd: filled with a row for each run of characters between spaces that holds others than
            ASCII, dashes and quotation marks: before which of the hashes its words belong, its
            text, its first byte and the byte after its last.

    Returns:
        How many hashes, and how many rows of ``odd``, were filled.
    """
    size = rows = at = 0
    base, known = powers[1], len(powers)
    for text in range(len(ends)):
        first, end = size, ends[text]
        run, run_size = at, size
        while at < end:
            folded = folding[data[at]]
            if folded == 0:
                at += 1
                if data[at - 1] <= _SPACE:
                    run, run_size = at, size
                continue
            if folded < _ASCII:
                total, place = _ZERO, 0
                places[size, 0] = at
                while 0 < folded < _ASCII and place < known:
                    total += np.uint64(folded) * powers[place]
                    place += 1
                    at += 1
                    folded = folding[data[at]] if at < end else np.uint8(0)
                power = powers[known - 1] * base
                while 0 < folded < _ASCII:
                    total += np.uint64(folded) * power
                    power *= base
                    at += 1
                    folded = folding[data[at]] if at < end else np.uint8(0)
                hashes[size] = _mix(total)
                places[size, 1] = at
                size += 1
                if folded < _ASCII:
                    continue
            if _is_dash_or_quote(data, at, end):
                at += 3
                run, run_size = at, size
            elif _is_fixed_space(data, at, end):
                at += 2
                run, run_size = at, size
            else:
                while at < end and data[at] > _SPACE and not _is_dash_or_quote(data, at, end):
                    at += 1
                size = run_size
                odd[rows, 0], odd[rows, 1], odd[rows, 2], odd[rows, 3] = size, text, run, at
                rows += 1
                run = at
        counts[text] = size - first
    return size, rows


@_compiled
def minima(
    hashes: NDArray[np.uint64],
    bounds: NDArray[np.int64],
    factors: NDArray[np.uint32],
    offsets: NDArray[np.uint32],
    rows: NDArray[np.uint32],
) -> None:
    """The MinHash signatures of some texts of one word at least, ``minhash.signatures``.

    Args:
        hashes: the word hashes of the texts, end to end.
        bounds: where each text begins and the last ends, int64 (texts + 1,).
        factors: of the permutations, uint32.
        offsets: of the permutations, uint32.
        rows: filled, uint32 (texts, permutations); the row of an empty text is left alone.
    """
    longest = 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    values = np.empty(longest, np.uint32)
    for text in range(len(bounds) - 1):
        start, words = bounds[text], bounds[text + 1] - bounds[text]
        if words == 0:
            continue
        size = max(words - 2, 1)
        for at in range(size):
            total = hashes[start + at] * _W0
            if at + 1 < words:
                total += hashes[start + at + 1] * _W1
            if at + 2 < words:
                total += hashes[start + at + 2] * _W2
            value = np.uint32(total >> _S32)
            value ^= value >> _F16
            value = np.uint32(value * _F1)
            value ^= value >> _F13
            value = np.uint32(value * _F2)
            values[at] = value ^ (value >> _F16)
        for which in range(len(factors)):
            factor, offset, lowest = factors[which], offsets[which], _NONE_32
            for at in range(size):
                lowest = min(lowest, np.uint32(values[at] * factor + offset))
            rows[text, which] = lowest


@_compiled
def _slide_minimum(
    source: NDArray[np.uint64], many: int, window: int,
    one: NDArray[np.uint64], two: NDArray[np.uint64],
) -> NDArray[np.uint64]:  # fmt: skip
    """The lowest of each ``window`` values, by doubling, in two buffers that are written over."""
    for at in range(many):
        one[at] = source[at]
    reach = 1
    while reach < window:
        step = min(reach, window - reach)
        many -= step
        for at in range(many):
            two[at] = min(one[at], one[at + step])
        one, two = two, one
        reach += step
    return one


@_compiled
def _slide_maximum(
    source: NDArray[np.uint64], many: int, window: int,
    one: NDArray[np.uint64], two: NDArray[np.uint64],
) -> NDArray[np.uint64]:  # fmt: skip
    """The highest of the up to ``window`` values that end at each place and reach back."""
    beside = window - 1
    for at in range(beside):
        one[at] = one[beside + many + at] = _ZERO
    for at in range(many):
        one[beside + at] = source[at]
    size, reach = many + 2 * beside, 1
    while reach < window:
        step = min(reach, window - reach)
        size -= step
        for at in range(size):
            two[at] = max(one[at], one[at + step])
        one, two = two, one
        reach += step
    return one


@_compiled
def winnow(
    hashes: NDArray[np.uint64],
    bounds: NDArray[np.int64],
    gram: int,
    window: int,
    values: NDArray[np.uint64],
    positions: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> int:
    """The winnowed grams of some texts, ``winnowing.winnow``.

    Args:
        hashes: the word hashes of the texts, end to end.
        bounds: where each text begins and the last ends, int64 (texts + 1,).
        gram: words in a gram.
        window: neighbouring grams of which the lowest are chosen.
        values: filled with the chosen grams of all texts.
        positions: filled with the first word of each in its text.
        counts: filled with how many each text has.

    Returns:
        How many were chosen.
    """
    size, longest = 0, 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    grams = np.empty(longest, np.uint64)
    buffers = np.empty((4, longest + 2 * window), np.uint64)
    for text in range(len(bounds) - 1):
        start, first = bounds[text], size
        many = bounds[text + 1] - start - gram + 1
        counts[text] = 0
        if many <= 0:
            continue
        for at in range(many):
            total = _ZERO
            for shift in range(gram):
                total = total * _GRAM_STEP + hashes[start + at + shift]
            grams[at] = _mix(total)
        reach = min(window, many)
        lowest = _slide_minimum(grams, many, reach, buffers[0], buffers[1])
        lowest = _slide_maximum(lowest, many - reach + 1, reach, buffers[2], buffers[3])
        for at in range(many):
            value = grams[at]
            # Of the same gram over and over two are kept, so that every run key of it is.
            again = size >= first + 2 and values[size - 1] == value and values[size - 2] == value
            if lowest[at] == value and not again:
                values[size] = value
                positions[size] = at
                size += 1
        counts[text] = size - first
    return size


@_compiled
def boilerplate_words(
    hashes: NDArray[np.uint64],
    known: NDArray[np.uint64],
    gram: int,
    window: int,
    inside: NDArray[np.bool_],
) -> None:
    """Which words of a text stand in boilerplate, ``boilerplate.words_in``, set in ``inside``."""
    last = -1
    for at in range(len(hashes) - gram + 1):
        total = _ZERO
        for shift in range(gram):
            total = total * _GRAM_STEP + hashes[at + shift]
        value = _mix(total)
        if not _stands_in(known, value):
            continue
        if last >= 0 and at - last <= window:
            for word in range(last, at + gram):
                inside[word] = True
        last = at
    _close_gaps(inside, window)


@_compiled
def _close_gaps(inside: NDArray[np.bool_], window: int) -> None:
    """Add what is left between two passages, or beside one at an end of the text, if short."""
    start, some = 0, False
    for word in range(len(inside)):
        some = some or inside[word]
    while some and start < len(inside):
        end = start
        while end < len(inside) and not inside[end]:
            end += 1
        for word in range(start, end if end - start <= window else start):
            inside[word] = True
        start = end + 1


@_compiled
def _shingle(hashes: NDArray[np.uint64], at: int) -> np.uint64:
    return (hashes[at] * _GRAM_STEP + hashes[at + 1]) * _GRAM_STEP + hashes[at + 2]


@_compiled
def _slot_of(
    gram: np.uint64, keys: NDArray[np.uint64], stamps: NDArray[np.int32], stamp: int
) -> int:
    """Where a gram stands in an open table, or the free place for it."""
    mask = len(keys) - 1
    slot = np.int64((gram * _SLOT) >> _S32) & mask
    while stamps[slot] == stamp and keys[slot] != gram:
        slot = (slot + 1) & mask
    return int(slot)


@_compiled
def _table_size(longest: int) -> int:
    size = 16
    while size < 2 * longest:
        size *= 2
    return size


@_compiled
def distinct_shingles(
    hashes: NDArray[np.uint64],
    bounds: NDArray[np.int64],
    boilerplate: NDArray[np.bool_],
    sizes: NDArray[np.int32],
) -> None:
    """How many distinct shingles each text has, and how many that stand outside boilerplate too.

    Args:
        hashes: the word hashes of the texts, end to end.
        bounds: where each text begins and the last ends, int64 (texts + 1,).
        boilerplate: which words are boilerplate.
        sizes: filled, int32 (texts, 2).
    """
    longest = 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    room = _table_size(longest)
    keys, own = np.empty(room, np.uint64), np.empty(room, np.bool_)
    stamps = np.full(room, -1, np.int32)
    for text in range(len(bounds) - 1):
        every = outside = 0
        for at in range(bounds[text], bounds[text + 1] - SHINGLE + 1):
            gram = _shingle(hashes, at)
            slot = _slot_of(gram, keys, stamps, text)
            if stamps[slot] != text:
                stamps[slot], keys[slot], own[slot] = text, gram, False
                every += 1
            touched = boilerplate[at] or boilerplate[at + 1] or boilerplate[at + 2]
            if not touched and not own[slot]:
                own[slot] = True
                outside += 1
        sizes[text, 0], sizes[text, 1] = every, outside


class _Table(NamedTuple):
    """Scratch of ``compare_pairs``: the shingles of a first text in an open table.

    By slot: ``keys``, the ``stamps`` of the text they are of, the place of the first occurrence
    (``heads``), whether one stands outside boilerplate (``own``); of the pair at hand, whether
    the shingle was ``seen``, also outside boilerplate (``seen_own``), and which occurrence is
    ``upcoming``. By place: the ``following`` occurrence, or -1.
    """

    keys: NDArray[np.uint64]
    stamps: NDArray[np.int32]
    heads: NDArray[np.int32]
    own: NDArray[np.bool_]
    seen: NDArray[np.int32]
    seen_own: NDArray[np.int32]
    upcoming: NDArray[np.int32]
    following: NDArray[np.int32]


@_compiled
def _touches(boilerplate: NDArray[np.bool_], at: int) -> bool:
    """Whether the shingle that begins here touches boilerplate."""
    return boilerplate[at] or boilerplate[at + 1] or boilerplate[at + 2]


@_compiled
def _fill(
    table: _Table, stamp: int, words: NDArray[np.uint64], boilerplate: NDArray[np.bool_]
) -> None:
    """Put the shingles of a text into the table."""
    for at in range(len(words) - SHINGLE, -1, -1):
        gram = _shingle(words, at)
        slot = _slot_of(gram, table.keys, table.stamps, stamp)
        if table.stamps[slot] == stamp:
            table.following[at] = table.heads[slot]
        else:
            table.stamps[slot], table.keys[slot] = stamp, gram
            table.own[slot], table.following[at] = False, -1
        table.heads[slot] = at
        if not _touches(boilerplate, at):
            table.own[slot] = True


@_compiled
def _match(
    table: _Table,
    stamp: int,
    pair: int,
    words: NDArray[np.uint64],
    boilerplate: NDArray[np.bool_],
    match: NDArray[np.int32],
) -> tuple[int, int, int]:
    """Match the shingles of a second text: the second occurrence meets the second.

    Sets in ``match``, for each place of the first text, the place in the second, or -1.

    Returns:
        How many distinct shingles both have; how many outside boilerplate; how many neighbouring
        ones of the second text stand somewhere in the first, at most.
    """
    for at in range(len(match)):
        match[at] = -1
    both = outside = stretch = widest = 0
    for at in range(len(words) - SHINGLE + 1):
        slot = _slot_of(_shingle(words, at), table.keys, table.stamps, stamp)
        if table.stamps[slot] != stamp:
            stretch = 0
            continue
        stretch += 1
        widest = max(widest, stretch)
        if table.seen[slot] != pair:
            table.seen[slot], table.upcoming[slot] = pair, table.heads[slot]
            both += 1
        if table.own[slot] and table.seen_own[slot] != pair and not _touches(boilerplate, at):
            table.seen_own[slot] = pair
            outside += 1
        place = table.upcoming[slot]
        if place >= 0:
            match[place] = at
            table.upcoming[slot] = table.following[place]
    return both, outside, widest


@_compiled
def _runs(match: NDArray[np.int32], runs: NDArray[np.int32]) -> tuple[int, int]:
    """The runs of neighbouring matches in order of the first text: first word in either, words.

    Returns:
        How many, and the words of the longest.
    """
    size = longest = at = 0
    while at < len(match):
        start = at
        while at + 1 < len(match) and match[at] >= 0 and match[at + 1] == match[at] + 1:
            at += 1
        if match[at] >= 0:
            words = at - start + SHINGLE
            runs[size, 0], runs[size, 1], runs[size, 2] = start, match[start], words
            longest = max(longest, words)
            size += 1
        at += 1
    return size, longest


@_compiled
def _hides_run(
    table: _Table,
    stamp: int,
    first: NDArray[np.uint64],
    second: NDArray[np.uint64],
    long: int,
) -> bool:
    """Whether two texts share a run of so many words, whichever occurrences it is made of."""
    for at in range(len(second) - long + 1):
        slot = _slot_of(_shingle(second, at), table.keys, table.stamps, stamp)
        place = table.heads[slot] if table.stamps[slot] == stamp else -1
        while place >= 0:
            words = 0
            while (
                words < long
                and place + words < len(first)
                and first[place + words] == second[at + words]
            ):
                words += 1
            if words == long:
                return True
            place = table.following[place]
    return False


@_compiled
def _longest_first(
    runs: NDArray[np.int32], longest: int, counts: NDArray[np.int32], order: NDArray[np.int32]
) -> None:
    """The order of the runs by length, of equal ones the first first, by counting."""
    for words in range(longest + 2):
        counts[words] = 0
    for run in range(len(runs)):
        counts[longest - runs[run, 2] + 1] += 1
    for words in range(longest + 1):
        counts[words + 1] += counts[words]
    for run in range(len(runs)):
        words = longest - runs[run, 2]
        order[counts[words]] = run
        counts[words] += 1


@_compiled
def _disjoint(
    runs: NDArray[np.int32],
    order: NDArray[np.int32],
    taken_first: NDArray[np.bool_],
    taken_second: NDArray[np.bool_],
) -> int:
    """Cut each run, in this order, to what no run before it has; what is left is in order again.

    Returns:
        How many runs are left.
    """
    for at in range(len(taken_first)):
        taken_first[at] = False
    for at in range(len(taken_second)):
        taken_second[at] = False
    for rank in range(len(runs)):
        run = order[rank]
        at, other, size = runs[run]
        while size and (taken_first[at] or taken_second[other]):
            at, other, size = at + 1, other + 1, size - 1
        free = 0
        while free < size and not (taken_first[at + free] or taken_second[other + free]):
            free += 1
        if free < SHINGLE:
            free = 0
        for word in range(free):
            taken_first[at + word] = taken_second[other + word] = True
        runs[run, 0], runs[run, 1], runs[run, 2] = at, other, free
    kept = 0
    for run in range(len(runs)):
        if runs[run, 2]:
            runs[kept] = runs[run]
            kept += 1
    return kept


@_compiled
def _keep_borne_out(
    runs: NDArray[np.int32], drift: int, reach: int, tiles: NDArray[np.int32]
) -> int:
    """Copy to ``tiles`` the runs that are long or that a neighbour bears out; how many these are.

    Short runs by themselves are chance: "one of the" stands in every text.
    """
    kept = 0
    for run in range(len(runs)):
        borne = runs[run, 2] > SHINGLE + 2
        for beside in range(max(0, run - _BESIDE), min(len(runs), run + _BESIDE + 1)):
            low, high = min(run, beside), max(run, beside)
            gap = runs[high, 0] - runs[low, 0]
            moved = runs[high, 1] - runs[low, 1] - gap
            near = abs(moved) <= drift and gap - runs[low, 2] <= reach
            borne = borne or (low < high and near)
        if borne:
            tiles[kept] = runs[run]
            kept += 1
    return kept


@_compiled
def _own_words(boilerplate: NDArray[np.bool_], start: int, end: int, least: int) -> int:
    """The words of a span that are no boilerplate, runs up to ``least`` beside it left out."""
    total, run = 0, 0
    for word in range(start, end):
        if boilerplate[word]:
            total += run if run > least else 0
            run = 0
        else:
            run += 1
    if run == end - start:
        return run
    return total + (run if run > least else 0)


@_compiled
def _at_most(
    tiles: NDArray[np.int32],
    first: NDArray[np.bool_],
    second: NDArray[np.bool_],
    limits: tuple[int, float, float, int, int, int],
) -> tuple[float, bool]:
    """What the tiles can make of a pair, if every gap that may be damage is damage.

    Args:
        tiles: first word in either text, words.
        first: which words of the first text are boilerplate.
        second: the same of the second.
        limits: see ``compare_pairs``.

    Returns:
        The share of the shorter text's own words in passages, and whether one is long enough.
    """
    passage, _, _, reach, _, fewest = limits
    own_first = _own_words(first, 0, len(first), 0)
    own_second = _own_words(second, 0, len(second), 0)
    covered, enough, start = 0, False, 0
    while start < len(tiles):
        end, words = start + 1, tiles[start, 2]
        while end < len(tiles):
            gap = tiles[end, 0] - tiles[end - 1, 0] - tiles[end - 1, 2]
            other = tiles[end, 1] - tiles[end - 1, 1] - tiles[end - 1, 2]
            if min(gap, other) < 0 or max(gap, other) > reach:
                break
            words += tiles[end, 2]
            end += 1
        if words >= fewest:
            last = end - 1
            until, other_until = tiles[last, 0] + tiles[last, 2], tiles[last, 1] + tiles[last, 2]
            enough |= _own_words(first, tiles[start, 0], until, passage // 2) >= passage
            if own_first <= own_second:
                covered += _own_words(first, tiles[start, 0], until, 0)
            else:
                covered += _own_words(second, tiles[start, 1], other_until, 0)
        start = end
    return covered / max(1, min(own_first, own_second)), enough


@_compiled
def compare_pairs(
    pairs: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    bounds: NDArray[np.int64],
    boilerplate: NDArray[np.bool_],
    sizes: NDArray[np.int32],
    limits: tuple[int, float, float, int, int, int],
    shared: NDArray[np.int32],
    states: NDArray[np.int8],
    tiles: NDArray[np.int32],
    ends: NDArray[np.int64],
    first_pair: int,
) -> int:
    """Compare pairs of texts word by word, as ``verification.verify`` does up to its tiles.

    Args:
        pairs: the texts, int64 (pairs, 2); quickest where pairs of one first text stand together.
        hashes: the word hashes of the texts, end to end.
        bounds: where each text begins and the last ends, int64 (texts + 1,).
        boilerplate: which words are boilerplate.
        sizes: of ``distinct_shingles``.
        limits: the words of a passage, the Jaccard similarity and the covered share from which
            a pair is a copy; the longest gap, how far a run may be moved against one that bears
            it out, and the fewest words of a passage's runs.
        shared: filled: distinct shingles both have, and such that stand outside boilerplate.
        states: filled: ``NONE``, ``MAYBE`` or ``ASK``.
        tiles: filled with the tiles of each pair that may be a copy: first word in either, words.
        ends: filled with where the tiles of each pair end.
        first_pair: those before are done already.

    Returns:
        The pair before which room for tiles ran out; else how many pairs there are.
    """
    passage, same, near, reach, drift, _ = limits
    longest = 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    room = _table_size(longest)
    table = _Table(
        np.empty(room, np.uint64), np.full(room, -1, np.int32), np.empty(room, np.int32),
        np.empty(room, np.bool_), np.full(room, -1, np.int32), np.full(room, -1, np.int32),
        np.empty(room, np.int32), np.empty(longest, np.int32),
    )  # fmt: skip
    match, order = np.empty(longest, np.int32), np.empty(longest, np.int32)
    runs, counts = np.empty((longest, 3), np.int32), np.empty(longest + 2, np.int32)
    taken_first, taken_second = np.empty(longest, np.bool_), np.empty(longest, np.bool_)
    used, table_of = ends[first_pair - 1] if first_pair else 0, -1
    for pair in range(first_pair, len(pairs)):
        left, right = pairs[pair, 0], pairs[pair, 1]
        first, after = bounds[left], bounds[left + 1]
        other, other_after = bounds[right], bounds[right + 1]
        ends[pair], states[pair] = used, ASK
        shared[pair, 0] = shared[pair, 1] = 0
        if min(after - first, other_after - other) < SHINGLE:
            continue
        own_first, own_second = boilerplate[first:after], boilerplate[other:other_after]
        if table_of != left:
            table_of = left
            _fill(table, left, hashes[first:after], own_first)
        here = match[: after - first]
        both, outside, widest = _match(
            table, left, pair, hashes[other:other_after], own_second, here
        )
        shared[pair, 0], shared[pair, 1] = both, outside
        size, most = _runs(here, runs)
        # A text that says the same over and over may hide a passage from its matched shingles.
        if most < passage <= widest + SHINGLE - 1 and _hides_run(
            table, left, hashes[first:after], hashes[other:other_after], passage
        ):
            continue
        _longest_first(runs[:size], most, counts, order)
        size = _disjoint(
            runs[:size], order, taken_first[: after - first], taken_second[: other_after - other]
        )
        if used + size > len(tiles):
            return pair
        kept = used + _keep_borne_out(runs[:size], drift, reach, tiles[used:])
        covered, enough = _at_most(tiles[used:kept], own_first, own_second, limits)
        alike = both / max(1, sizes[left, 0] + sizes[right, 0] - both)
        states[pair] = NONE
        if enough or alike >= same or 0 < covered >= near:
            states[pair] = MAYBE
            used = ends[pair] = kept
    return len(pairs)
