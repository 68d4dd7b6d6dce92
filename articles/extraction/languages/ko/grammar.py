"""The verbs and moods of Korean clauses."""

from __future__ import annotations

import re
from pathlib import Path

from articles.extraction.quotations import IN_KOREAN
from articles.extraction.senses import Grammar

from .headline import headline
from .syllables import NASAL, PAST, POLITE

BY_WHAT = re.compile(r"(?:에서|으로|로)\s|[을를]\s(?:통해|통하여|거쳐|위해|두고|놓고|앞두고)")

GRAMMAR = Grammar(
    lexicon=Path(__file__).parent / "words.toml",
    speech=IN_KOREAN,
    verb=re.compile(
        rf"(?:[{PAST}](?:[다고으지던는]|습니다)|하(?:였|고|며|여|면서|기로|는)|되(?:었|고|며|는)|할\s?(?:예정|계획|전망|방침|것)|될\s?(?:예정|계획|전망|방침|것)|(?:을|ㄹ)\s?예정|[가-힣]\s예정|한\s?(?:바|뒤|후|다)|된\s?(?:바|뒤|후|다|지)|밝힌\s바|함에|함에\s?따라|하자|하기로|(?:[{NASAL}]|는)다(?<!보인다)(?<!려진다)(?<!해진다)(?<!나온다)(?=[.\s]|$)|[{POLITE}]니다(?=[.\s]|$)|(?<![관대위의통인향])(?<!^[북남방])(?<![\s(·][북남방제권시기])[한된]\s)"
    ),
    event_noun=re.compile(
        r"(?:에|경)?\s(?:일어난|발생한|벌어진|터진|있었던|치러진)\s(?P<noun>[가-힣A-Za-z0-9·\s]{1,20}?(?:사건|전쟁|지진|테러|쿠데타|정변|사고|시위|내전|참사|사태|학살))(?=[을를은는의과와,]|으로|로\s|이후)"
    ),
    describes=re.compile(r"[한된는던]\s(?!뒤|후|직후|지\s|것|바|데|가운데)"),
    topic=re.compile(
        r"[가-힣)]{2}(?:은|는)\s(?<!하는\s)(?<!되는\s)(?<!있는\s)(?<!없는\s)|(?:대통령|총리|장관|대변인|위원장|대표|정부|교부)도\s"
    ),
    apart=re.compile(r"(?:\([^)]*\))?,"),
    after_date=re.compile(r"(?:에|의|,|부터|까지|쯤|경|\s)"),
    plan=re.compile(r"예정|계획|전망|방침|할\s것|될\s것|기로\s"),
    unreal=re.compile(
        r"지\s?않|못했|못하|면\s|라면|가능성|해야|주장에\s불과|게\s된다|더라도|고\s있[다으습]|(?:계획|뜻|생각|의사|의향)[은이도]?\s없|에\s불참|예정(?:이|됐|되었|이었)던|것으로\s(?:기대|우려)"
    ),
    ahead=re.compile(rf"(?:(?!한|된)[{NASAL}]|는)다$|(?!합|됩)[{POLITE}]니다$"),
    past=re.compile(rf"[{PAST}](?:다|고|습니다|으며|지만|으나|는데)|[한된]\s|힌\s바"),
    not_when=re.compile(
        r"^(?:까지|이래|이전|전까지|\s(?:기준(?:으로|\s)|현재|당시|시점)|\s[가-힣]{1,8}\s당시|\s첫\s[가-힣]{1,8}\s이후\s)"
    ),
    past_close=re.compile(rf"(?:[{PAST}]다|[{PAST}]습니다|[한된힌]\s바\s?있(?:다|습니다))[.]?\s*$"),
    on_record=re.compile(
        r"(?<![한된]\s것으로\s)알려졌|보인다|[해져아어려]\s?왔다|(?<!\S)이\s가운데|(?<!\S)이\s중"
    ),
    hearsay=re.compile(
        r"(?<=다)고\s(?:[^\s〇]+\s){0,5}?[^\s〇]*(?:통신|신문|방송|뉴스|언론|언론들|매체|매체들|외신|외신들|일보|TV|BBC|CNN|AP|AFP)(?:은|는|이|가|도|등은|\s등이|\s등은)\s(?:[^\s〇]+\s){0,3}?(?:보도|전)(?:했|하였)(?:다|습니다)[.]?\s*$"
    ),
    before_date=re.compile(r"(?:을|를|은|는)\s$"),
    coordinates=("하고", "하며", "되고", "되며"),
    leads_on=("기로", "기로 "),
    apart_by_verb=re.compile(
        r"(?:열어|벌여|받아|맡아|불러|찾아|맞아|모여|만나|가져|보내|[가-힣]{2}(?<!관련)(?<!비롯)(?<!포함)해)\s"
    ),
    place_mark=BY_WHAT,
    media_says=re.compile(r"보도했|(?<![개휴종정교])전했다|따르면"),
    adverbial=re.compile(
        r"(?:기념|위|통|관련|대|의|인|향|포함|비롯|계기로|대신|이용|제외|고려)하(?:여|며)\s|(?:관련|포함|비롯)한\s|관련된\s|(?:지지|반대|찬성|주장|우려|비판)하는\s|[할될]\s?것을|(?<!에서\s)제외하고(?:는)?\s"
    ),
    vehicle=re.compile(
        r"(?:버스|트럭|열차|기차|전철|전동차|지하철|승용차|승합차|화물차|택시|여객기|항공기|헬기|여객선|유조선|화물선|어선)(?!\s?노조)"
    ),
    toll=re.compile(r"이\s(?:공격|사고|지진|폭발|사건|화재|충돌|테러|산사태|태풍|홍수)(?:으로|로)\s"),
    content=re.compile(
        r"(?:라?는|단)\s(?:[가-힣]+\s)?(?:보도|소문|소식|설|의혹|관측|주장|혐의|입장|의견|내용|목소리|우려|지적|비판|성명|서한|글|사실|평가|결론|방침|목표|뜻|계획)[을를이가은는의에과도]"
        r"|(?<=는)\s(?:방안|방법|계획|방침|문제|구상|목표|뜻)[을를에이가]|(?<=는)\s(?:방향|쪽)으로\s|(?<=는)\s것을\s(?:주요\s)?(?:내용|골자)"
    ),
    media=re.compile(r"(?:매체|언론|신문|통신|방송|일보|뉴스)(?:사|들)?(?:은|는|이|가|도)\s"),
    quotes=re.compile(r"[다라]고\s|기로\s"),
    noun_end=re.compile(r"[」』)）]?[。、\s]?$|[。、]"),
    comes=re.compile(
        r"[도이가]\s|[을를]\s(?:받|당|입|얻|잃)|\s결과[는가]?\s|\s[가-힣]{1,5}(?:까지|[을를이가에도])\s"
    ),
    nominative=re.compile(r"[가-힣\d)][이가]\s"),
    marked=re.compile(r"[이가은는을를]\s"),
    part_of_noun=re.compile(r"[증자국안권법금률식단장용력체물대](?:[을를이가은는의에]|\s)"),
    both=re.compile(r"양국(?=[,\s]|은|이)"),
    beside=re.compile(r"[과와]\s|·|,\s"),
    joint="·",
    headline=headline,
    event_place=BY_WHAT,
    topic_before_day=re.compile(r"\S[은는]\s$"),
)
