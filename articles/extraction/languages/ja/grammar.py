"""The verbs and moods of Japanese clauses."""

from __future__ import annotations

import re
from pathlib import Path

from articles.extraction.quotations import IN_JAPANESE
from articles.extraction.senses import Grammar

from .headline import headline
from .names import named
from .subject import with_japanese_commas

GRAMMAR = Grammar(
    lexicon=Path(__file__).parent / "words.toml",
    speech=IN_JAPANESE,
    verb=re.compile(
        r"(?:ことにな(?:った|って|りまし(?:た|て))|[しれ]まし(?:た|て)|[いきちりびみぎ]まし(?:た|て)|(?<![と対関通際そま])し(?:た|て|、|、|ており|ていた)|され(?:た|て|、|る)|する(?:予定|見通し|方針|計画|見込み|意向|考え|と)|する[。、]|する(?=まで|前に)|させ(?:た|て)|[っいきちりにびみじぎ]た(?:[。、]|と|こと|ため|ほか|が|もの|ば|$)|[えけせてねべめれげ]た(?:[。、]|と|が|こと|ため|$)|[らかさたなばまがわ]れ(?:た|て|る)|んだ[。、と]|となっ(?:た|て)|(?<![日月年])になっ(?:た|て)|を[^、。]{0,6}行っ(?:た|て)|なる見通し|の予定|予定(?:だ|です|である)|る予定|(?:見通し|見込み|予定|方針)(?:です|だ|である)?。|[ぁ-ん]ます。|します、|(?<!続)(?:[っしれえけせめべりきちみびじ]て|んで)いる。|(?<=[一-龥])(?:[うくぐすつぬぶむ]|[えけせてねべめれげいきちにびみじぎ]?る)。|(?<=[一-龥])[まばらわえけせてねべめれきち]?(?:(?<!過)ぎ|[りきみびちいえけせてねべめれげ])、)"
    ),
    event_noun=re.compile(
        r"(?:に|、)?(?:(?P<ahead>行われる|開かれる|予定されている|実施される)(?=[^、。はがをにでと]{0,12}(?:選|選挙|投票|会談|会議|サミット)[をではのにへ、])|起こった|起きた|発生した|あった|勃発した|行われた)(?P<noun>[^、。はがをにでと]{0,20}?(?:事件|戦争|地震|テロ|クーデター|事故|デモ|内戦|紛争|攻撃|虐殺|危機|選挙|選|投票|会談|会議|サミット))(?=[をはのや、]|(?<=[選挙票談議ト])[でにへ]|により|によって|以来|以降)"
    ),
    describes=re.compile(
        r"(?:[たるい]|ている|た)(?=(?!後|際|直後|直前|上で|時|予定|見通し|見込み|方針|計画|意向|考え)[一-龥ァ-ヴーA-Za-z0-9０-９])"
    ),
    topic=re.compile(r"[一-龥ァ-ヴー）)]は"),
    apart=re.compile(r"(?:\([^)]*\))?[はに]?、"),
    after_date=re.compile(r"(?:[:：]|の|に|は|、|から|まで|ごろ|頃)"),
    plan=re.compile(
        r"予定|見通し|見込み|計画|方針|意向|考え|する[。、]|(?<![てで]い)ます。|する(?=まで|前に)|(?:行われ|開かれ)ると|務める|ことにな"
    ),
    unreal=re.compile(
        r"なかった|ない(?:[。、]|と|模様|こと|もの)|ておらず|ず[、。に]|(?:(?<!によ)れば|なら|たら)[、]|目指す|目指し|たい(?:旨|考え|意向)|可能性|べき|かもしれ|疑い|予定(?:されて|だっ|して)[いた]"
    ),
    ahead=re.compile(r"(?:(?<!す)[うくぐすつぬぶむる]|ます)。$"),
    past=re.compile(r"[ただ](?:[。、とがの]|$)"),
    not_when=re.compile(r"^(?:まで|以来|以前|以降の|時点|現在|当時|前に)"),
    past_close=re.compile(
        r"(?:(?<![てで])[いきちりっしせけげべめれえねぎびみ]た|[んい]だ|[一-龥]{2}した|ました|[一-龥]{2})[。]?\s*$"
    ),
    on_record=re.compile(r"(?:こと|事)が(?:ある|あった)|という|見られ|考えられ|思われ|言われ|続け|いた。"),
    before_date=re.compile(r"[をは]、?$"),
    coordinates=("し、", "され、"),
    leads_on=("することで",),
    apart_by_verb=re.compile(r"(?!)"),
    place_mark=re.compile(r"で(?![あの])"),
    media_says=re.compile(r"(?:伝え|報じ)(?:た|て|ている|る)|によると|によれば"),
    adverbial=re.compile(
        r"(?:記念|代表|中心と|対象と|前提と|理由と|目的と)して|に向け|を受け(?!入|取|た)|してから"
    ),
    vehicle=re.compile(
        r"(?:バス|トラック|列車|電車|自動車|乗用車|タクシー|旅客機|航空機|ヘリコプター|ヘリ|客船|フェリー|タンカー|貨物船|漁船)(?!労)"
    ),
    toll=re.compile(
        r"この(?:攻撃|事故|地震|爆発|事件|火災|衝突|テロ|台風|洪水)(?:で|によ(?:り|って)|のため)"
    ),
    content=re.compile(
        r"(?<=[たる])として、|(?<=[たる]と)して、|と(?:の|いう|する)[一-龥ァ-ヴー]|(?<=されて)(?<!予定されて)い[るた](?=[一-龥ァ-ヴー])"
    ),
    media=re.compile(r"(?:新聞|通信|放送|テレビ|紙|メディア|報道)(?:社|局)?[はがも]"),
    quotes=re.compile(r"[たるい]と"),
    noun_end=re.compile(r"[」』)）]?[。、\s]?$|[。、]"),
    comes=re.compile(r"[もが](?=[^、。])"),
    nominative=re.compile(r"[一-龥ァ-ヴー々）)らちつ者]が"),
    marked=re.compile(r"[がはを]"),
    part_of_noun=re.compile(r"[者人国後中前時案権法書所員罪][をがはのに]"),
    both=re.compile(r"両国(?=[、のはが]|政府|外相|首脳)"),
    beside=re.compile(r"と、?|・|、"),
    joint="・",
    headline=headline,
    of_noun=re.compile(r"の[^、。はがも]{2,16}(?:を|に(?:つい|対|関))"),
    goes_back=3,
    punctuated=with_japanese_commas,
    named=named,
)


# "2019年以来の訪問", "2015年の前首相以来", "4月以降で最大", "1950年の独立から60年"
COUNTS_FROM = re.compile(
    r"(?:の[^、。はがをも]{1,16})?以来|以降(?:では|で|としては)?、?(?:初|最)|の[^、。はがをも]{1,12}から[0-9０-９]+(?:年|[かカヶ]月|週間|日)(?![0-9０-９]*[月日に])"
)


def counts_from(text: str, start: int, end: int) -> bool:
    """Whether a date is only what something is counted from."""
    return COUNTS_FROM.match(text, end) is not None
