"""Lines that are no part of an article, told by their form: patterns with the reason of each.

The patterns are what newsrooms' pages leave behind. They are anchored and short, for a line of
prose that happens to mention a newsletter must stay. Every repetition is bounded.
"""

from __future__ import annotations

import re

from compare.text import lexicon

__all__ = [
    "dateline",
    "heading_of_list",
    "hidden_links",
    "inline",
    "is_sentence",
    "is_shouted",
    "reason_of",
    "signs",
]

_MONTH = rf"(?:{'|'.join((*lexicon.months('en'), *lexicon.months('de')))})\b\.?"
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})"
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?"
_NAME = r"[^\W\d_a-z][\w'’.-]{0,30}"
_NAMES = rf"{_NAME}(?:\s+(?:and|und|y|et|&)?\s*{_NAME}){{0,7}}"
_AGENCY = r"(?:Reuters|AP|AFP|UPI|CNN|Agency|dpa|EFE|Xinhua|Bloomberg|The Associated Press)"

_LINE: tuple[tuple[str, str], ...] = (
    ("byline", rf"(?:By|Von|Par|Por|Written by|Story by|Author:)\s+{_NAMES}(?:\s*[,|/•–—-].{{0,80}})?"),
    ("byline", rf"{_NAMES},?\s+(?:Staff Writer|Staff Reporter|Correspondent|Special to .{{1,40}})"),
    ("byline", r"(?:Written By|By|Staff Writer|Default Author Profile|.{0,40} profile image)"),
    ("timestamp", r"(?:(?:Last\s+)?(?:Updated|Published|Posted|Modified|Created)(?:\s+(?:on|at))?\b|First published\b|date\b|Date:).{0,60}\d.{0,60}"),
    ("timestamp", r"[—–-]{0,2}\s?(?:This (?:report|story|article|post) was )?[Uu]pdated at \d{1,2}[:.]\d\d.{0,60}"),
    ("timestamp", r"[—–-]{0,2}\s?Updated at \d{1,2}[:.]\d\d.{0,40} to (?:clarify|correct|reflect|add|include)\b.{0,200}"),
    ("timestamp", rf"(?:[^\W\d]{{3,9}},?\s+)?{_DATE}(?:\s*[-–—|,•]?\s*(?:at\s+)?{_CLOCK})?(?:\s*[A-Z]{{2,5}})?"),
    ("timestamp", rf"{_CLOCK}\s*(?:[A-Z]{{2,4}})?"),
    ("caption", r"(?:FILE\s+PHOTO|FILE|PHOTOS?|VIDEO|IMAGE|SLIDESHOW|GALLERY|Cover image|Photos?|Video|Image|Picture|Pictured|Foto|Bild)\s*(?:[:|]|[-–—]\s).{0,600}"),
    ("caption", r"(?:In this|In diesem|An? (?:combination of )?(?:undated |file |handout )?)(?:[^.]{0,60}\b)?(?:photos?|picture|image|frame grab|illustration)\b.{0,500}"),
    ("caption", r"(?:Slideshow|Gallery)\s*\(.{0,30}\)"),
    ("caption", r"(?:Enlarge this image|toggle caption|Hide caption|Photo (?:by|courtesy)|Courtesy of|Credit:|Image credit).{0,300}"),
    ("caption", r"\d{1,2} (?:of|/) \d{1,2}:? .{0,300}"),
    ("share", r"(?:Share|Tweet|E-?mail|Print|Facebook|Twitter|Pinterest|LinkedIn|WhatsApp|Reddit|Flipboard|Copy (?:this )?link|Save|Comments?|Like Us On Facebook|Teilen|Compartir)(?:\s*[|•·,/]\s*\w+|\s+(?:on|this|via|to|by|in)\b.{0,40}){0,8}"),
    ("share", r"(?:Follow|Like|Join|Find|Contact|Reach|Email|Send (?:a )?tips?)\b.{1,120}(?:@|Twitter|Facebook|Instagram|tip).{0,80}"),
    ("share", r"Read or Share this story.{0,300}"),
    ("share", r"(?:Reset|Clear) [Ss]earch(?: [Oo]ptions)?.{0,60}"),
    ("share", r"(?:Got|Have) (?:a|any) (?:news |good )?(?:story|stories|tips?)\b[^.?!]{0,60}\?.{0,200}"),
    ("share", r"Embed .{1,300} Copy this code to your website or blog"),
    ("subscription", r"Interested in .{1,80}\? Add .{1,80} as an interest to stay up to date .{1,200}"),
    ("subscription", r"(?:The news moves fast\. )?(?:For more of|To (?:read|hear|see) more|To stay updated|Catch up at the end|Never miss|Want to (?:listen to this|read more|talk more))\b.{0,100}\b(?:[Ss]ubscribe|[Ss]ign up|[Dd]ownload|[Ff]ollow|Join our|Hear it)\b.{0,200}"),
    ("subscription", r"(?:Listen to This Article )?Audio Recording by Audm.{0,200}"),
    ("subscription", r"Get (?:daily\b.{0,60}in your inbox|Our Top).{0,150}"),
    ("subscription", r"GET YOUR FREE\b.{1,200}"),
    ("subscription", r"(?:Can|Do)(?:['’]t|n['’]t) see the [a-z ]{3,30}\? Click here"),
    ("subscription", r"(?:\[?Click here\b|CLICK HERE|GET THE .{1,40} APP|Sign[- ]up\b|Subscribe\b|Register (?:now|here)|Log ?in\b|Already a (?:subscriber|member)|Download (?:the|our)\b|Get (?:the|our|breaking|all|more)\b.{0,60}(?:newsletter|news|inbox|alerts?|app|here)|Start the day|Support (?:our|independent)\b|Donate\b|Become a (?:member|subscriber)|Let our news|The news and stories that|This site is protected|Want (?:more )?stories).{0,300}"),
    ("disclaimer", r"\(?(?:Disclaimer|Haftungsausschluss|Aviso legal|Editor['’]s note|Editors['’] note|Note to readers|Correction|Clarification|免责声明)\s*[:：-].{0,1500}"),
    ("disclaimer", r"\(?(?:Except for the headline|This (?:story|article|report|post|piece|copy) (?:has|was|is|originally|first)\b.{0,60}(?:edited|updated|published|appeared|produced|generated|corrected|syndicated)|The (?:views|opinions) expressed|Views expressed|Opinions expressed|Any opinions).{0,600}"),
    ("disclaimer", r"This is a (?:developing|breaking)(?: news)? (?:story|report|post)\b.{0,40}(?:stay tuned|check back|(?:will|may) be updated).{0,120}"),
    ("disclaimer", r"(?:An? )?(?:previous|earlier|Previous|Earlier) versions? of this (?:article|story|post|report|piece)\b.{0,600}"),
    ("disclaimer", r"(?:Correction|CORRECTION|Corrections? and clarifications?)(?:, .{5,40})?: .{0,60}\b[Tt]his (?:article|story|post|report|piece) .{0,600}"),
    ("disclaimer", r"This (?:article|story|report) (?:is|was) based (?:in part )?on wire.{0,60}"),
    ("disclaimer", r"(?:Content created by|For licensing|If you have a claim you would like).{0,600}"),
    ("disclaimer", r"\((?:Corrects|Refiles|Recasts|Adds|Updates|This story (?:was|has been) (?:refiled|corrected)|(?:This|The) .{0,40}(?:story|version) corrects)\b.{0,300}\)"),
    ("source", r"(?:Source|Sources|Via|Quelle|Fuente|来源|H/T|With (?:Post|AP|Reuters|wire|agency) (?:wires|reports?|inputs?))\s*(?:[»›:：>|]|[-–—]\s|$).{0,120}"),
    ("copyright", r"(?:©|\(c\)\s|Copyright\b|All rights reserved).{0,400}"),
    ("contributor", r"\(?(?:Reporting|Additional reporting|Writing|Editing|Edited|Compiled|Contributing|Contributors?)\s*(?:by\b|:).{0,300}"),
    ("related", r"(?:More|MORE|Related):\S.{1,300}"),
    ("related", r"\(For (?:more|a graphic|an? .{1,40}graphic)\b.{1,300}\)"),
    ("related", r"[^.:]{1,60}[^\W\d]:(?!\w+[.:]\w)[\"“'‘]?[A-Z](?![^.]{0,250}[.!?)\]]$)[^.]{15,200}[^\s.!?…:\"”]"),
    ("ticker", r"Ticker Security Last Change\b.{0,1500}"),
    ("ticker", r"(?:[A-Z][A-Z0-9.:]{0,7} [A-Z][A-Z0-9.,&' -]{1,40} [\d,]{1,9}\.\d{1,6} [+-][\d,]{1,9}\.\d{1,4}(?: [+-]\d{1,4}\.\d{1,4}%)?\s?){1,20}"),
    ("related", r"\(?\[?(?:READ(?: MORE)?|RELATED(?: STOR(?:Y|IES))?|ALSO READ|SEE ALSO|WATCH|MORE|LISTEN|DON['’]T MISS|MUST READ|Read (?:more|also|next)|Also (?:read|see)|See also|Related(?: (?:story|stories|article|coverage))?|More|Watch|Read|Full coverage|Lesen Sie auch|Lea también|Lire aussi|更多)\s*(?:[:：»›|]|[-–—]\s).{1,300}"),
    ("advertisement", r"(?:Advertisement|ADVERTISEMENT|Ad|Sponsored(?: content)?|Story continues below.{0,40}|Article continues .{0,40}|Anzeige|Publicidad|Loading\.\.\.|To view this video please enable JavaScript.{0,200})"),
)  # fmt: skip
_AROUND = r"[\s*_#>»•-]{{0,6}}(?:{})\s*[.)\]]?"
_LINES = tuple((reason, _AROUND.format(pattern)) for reason, pattern in _LINE)
# Most lines are none of these, and one pattern for all of them says so several times faster.
_ANY_LINE = re.compile(_AROUND.format("|".join(pattern for _, pattern in _LINE)), re.DOTALL)
_ANYWHERE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("caption", ("AFP", "Getty", "AP", "Reuters", "EPA", "Shutterstock", "REUTERS"), r".{0,600}?(?:/(?:AFP|Getty|AP|Reuters|EPA|Shutterstock|REUTERS)\b.{0,40}|\(\s*(?:AP|Reuters|AFP|Getty)\s+(?:Photo|Images?).{0,60}\)|Getty Images.{0,20}|(?:REUTERS|AP Photo|EPA|AFP)/.{0,60})"),
    ("subscription", ("newsletter", "delivered"), r".{0,200}(?:newsletter|delivered (?:straight|fresh) to your).{0,80}(?:inbox|sign up|subscribe|every day|want to miss|straight to your (?:inbox|phone)).{0,80}"),
    ("subscription", ("Email Sign Up",), r".{0,200}\bEmail Sign Up By signing up you agree to .{1,400}"),
    ("related", ("Read more",), r"[^.]{3,200}[^\s.!:,;\"”] Read more"),
    ("copyright", ("may not be", "permission", "rights reserved"), r".{0,200}(?:may not be (?:published|reproduced)|without (?:the )?(?:prior |written |express )*permission|All rights reserved).{0,300}"),
    ("advertisement", ("dvertise",), r".{0,200}\b(?:[Aa]dvertise with us|To advertise (?:in|on|here)\b).{0,100}"),
    ("subscription", ("This site is protected by",), r".{0,300}This site is protected by re[cC][aA][pP][tT][cC][hH][aA].{0,200}"),
    ("contributor", ("contributed to this",), r"\(?.{0,200}\bcontributed to this (?:report|story|article|post)(?:.{0,20}|,? which was updated at .{1,30}|,? along with .{1,60}|\. Follow .{1,60}|from [A-Z].{1,40})"),
    ("contributor", (" contributed",), rf"[—–-]{{0,2}}\s?{_NAME}(?: {_NAME}){{1,3}}(?:(?:, and|,| and) {_NAME}(?: {_NAME}){{1,3}}){{0,6}} contributed(?: reporting)?"),
    ("disclaimer", (": This ",), r"(?:Update|UPDATE): This (?:article|story|post|report|piece) (?:was|has been) updated\b.{0,200}"),
    ("byline", ("Follow ", "follow ", "can be reached at"), r"(?:You can |[^\W\d_a-z][^.]{2,60} )?(?:[Ff]ollow [A-Z][^.]{1,40} on|can be reached at)\b.{0,100}(?:@|\[email).{0,80}"),
    ("byline", ("Follow ", "e reached at", "Email: "), r"[^\W\d_a-z].{3,120} (?:is|are|covers) .{3,400}[.)] (?:Follow (?:him|her|them)|(?:He|She) can be reached at|Email: \S{1,40}@).{0,100}"),
)  # fmt: skip
"""Patterns that may begin anywhere, tried only where one of some words stands in the line."""
_ANYWHERES = tuple(
    (need, reason, re.compile(rf"{pattern}\s*[.)\]]?", re.DOTALL))
    for reason, needs, pattern in _ANYWHERE
    for need in needs
)

