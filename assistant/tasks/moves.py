"""Tell what a mentor's line does: ask openly, ask for a yes, check, invite to try, tell, and so on. By rule, English only, pure.

Rules go by the words that English uses for each, hedges included ("I wonder whether you might have a go"). What none of them
knows is telling. A line is known by what the other one would answer to: mostly its last question.
"""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.words import normalised

__all__ = ["Move", "move_of", "parts_of"]

BURIED = 40
"""Words of telling after a question that make people answer the telling. Guessed: a quarter of a minute of speech."""


class Move(StrEnum):
    """What a line does."""

    OPEN = "open question"
    CLOSED = "closed question"
    CHECK = "check"
    """Asks the senior to say or judge it themselves."""
    TRY = "try"
    """Puts it into the senior's hands."""
    EMPTY = "empty phrase"
    """A check that everybody answers with yes."""
    PERMISSION = "permission"
    """Asks leave before asking, differing or showing."""
    NAMING = "naming"
    """Says what is seen or heard of the senior, and leaves it with them."""
    WAITING = "waiting"
    """Says nothing."""
    CLOSING = "closing"
    TELLING = "telling"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{' '.join(pattern.split())})" for pattern in patterns))


_YOU = r"(?:you|we|you both|the two of us)"
_DO = (
    r"(?:try|have (?:a|another) (?:go|try|crack|stab|bash|look|shot|play)|give (?:it|that|this|one) a (?:go|try|whirl|shot)|take (?:the|my|this"
    r"|hold of the) "
    r"(?:mouse|keyboard|pen|pens|wheel|tablet|phone|laptop|form|sheet|marker|first|next|one|second)|open|type|click|tap|press|colour|color|circle"
    r"|underline|highlight"
    r"|mark|tick|cross out|write|jot|draft|pick|choose|select|drag|drop|scroll|swipe|sort|filter|find me|log in|sign in|copy|paste|put your|draw"
    r"|sketch|search|look up|turn to|switch|start "
    r"(?:with|on) the|carry on with|drive|do (?:it|this|that|one|the|a|another)|show me|teach me"
    r"|find|work out|fix|mend|correct|run (?:it|the|this)|record|rewrite|rank|count"
    r"|compare|read (?:it|this|the|me|out|one)|point (?:to|at)|move the)"
)
_TRYING = _DO.replace("(?:try|", "(?:trying|having a go|doing (?:it|one)|try|", 1)
_SOFT = (
    r"(?:please |perhaps |maybe |possibly |now |then |first |just |kindly |like to |care to |want to |be willing to |be able to |be up for |quickly "
    r"|even )*"
)
_LEAD = (
    r"^(?:(?:so|and|but|or|now|then|ok|okay|right|well|good|great|fine|all right|alright|first|next|please|perhaps|maybe|again|today|still|also"
    r"|if i may|if you like|here"
    r"|in that case|out of interest|before (?:i|we) \w+(?: \w+){0,3}|when you are ready|whenever you are ready|for you|henrik)[,:]? )*"
)

