"""What a sentence is: a question, an idea, a challenge, a tool, a strategy, an experience.

Cues are tight: a sentence without a clear one has no kind, which is better than a wrong one.
English throughout; Spanish for questions and the commonest cues. All patterns are bounded.
"""

import re

from bot.insight.material import Kind

_LONGEST = 600  # characters that are looked at; what a sentence is shows early


def _cue(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)", re.IGNORECASE)


_ASKED = re.compile(r"[?？؟][\s!?'\")\]»”’\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]*$")
_QUOTED_ASK = re.compile(r"[?؟？]['\"”’»」]\W*$")
# "We ask: what language do you speak at home?" tells what is done; nobody is asked here.
_REPORTED = re.compile(
    r"(?:(?:and|so|now|then|first|at [\w ]{1,30},)\s+)?"
    r"(?:we|they|he|she|staff|(?:our|the|my) \w+(?: \w+)?) (?:\w+ ){0,3}?"
    r"(?:ask|asks|asked|say|says|said|start with|begin with)\b[^?]{0,60}[:,“\"'«]",
    re.IGNORECASE,
)
_WONDERING = re.compile(
    r"(?:(?:so|and|but|also|hi|hello|y|pero),? )?(?:"
    r"(?:does|do|has|have|is|can|could|would|did) (?:any|some)(?:one|body) (?!who\b)\w+"
    r"|any(?:one|body) (?:know|have|has|use|using|tried|else|got|here)\b"
    r"|any (?:ideas?|tips?|advice|suggestions?|thoughts) (?:on|for|about|how|from)\b"
    r"|(?:i(?:'m| am| was)? ?(?:just )?|we(?:'re| are) )(?:wonder(?:ing)?|curious|asking)"
    r" (?:if|how|what|whether|who|why|about|which)\b"
    r"|(?:i|we)(?:'d| would) (?:love|like) to (?:hear|know|learn)"
    r" (?:how|what|if|whether|from|more)\b"
    r"|(?:i(?:'m| am)|we(?:'re| are)) looking for (?:advice|ideas|suggestions|tips|help)\b"
    r"|(?:please )?(?:can|could) (?:you|someone|anyone) (?:share|tell|explain|say|send)\b"
    r"|¿|alguien (?:sabe|usa|tiene|ha|conoce|puede)\b|me pregunto\b|me gustaría saber\b"
    r"|(?:cómo|qué|quién|cuándo|dónde|cuál) (?:hacen|manejan|usan|tienen|hacemos|podemos)\b)",
    re.IGNORECASE,
)
# Proposals in the dress of a question wait for no answer.
_PROPOSAL = re.compile(
    r"(?:(?:so|and|or|well|maybe),? )?(?:what if (?:we|you|they)|how about|why not"
    r"|why don't (?:we|you)|have you (?:tried|considered|thought (?:of|about))"
    r"|¿?y si\b|¿?qué tal si\b)",
    re.IGNORECASE,
)