_LIST_HEADING = re.compile(
    r"(?:Related|Read|Recommended|Most (?:read|popular|viewed|shared)|You may also|Trending|Top stor|"
    r"Special Section|Latest (?:news|stor)|In this (?:section|story)|Editors['’] picks|Don['’]t miss|"
    r"See also|More (?:From|On|Stories|Coverage|News|in)\b|Keep reading|Up next|What to read|Promoted|"
    r"Around the web|From our partners|Lesen Sie|Mehr zum|Lea también|Más noticias|Articles? liés|相关)"
    r".{0,60}",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"[(\[](?:RELATED|Related|READ|Photo|PHOTO|Image|Credit|credit|Graphic|AP Photo|Reporting by|"
    r"Published|Click here|Featured Image|Get all|H/T|Note|Video)\b[^()\[\]]{0,300}[)\]]|"
    r"(?:REUTERS|EPA|AFP)/[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{0,20}){0,3}(?:/[\w ]{1,20})?(?=$|\s)"
)
_PLAYER = re.compile(
    r"\bJUST WATCHED .{1,300}? Replay More Videos \.\.\. MUST WATCH (?:.{0,300}? \d\d:\d\d\b)?|"
    r"\bPhotos: (?:(?!Hide Caption).){1,800} Hide Caption \d{1,3} of \d{1,3}\b|"
    r"\bHide Caption \d{1,3} of \d{1,3}\b",
    re.DOTALL,
)
"""What a gallery or a player leaves behind, with its captions: it says itself where it ends."""
_MARK = re.compile(
    r"(?:\bMedia playback is (?:unsupported|not supported) on (?:your|this) device\s*)?\bMedia caption\b(?= [\"“'‘]?[A-Z0-9])|"
    r"\bMedia playback is (?:unsupported|not supported) on (?:your|this) device\b|"
    r"\bImage copyright\s(?:[^.]{1,60}?\s)?Image caption\b|"
    r"\bImage copyright(?: (?:Getty Images|Alamy|[A-Z][A-Z-]{1,20}(?=$| [A-Z])|[A-Z][A-Z /-]{1,50}(?=$)|Reuters)|$)|"
    r"^Image caption\b(?= [A-Z])|\bPlay Video \d{1,2}:\d\d\b|^Play Video(?= [\"'‘]?[A-Z])|\bFacebook Twitter Pinterest\b|"
    r"^CLOSE(?= (?![A-Z]{2})[A-Z]\S{0,20} .{0,40}?[a-z]{3})"
)
"""The words before a caption; where it ends, nothing says."""
_MARK_WORDS = ("Media ", "Image c", "Play Video", "Facebook Twitter", "CLOSE ")
_CREDITED = re.compile(
    r"(?:\bPhotograph: [^.]{1,80}|"
    r"[.!?)\"”] (?:[A-Z][\w ,/'’-]{0,50}[,/] ?)?(?:USA TODAY|AP|Buzz60|Reuters|Getty)\b[^.]{0,25})\.?$"
)
_NEXT_SENTENCE = re.compile(r"[^.\s]{3}[.!?][\"”'’)]?\s+[\"“‘'(]?[A-Z]")
_CAPTION_WORDS = 35
_CLICK = re.compile(r"(?<=[.!?”\"] )Click here (?:for|to)\b[^.!?]{0,80}[.!]?$")
_TWEETED = re.compile(
    rf"^{_NAME}(?: {_NAME}){{0,3}} \(@\w{{1,20}}\)(?= (?!{_MONTH} \d|\w{{3,6}}day\b)[A-Z\"“#@.])|"
    r"^Skip Twitter post (?:\d )?by @\w{1,20}"
)
_SIGNATURE = re.compile(
    r"(?:(?:https?://t\.co/\w{1,12}|pic\.twitter\.com/\w{1,12})\s{0,2}){0,4}"
    rf"(?:[—–]|--)\s?[^()—–]{{1,60}} \(@\w{{1,20}}\) {_MONTH} \d{{1,2}}, \d{{4}}"
)
_SIGNED = re.compile(
    rf"(?:[—–-]|--)\s?{_NAME}(?:\s{_NAME}){{1,3}}(?:(?:,| and|, and)\s{_NAME}(?:\s{_NAME}){{1,3}}){{0,4}}"
)
_PLACE = r"[A-Z][\w.'’-]{1,25}(?:[ ,]+[A-Z][\w.'’-]{0,20}){0,4}"
_CAPITALS = r"[A-Z][A-Z.'’-]{1,25}(?:[ ,]+[A-Z][\w.'’-]{0,20}){0,5}?"
_DAY = rf",?\s*{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}(?:{_DAY})?(?:\s*\([A-Z][\w. /]{{1,30}}\))?(?:{_DAY})?"
    rf"|(?:{_PLACE}(?:{_DAY})?\s*)?\({_AGENCY}\)(?:{_DAY})?)"
    r"\s*(?:[—–]|--|-(?=\s))\s*(?=[\"'“‘]?[A-Z])"
    rf"|(?:{_PLACE}\s)?\(CNN(?: Business)?\)\s*(?=[\"'“‘]?[A-Z])"
)
_ENDS = re.compile(r"[.!?…。！？؟।](?:[\"'”’»)\]】」』]|\s){0,4}$")
_CAPTION_DATE = re.compile(
    rf",\s+(?:on\s+)?(?:[A-Z][a-z]+day,\s+)?{_MONTH}\s+\d{{1,2}},\s+\d{{4}}\b"
)
_PAST = re.compile(
    r"\b(?:said|was|were|had|did|told|began|came|made|took|went|gave|won|lost|would|could)\b|[a-z]ed\b"
)
_PRESENT = re.compile(r"\b(?:is|are|[a-z]{3,}s)\b")
_LONGEST = 2000