_EMPTY = _any(
    r"\b(?:does|did|do) (?:that|this|it|all that|any of that|what i said)(?: all)?(?: kind of| sort of)? (?:make (?:any )?sense|help|sound (?:ok"
    r"|okay|all right|alright|fine|good|reasonable)|work for you)\b",
    r"\bmakes? sense(?:,? (?:right|yes|no|so far|to you))?\?",
    r"\bif (?:that|this|it) makes (?:any )?sense\b",
    r"^(?:and |so )?(?:ok|okay|right|clear|all clear|got it|got that|you got that|good|fine|yes|yeah|all good|all right|alright|see|you see"
    r"|understood|follow|following"
    r"|with me|still with me|you with me|happy(?: with (?:that|this))?|comfortable(?: with (?:that|this))?)(?: so far| up to here| until now"
    r"| up to now)?\?",
    r"[,;-] (?:ok|okay|got it|got that|you see|you know|clear|yeah|yes|understood|all right|alright)\?",
    r"\bare you (?:(?:still|all) )?(?:with me|following|ok with|okay with|happy with|clear|comfortable with|good with)\b",
    r"\bis (?:that|this|it|everything|all that)(?: all)?(?: reasonably| fairly| quite)? (?:clear|ok|okay|understood|all right|alright|fine"
    r"|good)\b(?! (?:if|for you if))[^?]{0,25}\?",
    r"\b(?:do|did|have) you (?:(?:all )?(?:understand|get(?: it| that)|follow|see what i mean|know what i mean)|got (?:it|that|all that)"
    r"|understood)\b[^?]{0,25}\?",
    r"^(?:so |and )?(?:do you have |have you got |are there |have you )?any (?:other )?(?:questions?|queries|worries)(?: (?:so far|at all|about that"
    r"|on that|before .*|up to here))?\?",
    r"\bhow does (?:that|this|it) sound\?",
    r"\b(?:happy|comfortable|ok|okay|good) (?:with|about) (?:that|this|it|everything|all that)(?: so far)?\?",
)
_CLOSING = _any(
    r"\b(?:that's|that is|we are|we're) (?:our time|all we have time for|time up|out of time|at time|nearly out of time)\b",
    r"\b(?:let's|let us|shall we|can we|could we|we (?:should|could|can|had better)) (?:stop|leave it|end|finish|close|wrap up|call it a day"
    r"|draw to a close|pause)"
    r"(?: (?:it|things|up))?(?: (?:here|there|for (?:today|now)|at that))?[.?!]*$",
    r"\b(?:thank you|thanks|many thanks)(?: so much| very much| ever so much| a lot)? for (?:your time|your patience|giving|today|this (?:session"
    r"|hour|afternoon|morning)|having me|coming|all)\b",
    r"\b(?:see|speak to|talk to) you (?:on|next|then|soon|again|tomorrow|in|at)\b",
    r"\b(?:goodbye|bye|cheerio|cheers,? then|until next time|till next time|have a good (?:day|afternoon|evening|weekend|week))\b",
    r"\b(?:when (?:shall|should|can|could|do|would) we (?:next )?meet|same time next|when (?:is|shall) (?:our|the) next"
    r"|does .{3,40} suit you for the next)\b",
    r"\b(?:before we (?:finish|close|part|wrap up|stop|end|go(?! on| any| further| through))|as a last (?:thing|question|word)|in our last minute"
    r"|one last thing before)\b",
    r"^to (?:close|finish|wrap up)[:,]",
)
_CHECK = _any(
    r"\b(?:in|into) (?:your (?:own )?|plain |three |two )(?:words|sentences)\b",
    rf"\bhow (?:would|might|could|will|do you think) {_YOU}(?:'d| would| might| could)? ?(?:now )?(?:explain|describe|put|say|tell|teach|present|sum"
    rf"|summari[sz]e|sell|pass)\b",
    r"\bwhat (?:would|might|could|will) you (?:now )?(?:tell|say to|teach|pass on to|warn|advise)\b",
    rf"\b(?:suppose|imagine|say|let's say|if)\b.*\b(?:what|how|which|where|whom?) (?:would|might|could|will|do) {_YOU}\b(?! like| want| prefer)",
    rf"\b(?:what|how|which|where|whom?) (?:would|might|could|will) {_YOU}\b.*\b(?:if|when|should) .*\b(?:fail|fails|failed|missing|broke|breaks|wrong"
    rf"|alone|stuck|were|was|did|asked|asks|came|comes|monday)\b",
    r"\bwhich (?:\w+ ){0,4}(?:would|might|do|could) (?:you|we) (?:not (?:yet )?|still |least |most )?(?:trust|doubt|check|not trust|be least sure"
    r"|be unsure|question|worry)\b",
    r"\b(?:what|which)(?:'s| is| was| were| are)? (?:the )?(?:\w+ )?(?:main|one|key|first|biggest|single) (?:\w+ ){1,3}(?:you(?:'d|'ll)? (?:took"
    r"|take|would|will|have taken|remember)|for you)\b",
    r"\bwhat (?:have|did|do|are|would|will) you (?:take|taken|taking|took|understood|understand|remember|got|made|make|recall|keep"
    r"|picked)\b(?: so far| from| away| by|\?| of (?:it|that|this))",
    r"\b(?:(?:explain|say|tell|talk|play|teach)(?: it| that| this| me){0,2} back|(?:talk|run|walk|take) me (?:back )?through (?:what|how) (?:we"
    r"|you) (?:just |have |now )*(?:did|done|would))\b",
    r"\b(?:sum|summari[sz]e) (?:it |that |this |up )*(?:for me|what|in|where|back|up)\b",
    rf"\b(?:explain|describe|teach|show) (?:it|that|this|me how {_YOU} would (?:explain|teach|describe))\b.*\b(?:to|as if|for) (?:me|your|a|the"
    rf"|somebody|someone|i)\b",
    r"\bhow would (?:you|we) (?:know|notice|tell|recogni[sz]e|check|spot|find out)\b",
    r"\bwhere (?:would|might|could) (?:you|it|this) (?:get stuck|go wrong|trip|fail|fall down)\b",
    r"\bwhat (?:is|are|was) (?:still |yet )?(?:unclear|hazy|muddled|fuzzy)\b",
    r"\bwhat (?:would|might) you (?:try|do|check|press|look at)(?: first| next| now)?\?.*$",
    r"\b(?:i am|i'm) not sure (?:that )?i (?:explained|put|said|have explained|made)\b.*\b(?:how|what|could|would)\b",
)
_TRY = _any(
    rf"{_LEAD}(?:do |go ahead and |go on,? (?:and )?|let's (?:all |both )?|let us )?{_SOFT}{_DO}\b(?! to be| not to|ing| by saying)",
    rf"\b(?:could|can|would|will|might|may|should|do|did) you {_SOFT}(?:mind )?{_TRYING}\b",
    rf"\b(?:why don't|why do not|shall|should|could|can|might|may) we (?:both |perhaps |maybe )*{_TRYING}\b",
    rf"\b(?:why don't you|why not|how about(?: you)?|what about(?: you)?|what if (?:you|we)|fancy|care to|i suggest (?:that )?you|i'd suggest you"
    rf"|i would suggest you|i propose (?:that )?you|feel free to|be my guest and)"
    rf" {_SOFT}(?:tried|had a go|opened|{_TRYING})\b",
    rf"{_LEAD}you (?:try|have a|do (?:the|it|this|that|one)|take the|drive)\b",
    rf"\b(?:you|we) (?:could|might)(?: perhaps| maybe| possibly| well| as well)? ?(?:like to |want to |care to )?{_DO}\b",
    rf"\b(?:i'd like|i would like|i want|i'd love|i would love|i'd ask|invite|i'd be grateful for) (?:for )?you (?:now )?to {_SOFT}{_DO}\b",
    rf"\b(?:would|might) it be (?:worth|an idea|useful|helpful|good) (?:if (?:you|we) |for you to |to )?(?:perhaps )?(?:tried|had a go|{_TRYING})",
    rf"\b(?:wonder(?:ing|ed)?|don't suppose|do not suppose|up to you,? but|worth your while|willing|up for|ready|happy|your turn|chance|like)(?: if"
    rf"| whether| that)? ?(?:{_YOU}(?:'d| would| might| could|'re| are)? ?)?"
    rf"(?:be )?(?:willing |up |ready |happy |able )?(?:for |to )?(?:you to )?(?:try|tried|trying|have a|having a|take the|taking the|give it"
    rf"|giving it|open|colour|show me)\b",
    r"\b(?:your turn|over to you|you drive|you're driving|it's all yours|this one is yours|the keyboard is yours|the mouse is yours|be my guest"
    r"|all yours|hands on)\b",
    r"^here(?:'s| is|,|:).{0,60}\b(?:for you|you (?:take|do|try|have)|your)\b.*$",
)
_NOT_TRY = _any(
    r"\b(?:i'll|i will|i am going to|i'm going to|let me|can i|could i|may i|shall i|i) (?:\w+ )?(?:have a|try|take the|show|open|do it|give it)\b",
    r"(?:^|[,;:] |please )(?:don't|do not) ",
    r"\b(?:take your time|try not to|open question|count on|mark my|pick up on|write to (?:us|me))\b",
)
_PERMISSION = _any(
    r"\b(?:may|might|can|could|shall) i (?:\w+ )?(?:ask|offer|suggest|push|challenge|check|share|show|be|stop|interrupt|add|say|put|come|raise"
    r"|mention|disagree|differ|give|tell|play|park|borrow|take|have|bring|point|go|sit|make|pick|start)\b",
    r"\b(?:would|will) (?:it|that) be (?:all right|alright|ok|okay|fine|useful|helpful|acceptable|rude|too much) (?:if i|for me to|to ask)\b",
    r"\b(?:is|would) (?:it|that|this|now) (?:be )?(?:all right|alright|ok|okay|fine|a good time|a bad time|too soon) ?(?:if i|for me|to ask|to|for"
    r"|with you if|\?)",
    r"\b(?:do|would) you mind (?:if i|me)\b",
    r"\b(?:would|are) you (?:be )?(?:open to|up for|ok with|okay with|happy for me|willing to hear|happy to hear|ready to hear)\b",
    r"\b(?:with your permission|if i may\b|if you'll allow me|if you will allow me|would you allow me|will you let me|would you let me)",
    r"\bi(?:'d| would) like to (?:ask you something|say something|offer|raise|suggest something|push back)\b.*\b(?:if|may)\b",
)
_WH = r"(?:what(?:'s|'re)?|how(?:'s)?|why|which|where(?:'s)?|who(?:'s)?|whose|whom|when)"
_FACT = _any(
    r"\bhow (?:many|long|much|often|old|soon|far|big|large)\b",
    r"\b(?:what|which) (?:time|day|date|month|year|version|number|room|floor|colour|percentage)\b",
    r"^(?:\W*\w+,? ){0,2}when(?: is| was| did| do| does| will| are| were)\b",
    r"\bwhich of (?:the|those|these) two\b",
)
_ASKS = _any(
    rf"\b(?:tell|remind) me (?:a (?:bit|little) )?(?:more )?(?:\b(?:about|of)\b|{_WH}\b)",
    r"^(?:\W*\w+,? ){0,3}(?:say|tell me) (?:a (?:bit|little) )?more\b",
    rf"\b(?:talk|walk|take|lead|run) me through\b|\bhelp me (?:to )?(?:understand|see)\b|\bpaint me\b|{_LEAD}(?:please )?describe\b",
    rf"\b(?:wonder(?:ed|ing)?|curious|interested|love|like|keen|glad|grateful|good|fascinated|useful|helpful)\b[^?]{{0,40}}\b(?:about |to know "
    rf"|to hear |to see |to learn |to understand |as to )?(?:{_WH}) (?!to\b)",
    rf"\b(?:ask|know|tell me|say|explain|share|show me|see|sense|idea|mind telling me|mind sharing)(?: me| us)?,? (?:please )?(?:a (?:bit"
    rf"|little) (?:more )?)?(?:about )?{_WH} (?!to\b)[^?]*\?",
    r"\bcould you (?:perhaps )?(?:tell|say|give|share|describe|talk|expand)\b|\b(?:can|could|would|will) you (?:please |perhaps "
    r"|possibly )*(?:describe|tell me|talk about|expand|elaborate|say (?:a (?:bit|little) )?more|think of)\b",
    r"\b(?:i'd|i would) (?:love|like|be (?:curious|interested|keen|glad)) to (?:hear|know|learn) (?:more|about|your)\b|\bwould you mind (?:telling"
    r"|sharing|saying|describing|explaining|expanding)\b",
    rf"^i was wondering (?:about|{_WH})",
)
_OFFERS = re.compile(r"\b(?:show|tell|teach|explain to|explain|give|take|walk|talk|lead|run|remind) you\b")
_WHETHER = _any(
    r"\b(?:wonder(?:ed|ing)?|ask|know|curious|like to know)(?: you)? (?:if|whether)\b",
    r"\bi don't suppose\b|\bi do not suppose\b|\bhappen to (?:know|have|remember)\b",
)
_INVERTED = _any(
    rf"{_LEAD}(?:{_WH}|what (?!i |you |we |they |he |she |it )\w+|which \w+|how \w+) (?:do|does|did|is|are|was|were|would|could|can|will|should|has"
    rf"|have|had|might|am|shall) (?!n't)\w+",
    rf"{_LEAD}(?:what's|how's|where's|who's|what about|how come|in what way|to what extent|for whom|at which|in which|on what|with whom|of all)\b",
)
_SUGGESTS = re.compile(r"\b(?:why don't|why do not|why not|how about|what about|what if)\b")
_AUX = _any(
    rf"{_LEAD}(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should|shall|may|might|am|isn't|aren't|don't|doesn't|didn't|won't"
    rf"|wouldn't|couldn't|can't|haven't|hasn't)"
    r" (?:you|we|they|it|he|she|that|this|there|your|i|those|these|any|anyone|anybody|somebody|people)\b"
)
_WORD_AT_CLAUSE = re.compile(rf"(?:{_LEAD}|[,;:-] (?:so |and |but |then )?|\bfor you,? )(?:in |at |to |for |on |with |of |from |by )?{_WH}\b")
_TAG = re.compile(
    r"[,;-] ?(?:isn't it|aren't (?:you|they|we)|don't you(?: think)?|doesn't it|won't (?:you|it)|wouldn't you(?: say)?|right|correct|am i right"
    r"|is it|do you|are you|have you|haven't you|no)\?"
)
_NAMING = _any(
    r"^(?:\W*\w+,? ){0,3}(?:i(?:'ve| have)? ?(?:also |just )?(?:notice|noticed|sense|sensed|gather)|i can (?:see|hear|tell that) (?:that "
    r"|how )?(?:you|it|this)|i hear (?:you|that|a|some))\b",
    r"\bi (?:get|have|got|had) (?:the|a) (?:feeling|impression|sense) (?:that )?(?:you|this|it|we|something)\b|\bmy (?:sense|impression) is\b",
    r"\b(?:it|that) (?:seems|looks|sounds|feels)(?: to me)?(?: rather| a bit| a little)? (?:like|as if|as though|that) (?:you|the|this|it|we"
    r"|something|there)\b",
    r"(?<!how )\byou (?:seem|look|sound|appear)(?:ed)?\b(?! (?:for|at|up|into|after|over|back|through|forward|it)\b)|\byou(?:'ve"
    r"| have) gone (?:\w+ )?quiet\b|\b(?:what|so) (?:you are|you're) saying\b|\bwhat i(?:'m| am) hearing\b|\bif i (?:hear|understand|understood"
    r"|heard) you\b",
    r"\bi (?:have|'ve|am|'m) ?(?:\w+ )?(?:been )?(?:lecturing|talking (?:too much|a lot|for|at you)|talked|going too fast|rushing|gone too fast"
    r"|started in the middle)\b|\bi went (?:too )?(?:quickly|fast)\b",
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"'”’)])\s+(?=[^a-z])|\n+")
_QUOTED = re.compile(r"(?<=\w[\s,:] )\"[^\"]*\"|(?<=\w )\"[^\"]*\"|(?<=: )\"[^\"]*\"")


