"""Speaker phrases: whether a phrase that stands where a speaker stands is one that can speak.

To name the wrong speaker is worse than to name none, so a phrase has to show that it can: by a
noun for people, for those who act together, or for a document that says something. Names of
institutions are taken as they are, unless they are headlines or end in a thing.
"""

from __future__ import annotations

import re

from compare.text import lexicon
from compare.text.lexicon import listed

__all__ = ["is_agent", "speaker_phrase"]


_TOKEN = re.compile(r"[^\W_](?:[\w.'’&-]*\w)?")
_CONTRACTED = re.compile(
    r"\b(?:that|it|we|you|they|he|she|i|there|here|what|who)['’](?:s|ve|re|d|ll|m)\b"
    r"|\blet['’]s\b|n['’]t\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^(?:as|but|and|because|while|when|if|though|although|since|so|or|(?-i:that(?=\s[A-Z])))\s+",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\s(?:last|this|earlier this|late last)\s(?:week|month|year|morning|night|summer|fall|spring)$"
)
_AGED = re.compile(r"-years?-olds?$")
_SHARES = listed("one two three four five six some many several most all both")
_HEALTH = "WHO"  # the organisation, no pronoun
_LONGEST = 14
_HEADLINE = 3  # words in capitals
_UNREAD = listed("el la los las un una le les der die das ein eine o os as um uma il lo")
_ENDS_NOUN = lexicon.PREPOSITIONS | listed("""
to by against about over under after before during between among despite than as like into who that
which whose he she they it i we including without behind near around across inside outside within
""")
_BREAKS = (lexicon.AUXILIARIES - {"to", "than", "that"}) | {"having", "despite", "amid"}
_AFTERTHOUGHT = frozenset({"familiar", "close", "alike", "elsewhere", "present"})
_ADJECTIVES = listed("""
democratic national federal international local public political additional latest new first last
past next present current recent entire whole same different own former senior authoritarian
humanitarian egalitarian
""")
_GIVEN = lexicon.FEMALE_NAMES | lexicon.MALE_NAMES
_NATIONS = listed("""
american british french german russian chinese iranian israeli iraqi turkish ukrainian canadian
australian japanese korean mexican syrian egyptian italian spanish polish
""")
_NEVER_ALONE = (
    (_NATIONS | _ENDS_NOUN | lexicon.ADVERBS_BEFORE_VERBS | lexicon.AUXILIARIES)
    | lexicon.AFTER_SOURCE
    | listed("""
shortly eventually newly therefore amid throughout following pouring opening swiping citing asked
top out emphasis economy democracy unnamed considering referring
""")
)
_AGENTS = re.compile(r"(?:er|or|ist|ian|ee|eer|man|men|woman|women|person|people|folk|folks)$")
_NOUNS = listed("""
boy girl kid child children family couple pair team crew staff group band crowd public panel jury
court tribunal company firm maker business bank fund startup agency bureau department ministry
office administration government regime cabinet parliament congress senate legislature council
commission committee board authority embassy military army navy force forces police militia campaign
camp party coalition alliance opposition faction union guild association organization organisation
charity foundation institute institution university school college church hospital clinic museum
club league federation network station channel newspaper paper magazine outlet website site blog
publication tabloid service press media industry community delegation chamber side city town village
county state country nation kingdom kremlin palace vatican report study survey poll
analysis statement letter note memo memorandum document filing complaint lawsuit suit indictment
affidavit petition ruling opinion dissent brief book memoir diary article story piece editorial
column headline post tweet message text email e-mail release dispatch transcript review audit
warrant resolution manifesto caption sign plaque banner poster page advertisement ad obituary law
bill ordinance constitution treaty guideline order proposal amendment airline carrier lab laboratory
society tank giant defense prosecution plaintiff crony percent third quarter half majority minority
dozens hundreds thousands most others rest official critic expert aide ally source scientist
graduate delegate advocate elder veteran activist fan guest star pastor priest nun monk saint rabbi
cleric bishop cardinal dean chief head boss president vice-president student agent resident
respondent opponent correspondent client patient parent superintendent defendant participant
applicant migrant immigrant assistant accountant consultant informant combatant militant tenant
attendant lieutenant sergeant dissident adolescent regent president-elect infant recipient mom dad
grandmother grandfather grandparent nephew niece husband wife bride groom twin relative colleague
peer friend pal rival enemy foe partner mate teammate classmate roommate victim suspect witness
survivor guard nurse cop coach scout clerk judge mayor king queen prince princess duke pope chef
cook pilot captain general colonel major marshal admiral minister secretary deputy adjutant envoy
diplomat senator democrat republican liberal conservative moderate centrist progressive independent
libertarian socialist communist muslim christian jew catholic native local refugee human individual
adult teen teenager youth millennial billionaire millionaire tycoon mogul magnate merchant
intellectual academic technocrat bureaucrat aristocrat architect mechanic counsel counselor attorney
hero villain celebrity model athlete juror figure insider outsider neighbour neighbor philanthropist
operative division unit arm desk wing faithful elderly homeless accused fraternity sorority bar
sheikh emir sultan shah ayatollah imam chancellor premier nominee incumbent hopeful pundit guru sage
prophet pollster prankster spouse widow orphan heir host anchor cohost co-host columnist poet
playwright
""")
_THINGS = listed("""
allegation accusation investigation inquiry probe photo picture image shutdown number matter power
winter summer water river offer answer dinner murder corner border weather layer trailer fever
hunger anger danger disaster tower shower transfer encounter other another either later earlier
greater higher lower larger better older younger smaller bigger newer super error sharper stronger
weaker wider deeper closer fewer richer poorer tougher harder easier safer faster slower longer
shorter computer major floor door color labor favor behavior honor horror terror factor sector
mirror rumor prior fee degree coffee guarantee tree knee list twist wrist career percentage round
day month year morning night evening afternoon hour minute second decade century vote debate crisis
scandal controversy situation move hiccup trail smile support preference plan policy shooting attack
war deal delay hearing testimony charge claim result issue question problem event incident accident
moment fact idea reason example evidence detail thing way case effort attempt decision election
primary convention nomination confirmation presidency race rally tour trip visit protest march
outbreak pandemic virus storm weekend verdict trial resignation departure arrest death
""")