_HIDDEN_LINKS = re.compile(
    r"\b(?P<surname>[A-Z][\w'’-]{2,30})"
    r"(?P<hidden>(?: [A-Z(][^\n,;:]{0,60}?)? (?P=surname)"
    r"(?:MORE|(?=[A-Z\"“‘'\d])[^\n]{3,600}? MORE))\b"
)
_HIDDEN_LINKS_APART = re.compile(
    r"\b(?P<first>[A-Z][\w'’-]{1,30}) (?P<surname>[A-Z][\w'’-]{2,30})"
    r"(?P<hidden> (?P=first)(?: [^\n,;:]{1,50}?)? (?P=surname) (?=[A-Z\"“‘'\d])[^\n]{3,600}? MORE)\b"
)
"""The same where a blank stands before the headlines: then the first name has to come again."""


def hidden_links(text: str) -> list[tuple[int, int]]:
    """What stands hidden behind a name in The Hill's pages: the whole name, headlines and MORE.

    ``Sen. Tom Voss Thomas (Tom) Ian VossSenate votes on dams Voss: No comment MORE said`` is
    ``Sen. Tom Voss said`` to a reader. The spans are inside sentences, which go on behind them.
    """
    if "MORE" not in text:
        return []
    found = [match.span("hidden") for match in _HIDDEN_LINKS.finditer(text)]
    for match in _HIDDEN_LINKS_APART.finditer(text):
        start, end = match.span("hidden")
        if all(end <= left or right <= start for left, right in found):
            found.append((start, end))
    return sorted(found)


