"""Words by which English asks, checks, invites, asks leave, names and takes leave: patterns for ``moves.py``, over lower case. Pure."""

from __future__ import annotations

import re

__all__ = [
    "ASKS",
    "AUX",
    "CHECK",
    "CLOSING",
    "EMPTY",
    "FACT",
    "INVERTED",
    "NAMING",
    "NOT_TRY",
    "OFFERS",
    "PERMISSION",
    "SUGGESTS",
    "TAG",
    "TRY",
    "WHETHER",
    "WORD_AT_CLAUSE",
]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{' '.join(pattern.split())})" for pattern in patterns))


_YOU = r"(?:you|we|you both|the two of us)"
_GO = r"(?:go|try|crack|stab|bash|look|shot|play|turn|whirl|think)"
_DO = (
    rf"(?:try|have (?:a|another) {_GO}|give (?:it|that|this|one) a {_GO}|take (?:the|a|my|this|hold of the) (?:mouse|keyboard|pens?|wheel|tablet"
    rf"|phone|laptop"
    r"|form|sheet|marker|first|next|one|second|look)|do (?:it|this|that|one|the|a|another|them)|type|click|tap|press|colou?r|circle|underline"
    r"|highlight|tick"
    r"|jot|draft|choose|select|drag|scroll|swipe|copy|paste|draw|sketch|drive|rewrite|rank|compare|enter|fill|grab|hit|pop|insert|delete|remove|edit"
    r"|zoom|mute"
    r"|unmute|launch|replace|rename|undo|redo|calculate|fix|mend|correct|practi[sc]e|repeat|hover|fetch|plug|upload|download|label|navigate|show me"
    r"|teach me"
    r"|open(?! question)|mark(?! my)|write(?! to (?:us|me|them))|pick(?! (?:\w+ )?up)|find(?! (?:a|an|half|some|out if) )|sort(?! of)|filter"
    r"|count(?! on)|cross out|search|look (?:up|at"
    r"|for|again)"
    r"|log in|sign in|switch (?:it|the|to|on|off)|turn (?:to|it|on|off|the)|put (?:the|your|it|this|that|a|one)|go (?:to the|back to the"
    r"|through the)|set (?:the|up|it)"
    r"|share your screen|make (?:a|the|your)|run (?:it|the|this)|test (?:it|this|the|one)|start (?:with|on) the|carry on with|read (?:it|this|the|me"
    r"|out|one)"
    r"|point (?:to|at)|work out|bring up|pull up|add (?:the|a|your|up|one)|change (?:the|one|it|a|your)|hold (?:down|the)|drop (?:the|it|that)"
    r"|record (?:it|the|your)"
    r"|close (?:the|it|that)|save (?:it|the)|hide the|print (?:it|the)|move the|join the|build (?:a|the|one))"
)
_TRYING = (
    rf"(?:trying|having (?:a|another) {_GO}|giving (?:it|that|this|one) a {_GO}|doing (?:it|one|the|this|that)|taking the|typing|clicking|opening"
    rf"|colouring"
    rf"|marking|picking|writing|filling|putting|entering|finding|showing me|teaching me|{_DO[3:]}"
)
_SOFT = (
    r"(?:please |perhaps |maybe |possibly |now |then |first |just |kindly |like to |care to |want to |be willing to |be able to |be up for |quickly "
    r"|even |go ahead and )*"
)
_LEAD = (
    r"^(?:(?:so|and|but|or|now|then|ok|okay|right|well|good|great|fine|all right|alright|first|next|please|perhaps|maybe|again|today|still|also"
    r"|if i may|if you like|here|oh|right then|in that case|out of interest|before (?:i|we) \w+(?: \w+){0,3}|when you are ready"
    r"|whenever you are ready"
    r"|for you|go on|go ahead|go and)[,:]? |[\w']+(?: [\w']+){0,6}, ){0,5}"
)