def parts_of(line: str) -> list[tuple[str, Move]]:
    """The sentences of a line, each with what it does; none for a line without a letter or digit."""
    sentences = [sentence.strip() for sentence in _SENTENCE.split(line) if any(character.isalnum() for character in sentence)]
    return [(sentence, _move(_QUOTED.sub("that", normalised(sentence)).strip("\"'(* "))) for sentence in sentences]


def move_of(line: str) -> Move:
    """What the other one would answer to: something to do, a check, a goodbye, else the last question that the telling after it does not bury."""
    if re.fullmatch(r"\W*(?:(?:i |we )?(?:wait|waits|waiting|pause|pauses|silence|say nothing|says nothing|stay quiet|count to \w+)\W*)?", normalised(line)):
        return Move.WAITING
    parts = parts_of(line)
    asked, told = Move.TELLING, 0
    for sentence, move in parts:
        if move is Move.TELLING:
            told += len(sentence.split())
        elif _RANK[move] >= _RANK[asked]:
            asked, told = move, 0
    return Move.TELLING if told > BURIED else asked


_RANK = {move: 2 for move in Move} | {Move.TELLING: 0, Move.NAMING: 1, Move.CLOSING: 1, Move.CHECK: 3, Move.TRY: 4}
"""What is answered to whatever else the line asks; of equals the last."""