def reason_of(line: str) -> str | None:
    """Why a whole line is no part of the article, or None where nothing says so."""
    if len(line) > _LONGEST or "Hide Caption" in line:  # a gallery: prose may go on after it
        return None
    if _captions(line) == [(0, len(line), "caption")]:
        return "caption"
    if _ANY_LINE.fullmatch(line):
        return next(reason for reason, one in _LINES if re.fullmatch(one, line, re.DOTALL))
    for need, reason, pattern in _ANYWHERES:
        if need in line and pattern.fullmatch(line):
            return reason
    return "caption" if _is_dated_caption(line) else None


def _is_dated_caption(line: str) -> bool:
    """A picture is told in the present and set at a full date: ``X waits, May 2, 2031, in Y``."""
    found = _CAPTION_DATE.search(line)
    if not found or '"' in line or "“" in line:
        return False
    before = line[: found.start()]
    return bool(_PRESENT.search(before)) and not _PAST.search(before)


def dateline(line: str) -> int:
    """The length of a dateline that opens the line (``OSLO (Reuters) - ``); 0 for none."""
    found = _DATELINE.match(line)
    return found.end() if found else 0


def inline(line: str) -> list[tuple[int, int, str]]:
    """Spans inside a line that are the page's, with the reason of each, in order.

    Notes in brackets and picture credits, the remains of players and galleries, the marks before
    captions and the signatures under quoted tweets.
    """
    found = _captions(line)
    if "(" in line or "/" in line or "[" in line:
        found += [(*match.span(), "note") for match in _INLINE.finditer(line)]
    if "(@" in line:
        found += [(*match.span(), "byline") for match in _SIGNATURE.finditer(line)]
    if "(@" in line or line.startswith("Skip "):
        found += [(*match.span(), "byline") for match in _TWEETED.finditer(line)]
    if "Click here" in line:
        found += [(*match.span(), "related") for match in _CLICK.finditer(line)]
    if "MUST WATCH" in line or "Hide " in line:
        found += [(*match.span(), "caption") for match in _PLAYER.finditer(line)]
    apart: list[tuple[int, int, str]] = []
    for span in sorted(found):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