_IDEA = _cue(
    r"(?:we|you|one|clinics|centers|centres|they|i) (?:could|might)(?! not\b) \w+",
    r"(?:we|you|clinics|everyone) (?:should|ought to)(?! (?:have|not have)\b)",
    r"i(?:'d| would)? (?:suggest|propose|recommend|advise)",
    r"(?:my|one|an|another) (?:idea|suggestion|proposal)(?: is| would be|:)?",
    r"maybe (?:we|you|try|a|an|the)|let's",
    r"it (?:would|might|could) (?:help|be (?:good|great|worth|better))",
    r"worth (?:trying|a try|considering)|consider \w+ing|imagine if",
    r"podr[ií]amos|propongo|sugiero|deber[ií]amos|se podr[ií]a|tal vez podamos|recomiendo",
)
_CHALLENGE = _cue(
    r"struggl(?:e|es|ed|ing)",
    r"(?:we|i|they|staff|patients|people) (?:\w+ )?(?:can't|cannot|couldn't)",
    r"(?:biggest|main|our|the|a|real|another) (?:\w+ )?(?:challenge|problem|barrier|obstacle"
    r"|trouble|difficulty|issue|worry|concern|bottleneck)s?",
    r"(?:it's|is|are|was|very|so|too|really|find it) (?:\w+ )?"
    r"(?:hard|difficult|tough|tricky|impossible) (?:to|for|when|because)",
    r"(?:doesn't|does not|didn't|don't|do not|isn't|won't) (?:\w+ )?"
    r"(?:work|have|feel|want|fit|capture|know how|trust)",
    r"(?:no|not enough|short of|too little) (?:time|staff|money|funding|interpreters|budget"
    r"|training|space|support|resources)",
    r"lack of|shortage of|too (?:busy|expensive|long|many)|frustrat\w+",
    r"push ?back|resist(?:ance|ant|s)|fall(?:s|ing)? through the cracks",
    r"keeps? (?:failing|breaking|getting lost)|worr(?:y|ied) (?:that|about)",
    r"nos cuesta|el (?:problema|reto|desafío)|es difícil|no tenemos|falta de|no alcanza",
)
_THING = (
    r"(?:apps?|software|template|checklist|spreadsheet|toolkit|tool|guide|handbook|handout|poster"
    r"|flyer|cards?|tablets?|ipads?|dashboard|questionnaire|database|plug-?in|platform|portal"
    r"|device|video|webinar|podcast|script|form|registry|smartphrase|flowsheet|worksheet"
    r"|plantilla|guía|folleto|cartel)"
)
_TOOL = _cue(
    r"(?:use|uses|used|using|built|made|created|bought|downloaded|printed|share|sharing|attached"
    rf"|here is|here's|found|usamos|hicimos|comparto) (?:[\w'\"“”-]+ ){{0,5}}{_THING}",
    rf"(?:this|that|the|a) (?:\w+ )?{_THING} (?:help(?:ed|s)|work(?:s|ed)|saved|made|lets|is free)",
    r"https?://\S*|www\.\S*",
)
_TEAM = r"(?:we|our (?:staff|team|nurses|front desk|clinic|registrars?))"
_STRATEGY = _cue(
    r"(?:we|i) (?:now|always|usually|also|first|simply|each|started|began|start|make sure) \w+",
    rf"{_TEAM} (?:ask|train|use|run|hold|keep|put|pair|assign|review|check|print|call|send|flag"
    r"|schedule|hire|switch)(?:s|ed)?",
    rf"{_TEAM} (?:added|changed|moved|trained|rewrote|redesigned|hired|switched)",
    r"what (?:has )?(?:works|worked|helps|helped)",
    r"(?:the|one|our) (?:trick|key|secret|approach|rule|fix|solution) (?:is|was|for)",
    r"work(?:s|ed) (?:well|best|better|great)|(?:this|that|it) (?:really )?(?:help|work)(?:s|ed)",
    r"preguntamos|capacitamos|empezamos a|siempre|ahora hacemos|nos (?:ha funcionado|funciona)",
)
_EXPERIENCE = _cue(
    r"(?:we|i) (?:\w+ )?(?:tried|noticed|found|learn(?:ed|t)|reali[sz]ed|saw|discovered|piloted"
    r"|tested|heard|had|went|lost|got|worked|remember)",
    r"(?:we've|i've|we have|i have) (?:\w+ )?(?:seen|found|noticed|learned|had|tried|been|heard)",
    r"in (?:my|our) experience",
    r"(?:at|in) (?:our|my) (?:\w+ )?(?:clinic|site|cent(?:re|er)|hospital)",
    r"(?:last|this) (?:year|month|week|spring|fall|autumn|winter|summer)|for (?:us|me),",
    r"when (?:i|we) (?:was|were|started|first|had)",
    r"en (?:mi experiencia|nuestra clínica)|probamos|notamos|aprendimos|nos pasó|el año pasado",
)

# In this order: a proposal about a tool is still a proposal, a tool that fails is a challenge.
_CUES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("idea", _IDEA),
    ("challenge", _CHALLENGE),
    ("tool", _TOOL),
    ("strategy", _STRATEGY),
    ("experience", _EXPERIENCE),
)


def kind_of(sentence: str) -> Kind | None:
    """The kind that a sentence's cues show; None without a clear cue."""
    head = sentence[:_LONGEST]
    if _PROPOSAL.match(head):
        return "idea"
    if is_question(sentence):
        return "question"
    return next((kind for kind, cue in _CUES if cue.search(head)), None)


def is_question(sentence: str) -> bool:
    """Whether the sentence asks the group, with or without a question mark."""
    head, end = sentence[:_LONGEST], sentence[-40:]
    if _WONDERING.match(head):
        return True
    if not _ASKED.search(end):
        return False
    # A question in quotation marks at the end of a longer sentence is reported, not asked.
    quoted = _QUOTED_ASK.search(end) and sentence[:1] not in "'\"“«「"
    return not quoted and not _REPORTED.match(head)