def _move(plain: str) -> Move:
    """What one sentence does, in lower case and with one kind of quotation mark."""
    if _EMPTY.search(plain):
        return Move.EMPTY
    if _CHECK.search(plain):
        return Move.CHECK
    asked_what = _INVERTED.search(plain) and not _SUGGESTS.search(plain)
    if _TRY.search(plain) and not _NOT_TRY.search(plain) and not asked_what:
        return Move.TRY
    if _CLOSING.search(plain):
        return Move.CLOSING
    asks = _asks(plain)
    if _PERMISSION.search(plain) and asks is not Move.OPEN:
        return Move.PERMISSION
    if asks:
        return asks if not (_NAMING.search(plain) and asks is Move.CLOSED) else Move.NAMING
    return Move.NAMING if _NAMING.search(plain) else Move.TELLING


def _asks(plain: str) -> Move | None:
    """An open or a closed question, or neither; the question mark may be missing where the order of the words shows one."""
    mark = plain.rstrip("\"')* ").endswith("?")
    if _TAG.search(plain):
        return Move.CLOSED
    if _WHETHER.search(plain):
        return Move.CLOSED
    if _ASKS.search(plain) and (mark or not _OFFERS.search(plain)):
        return Move.OPEN
    if _INVERTED.search(plain) or (mark and _WORD_AT_CLAUSE.search(plain)):
        return Move.CLOSED if _FACT.search(plain) else Move.OPEN
    return Move.CLOSED if mark or _AUX.search(plain) else None