def _captions(line: str) -> list[tuple[int, int, str]]:
    """The marks before captions, each with its caption where that is surely all that follows."""
    for words in _MARK_WORDS:
        if words in line:
            break
    else:
        return []
    marks = list(_MARK.finditer(line))
    spans = []
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(line)
        rest = line[mark.end() : end].strip()
        only = _CREDITED.search(rest) or not (
            _NEXT_SENTENCE.search(rest) or rest.count(" ") >= _CAPTION_WORDS
        )
        spans.append((mark.start(), end if only else mark.end(), "caption"))
    return spans


def is_shouted(line: str) -> bool:
    """Whether all letters of a line are capitals, as in links between the paragraphs."""
    return line.isupper() and not line.endswith((".", "!", ":")) and " " in line


def signs(line: str) -> bool:
    """Whether a line is a dash and names: who wrote the paragraphs above."""
    return bool(_SIGNED.fullmatch(line))


def heading_of_list(line: str) -> bool:
    """Whether a line that is no sentence announces a list of other articles."""
    return bool(_LIST_HEADING.fullmatch(line.strip(" :»›•*#")))


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, notes of the page aside."""
    if line.endswith((")", "]")) or "/" in line:
        line = _INLINE.sub("", line)
    return bool(_ENDS.search(line)) and not line.rstrip().endswith(("…", "..."))