def speaker_phrase(phrase: str) -> str | None:
    """The phrase without what only links it, or None where it cannot or may not speak."""
    phrase = _OPENS.sub("", " ".join(phrase.split()))
    words = [match[0] for match in _TOKEN.finditer(_WHEN.sub("", phrase))]
    if words[1:2] == ["of"] and words[0].lower() in _SHARES:
        words = words[2:]  # "one of the people": who they are decides
    if not words or len(words) > _LONGEST or _CONTRACTED.search(phrase) or _is_headline(words):
        return None
    if any(word in _BREAKS for word in words):
        return None
    core = _core(words)
    alone = core[-1].lower() in lexicon.DETERMINERS | lexicon.PRONOUNS
    speaks = core == [_HEALTH] or (not alone and _speaks(core))
    return _WHEN.sub("", phrase) if speaks else None


def _is_headline(words: list[str]) -> bool:
    """Whether it is set in capitals: ``RIVER TOWN BACKS MAYOR``."""
    long = [word for word in words if len(word) > 1]
    if not all(word.isupper() for word in long):
        return False
    return len(long) >= _HEADLINE or any(
        word.lower() in lexicon.ALL_VERBS_OF_SAYING for word in long
    )


def _core(words: list[str]) -> list[str]:
    """The words up to the head, before all that depends on it."""
    end = 1
    while end < len(words) and words[end] not in _ENDS_NOUN:
        end += 1
    core = words[:end]
    while len(core) > 1 and (core[-1].islower() and _follows(core[-1])):
        core.pop()
    return core


def _follows(word: str) -> bool:
    """Whether it tells more of the noun before it: ``people briefed``."""
    if word in _NOUNS or word in lexicon.ROLES:
        return False
    return word in _AFTERTHOUGHT or word.endswith(("ed", "ing"))


def _speaks(core: list[str]) -> bool:
    first, head = core[0].lower(), core[-1].lower()
    if first in _UNREAD:
        return True  # the nouns are English only
    given = len(core) > 1 and core[-2].lower() in _GIVEN
    never = len(core) == 1 and (core[0] in lexicon.TIME_ZONES or head in _NEVER_ALONE)
    if never or (not given and (head in _ADJECTIVES or _any_form(head, _THINGS))):
        return False
    if core[-1][0].isupper() and (len(core) > 1 or core[-1] not in lexicon.SENTENCE_STARTERS):
        named = core[0][0].isupper() or first in lexicon.DETERMINERS
        cue = len(core) == 1 and head in lexicon.ALL_VERBS_OF_SAYING
        return (named or is_agent(first)) and not cue
    if len(core) == 1:
        return is_agent(head) and head.endswith(("s", "men", "people"))
    return is_agent(head) and (_opens(core[0]) or head.endswith(("s", "men", "people")))


def _opens(word: str) -> bool:
    """Whether a single noun may follow: an article, an owner, a name or a role stands first."""
    lower = word.lower()
    if word[0].isupper() or lower in lexicon.DETERMINERS or is_agent(lower):
        return True
    return lower.endswith("al")  # "presidential candidate"


def is_agent(word: str) -> bool:
    """Whether a noun in lower case is for people, an institution or a document."""
    if _any_form(word, _NOUNS) or _any_form(word, lexicon.ROLES) or _AGED.search(word):
        return True
    return any(_AGENTS.search(form) for form in _forms(word)) and not _any_form(word, _THINGS)


def _any_form(word: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(_forms(word))


def _forms(word: str) -> set[str]:
    """The word, what it may be the plural of, and the last part of a compound."""
    word = word.rpartition("-")[2] or word
    forms = {word, word.removesuffix("s"), word.removesuffix("es")}
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    return forms