EMPTY = _any(
    r"^(?:so |and )?any questions\b[^?]{0,20}\?",
    r"\b(?:are|is) (?:we|all|everything) (?:all )?(?:good|ok|okay|fine|clear)(?: so far| here)?\?|^(?:so |and )?(?:are )?you following(?: me)?\?",
    r"\bhave i (?:made|been) (?:myself |that |it )?(?:clear|understood)\b|\bwas (?:that|it|all that) (?:clear|ok|okay|all right|too (?:fast|quick"
    r"|much))\b",
    r"\bdo we understand\b|\b(?:what|where) (?:i'm|i am) (?:getting at|going with this|coming from|driving at)\?|^(?:nothing|anything) (?:un"
    r"|not )?clear\?",
    r"\b(?:does|did|do) (?:that|this|it|all that|any of that|what i said)(?: all)?(?: kind of| sort of)? (?:make (?:any )?sense|help|sound (?:ok"
    r"|okay|all right|alright|fine|good|reasonable)|work for you)\b",
    r"\bmakes? sense(?:,? (?:right|yes|no|so far|to you))?\?",
    r"\bif (?:that|this|it) makes (?:any )?sense\b|\b(?:am|is|are|does|do) (?:\w+ ){1,2}making (?:any )?sense\b",
    r"^(?:so |and )?(?:(?:it|that|this|everything|all of that|all that) )?(?:sounds?|seems?|looks?) (?:good|ok|okay|fine|reasonable|fair|clear"
    r"|all right)"
    r"(?: so far| to you)?\?",
    r"\bdoes (?:that|this|it|all that) (?:sound|seem|look) (?:good|ok|okay|fine|reasonable|fair|clear|all right)\b[^?]{0,12}\?",
    r"^(?:so |and )?(?:is )?(?:everything|all|all that|that|that's|that is|it's|this is) (?:all )?(?:clear|ok|okay|fine|understood)(?:,? (?:isn't it"
    r"|yes|so far|right))?\?",
    r"^(?:so |and )?(?:do )?you (?:get|know|see) (?:what i mean|what i'm saying|me|the idea|the point|the gist)\?|\bam i (?:being )?clear\b",
    r"^(?:and |so )?(?:ok|okay|right|clear|all clear|got it|got that|you got that|good|fine|yes|yeah|all good|all right|alright|see|you see"
    r"|understood|follow|following"
    r"|with me|still with me|you with me|happy(?: with (?:that|this))?|comfortable(?: with (?:that|this))?)(?: so far| up to here| until now"
    r"| up to now)?\?",
    r"[,;-] (?:ok|okay|got it|got that|you see|you know|clear|yeah|yes|understood|all right|alright)\?",
    r"\bare you (?:(?:still|all) )?(?:with me|following|ok with|okay with|happy with|clear|comfortable with|good with)\b",
    r"\bis (?:that|this|it|everything|all that)(?: all)?(?: reasonably| fairly| quite)? (?:clear|ok|okay|understood|all right|alright|fine"
    r"|good)\b(?! (?:if|for you if))[^?]{0,25}\?",
    r"\b(?:do|did|have) you (?:(?:all )?(?:understand|get(?: it| that)?|follow|see what i mean|know what i mean)|got (?:it|that|all that)"
    r"|understood)(?: that| it| this| me| all of (?:that|it))?(?: all| now| so far| until now| up to here)?\?|^you got it\?",
    r"^(?:so |and )?(?:do you have |have you got |are there |have you )?any (?:other )?(?:questions?|queries|worries)(?: (?:so far|at all"
    r"|about (?:that|this)"
    r"|on (?:that|this)|before .*|up to here))?\?",
    r"\bhow does (?:that|this|it) sound\?",
    r"\b(?:happy|comfortable|ok|okay|good) (?:with|about) (?:that|this|it|everything|all that)(?: so far)?\?",
)
CLOSING = _any(
    r"\bthat(?:'s| is) our (?:hour|half hour|session|slot)\b",
    r"\bgood (?:place|point|moment|time) to (?:stop|end|finish|leave)\b|\bthat(?:'s| is) all (?:from me|we have time for|i have)\b|\btime(?:'s"
    r"| is) up\b|\bcatch you\b",
    r"\b(?:that's|that is|we are|we're) (?:our time|all we have time for|time up|out of time|at time|nearly out of time)\b",
    r"\b(?:let's|let us|shall we|can we|could we|we (?:should|could|can|had better)) (?:stop|leave it|end|finish|close|wrap up|call it a day"
    r"|draw to a close|pause)"
    r"(?: (?:it|things|up))?(?: (?:here|there|for (?:today|now)|at that))?[.?!]*$",
    r"\b(?:thank you|thanks|many thanks)(?: so much| very much| ever so much| a lot)? for (?:your time|your patience|giving|today|this (?:session"
    r"|hour|afternoon|morning)|having me|coming|all)\b",
    r"\b(?:we|i|let's|let us)(?:'ll|'d| will| had| should| must| have to)? ?(?:better )?(?:stop|leave it|finish|end|leave things) (?:here|there"
    r"|for today|at that)\b",
    r"\bi(?:'ll| will| should| must) let you (?:get on|go|get back)\b|\bthat's (?:us|it|all|everything) for (?:today|now|this time)\b|\bnext (?:date"
    r"|meeting|session) in\b",
    r"\b(?:pick|take) (?:this|it|that|things) up (?:again )?next (?:time|week|month)\b|\bcall it a day\b|\bwe(?:'re| are) (?:at|out of"
    r"|nearly at) time\b",
    r"\b(?:see|speak to|talk to) you (?:on|next|then|soon|again|tomorrow|in|at)\b",
    r"\b(?:goodbye|bye|cheerio|cheers,? then|until next time|till next time|have a (?:good|lovely|nice|great|pleasant) (?:day|afternoon|evening"
    r"|weekend|week|rest))\b",
    r"\b(?:when (?:shall|should|can|could|do|would) we (?:next )?meet|same time next|when (?:is|shall) (?:our|the) next"
    r"|does .{3,40} suit you for the next)\b",
    r"\b(?:before we (?:finish|close|part|wrap up|stop|end|go(?! on| any| further| through))|as a last (?:thing|question|word)|in our last minute"
    r"|one last thing before)\b",
    r"^to (?:close|finish|wrap up)[:,]",
)
CHECK = _any(
    r"\bwhat would you do (?:if|when|should)\b|\bin a nutshell\b.*\?",
    r"\bwhat(?:'s| is| would be) your (?:first|next) (?:step|move)\b|\b(?:the )?difference between\b.*\?|\brecap\b.*\?|\bwhat have we (?:learned"
    r"|learnt|covered|said|got)\b",
    r"\bwhich (?:one |ones )?(?:of (?:these|those|them|the \w+)(?: two| three| four)? )?would you\b(?! like| rather| prefer| be)|\bhow (?:sure"
    r"|certain|confident) are you\b|\bhow would you show\b",
    r"\b(?:in|into) (?:your (?:own )?|plain |three |two )(?:words|sentences)\b",
    rf"\bhow (?:would|might|could|will|do you think) {_YOU}(?:'d| would| might| could)? ?(?:now )?(?:explain|describe|put|say|tell|teach|present|sum"
    rf"|summari[sz]e|sell|pass)\b",
    r"\bwhat (?:would|might|could|will) you (?:now )?(?:tell|say to|teach|pass on to|warn|advise)\b",
    r"\b(?:pretend|suppose|imagine)\b.*\b(?:how|what) (?:does|is|do)\b|\btell me what (?:we|we've|we have) (?:just )?(?:agreed|covered|done|said"
    r"|decided)\b",
    r"\bwhat are the (?:two|three|four|first|main) \w+ you(?:'d| would)\b|\bwhat would make you (?:stop|ask|doubt|check|look|hesitate|change)\b",
    r"\bwhich .*\b(?:would you|you'd|you would) (?:give|choose|colour|pick|keep|drop|put)\b.*\bwhy\b|\bas you (?:see|understand|remember) (?:it|them"
    r"|this)\b",
    r"\bwhere do you think (?:you|it|this|that|they)(?:'d| would| might| could) (?:come unstuck|get stuck|go wrong|trip|fail|break|slip)\b",
    rf"\bhow (?:would|will|might) {_YOU} (?:go about|do|tackle|handle|approach|start|use|check|repeat) .*\b(?:on your own|alone|by yourself"
    rf"|without me|next week|tomorrow|on monday)\b",
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
TRY = _any(
    r"\byou could (?:start|begin) (?:by|with)\b|\blet me hand you\b|\btake (?:a|one|two|three|five) minutes? (?:and|to)\b",
    r"\btake over (?:here|now|from here|from me)\b|\bhere(?:'s| is) the (?:pen|mouse|keyboard|form|sheet)\b|^(?:now |so |please )?ask (?:it"
    r"|the (?:tool|assistant|model|ai)) (?:to|for|what|why|how)\b",
    rf"{_LEAD}(?:do |go ahead and |go on,? (?:and )?|let's (?:all |both )?|let us )?{_SOFT}{_DO}\b(?! to be| not to| by saying| is| are| was| has"
    rf"|s\b)",
    rf"\b(?:could|can|would|will|might|may|should|do|did) (?:you|i get you to|i ask you to|i have you) {_SOFT}(?:mind )?{_SOFT}{_TRYING}\b",
    r"\b(?:let's|let us|let me) (?:have|see) you\b|\bhand (?:it |this |things )?over to you\b",
    rf"\b(?:why don't|why do not|shall|should|could|can|might|may) we (?:both |perhaps |maybe |possibly |now )*{_TRYING}\b",
    rf"\b(?:why don't you|why not|how about(?: you)?|what about(?: you)?|what if (?:you|we)|fancy|care to|i suggest (?:that )?you|i'd suggest you"
    rf"|i would suggest you|i propose (?:that )?you|feel free to|be my guest and)"
    rf" {_SOFT}(?:tried|had a go|opened|{_TRYING})\b",
    rf"(?:{_LEAD}|[;:] )you (?:try (?:it|this|that|the|one|your)|have a|do (?:the|it|this|that|one)|take the|drive)\b|[;:] you (?:type|press|click"
    rf"|scroll|choose)\b",
    rf"{_LEAD}(?:you|we) (?:could|might)(?: perhaps| maybe| possibly| well| as well)? ?(?:like to |want to |care to )?{_DO}\b",
    rf"\b(?:i'd like|i would like|i want|i'd love|i would love|i'd ask|invite|i'd be grateful for) (?:for )?you (?:now )?to {_SOFT}{_DO}\b",
    rf"\b(?:would|might) it be (?:worth|an idea|useful|helpful|good) (?:if (?:you|we) |for you to |to )?(?:perhaps )?(?:tried|had a go|{_TRYING})",
    rf"\b(?:wonder(?:ing|ed)?|don't suppose|do not suppose|up to you,? but|worth your while|willing|up for|ready|happy|your turn|chance|like)(?: if"
    rf"| whether| that)? ?(?:{_YOU}(?:'d| would| might| could|'re| are)? ?)?"
    rf"(?:be )?(?:willing |up |ready |happy |able )?(?:for |to )?(?:you to )?(?:try|tried|trying|have a|having a|take the|taking the|give it"
    rf"|giving it|open|colour|show me)\b",
    r"\b(?:your turn|your go|over to you|(?<!before )(?<!when )(?<!if )you drive|you're driving|it's all yours|this one is yours"
    r"|the keyboard is yours|the mouse is yours"
    r"|be my guest"
    r"|all yours|hands on)\b",
    r"^here(?:'s| is|,|:).{0,60}\b(?:for you|you (?:take|do|try|have)|your)\b.*$",
)
NOT_TRY = _any(
    r"^(?:\W*\w+,? ){0,2}(?:i'll|i will|i am going to|i'm going to|let me|can i|could i|may i|shall i|i) (?:\w+ )?(?:have a|try|take the|show|open"
    r"|do it|give it)\b",
    r"(?:^|[,;:] |please )(?:don't|do not) ",
    r"\b(?:take your time|try not to)\b",
)
PERMISSION = _any(
    r"\bwould it be (?:ok|okay|all right|alright|fine) if\b",
    r"\bis it (?:all right|ok|okay|fine) if\b|\b(?:can|could|may) i try (?:something|an idea|a question)\b",
    r"\b(?:may|might|can|could|shall) i (?:\w+ )?(?:ask|offer|suggest|push|challenge|check|share|show|be|stop|interrupt|add|say|put|come|raise"
    r"|mention|disagree|differ|give|tell|play|park|borrow|take|have|bring|point|go|sit|make|pick|start)\b",
    r"\b(?:would|will) (?:it|that) be (?:all right|alright|ok|okay|fine|useful|helpful|acceptable|rude|too much) (?:if i|for me to|to ask)\b",
    r"\b(?:is|would) (?:it|that|this|now) (?:be )?(?:all right|alright|ok|okay|fine|a good (?:time|moment|point)|a bad (?:time|moment)"
    r"|too soon) ?(?:if i|for me|to ask|to|for"
    r"|with you if|\?)",
    r"\b(?:do|would) you mind (?:if i|me)\b",
    r"\b(?:would|are) you (?:be )?(?:open to|up for|ok with|okay with|happy for me|willing to hear|happy to hear|ready to hear)\b",
    r"\b(?:with your permission|if i may\b|if you'll allow me|if you will allow me|would you allow me|will you let me|would you let me)",
    r"\bi(?:'d| would) like to (?:ask you something|say something|offer|raise|suggest something|push back)\b.*\b(?:if|may)\b",
)
_WH = r"(?:what(?:'s|'re)?|how(?:'s)?|why|which|where(?:'s)?|who(?:'s)?|whose|whom|when)"
FACT = _any(
    r"\bhow (?:many|long|much|often|old|soon|far|big|large)\b",
    r"\b(?:what|which) (?:time|day|date|month|year|version|number|room|floor|colour|percentage)\b",
    r"^(?:\W*\w+,? ){0,2}when(?: is| was| did| do| does| will| are| were)\b",
    r"\bwhich of (?:the|those|these) two\b",
)
ASKS = _any(
    r"\b(?:talk|speak) to me about\b",
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
    rf"^i was wondering (?:about|{_WH})|\b(?:could|can|may|might) (?:i|we) hear\b|\bgive me (?:an|one) (?:example|instance)\b|\b(?:because|so that"
    rf"|meaning)\?",
)
OFFERS = re.compile(r"\b(?:show|tell|teach|explain to|explain|give|take|walk|talk|lead|run|remind) you\b")
WHETHER = _any(
    r"\b(?:wonder(?:ed|ing)?|ask|know|curious|like to know)(?: you)? (?:if|whether)\b",
    r"\bi don't suppose\b|\bi do not suppose\b|\bhappen to (?:know|have|remember)\b",
)
INVERTED = _any(
    rf"{_LEAD}{_WH} (?:do|does|did|is|are|was|were|would|could|can|will|should|has"
    rf"|have|had|might|am|shall) (?!n't)\w+",
    rf"{_LEAD}(?:what's|how's|where's|who's|what about|how come|in what way|to what extent|for whom|at which|in which|on what|with whom|of all)\b",
)
SUGGESTS = re.compile(r"\b(?:why don't|why do not|why not|how about|what about|what if)\b")
AUX = _any(
    rf"{_LEAD}(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should|shall|may|might|am|isn't|aren't|don't|doesn't|didn't|won't"
    rf"|wouldn't|couldn't|can't|haven't|hasn't)"
    r" (?:you|we|they|it|he|she|that|this|there|your|i|those|these|any|anyone|anybody|somebody|people)\b"
)
WORD_AT_CLAUSE = re.compile(rf"(?:{_LEAD}|[,;:-] (?:so |and |but |then )?|\bfor you,? )(?:in |at |to |for |on |with |of |from |by )?{_WH}\b")
TAG = re.compile(
    r"[,;-] ?(?:isn't it|aren't (?:you|they|we)|don't you(?: think)?|doesn't it|won't (?:you|it)|wouldn't you(?: say)?|right|correct|am i right"
    r"|is it|do you|are you|have you|haven't you|no)\?"
)
NAMING = _any(
    r"^(?:\w+, )?(?:that|this|it) (?:sounds|must be|must have been|seems|looks) \w+",
    r"\bi(?:'ve| have) been doing (?:all|most of) the talking\b|\bi (?:realise|realize|think) (?:that )?i(?:'ve| have|'m| am) (?:been |gone |going "
    r"|doing )",
    r"^(?:\W*\w+,? ){0,3}(?:i(?:'ve| have)? ?(?:also |just )?(?:notice|noticed|sense|sensed|gather)|i(?:'m| am) sensing|i think i(?:'ve"
    r"| have) (?:lost|rushed|overloaded) you|i can (?:see|hear|tell that) (?:that "
    r"|how )?(?:you|it|this)|i hear (?:you|that|a|some))\b",
    r"\bi (?:get|have|got|had) (?:the|a) (?:feeling|impression|sense) (?:that )?(?:you|this|it|we|something)\b|\bmy (?:sense|impression) is\b",
    r"(?:^|\b(?:it|that|this) )(?:seems|looks|sounds|feels)(?: to me)?(?: rather| a bit| a little)? (?:(?:like|as if|as though|that) )?(?:you|the"
    r"|this|it|we"
    r"|something|there)\b",
    r"(?<!how )\byou (?:seem|look|sound|appear)(?:ed)?\b(?! (?:for|at|up|into|after|over|back|through|forward|it)\b)|\byou(?:'ve"
    r"| have) gone (?:\w+ )?quiet\b|\b(?:what|so) (?:you are|you're) saying\b|\bwhat i(?:'m| am) hearing\b|\bif i (?:hear|understand|understood"
    r"|heard) you\b",
    r"\bi (?:have|'ve|am|'m) ?(?:\w+ )?(?:been )?(?:lecturing|talking (?:too much|a lot|for|at you)|talked|going too fast|rushing|gone too fast"
    r"|started in the middle)\b|\bi went (?:too )?(?:quickly|fast)\b",
)
