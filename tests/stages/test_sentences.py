"""Sentences with what they say, after the coding manual: a table for linguists.

Each case is a sentence (or a few; « / » stands for a new line), and under it what must come out, and nothing
else:

    TYPE [trigger] source + source -> recipient (status)     an event; «-» where nobody is named, no status: asserted;
                                                              «/» between types, triggers or names: either will do
    quote Speaker: content                                    a quote; «A < B: content» where A hands on what B said
    none                                                      neither an event nor a quote
    fails: why                                                known to fail today

The sentences are the project's own. Reports are of 2025-04-14.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from khabar.model.record import Event, Record
from khabar.pipeline import Report, engine

PUBLISHED = "2025-04-14"
TWO_SIDED = {"CONSULT", "AGREE", "COOPERATE"}
EVENT = re.compile(
    r"(?P<type>[A-Z/]+) \[(?P<trigger>[^]]+)\] (?P<source>.+?) -> (?P<recipient>.+?)(?: \((?P<status>\w+)\))?$"
)

# One of each type at least
TYPES = """
قتل جنديان في انفجار لغم.
    ASSAULT [قتل] - -> soldiers
تمكنت الشرطة الإيطالية من اعتقال زعيم عصابة.
    COERCE [اعتقال] Italian Police -> gang leader
روسيا لم تهاجم جورجيا.
    ASSAULT [تهاجم] Russia -> Georgia (negated)
رفع المتظاهرون لافتات أمام السفارة.
    PROTEST [رفع] protesters -> -
دفع الهجوم تشاد إلى شن غارات على المتمردين.
    ASSAULT [غارات] Chad -> rebels
ودعت كندا الطرفين إلى الهدوء.
    REQUEST [ودعت] Canada -> two sides
وقعت مصر وقطر اتفاقا لتوريد الغاز.
    AGREE [وقعت] Egypt -> Qatar
وافق السودان على شروط صندوق النقد الدولي.
    fails: the other side stands in a phrase that belongs to the object
    AGREE [وافق] Sudan -> International Monetary Fund
التقى وزير الخارجية التركي هاكان فيدان السفير الياباني.
    CONSULT [التقى] Hakan Fidan -> Japanese ambassador
زار الملك عبد الله الثاني البرازيل.
    CONSULT [زار] Abdullah II of Jordan -> Brazil
أشادت ألمانيا بجهود الكويت.
    SUPPORT [أشادت] Germany -> Kuwait
أعلنت النرويج اعترافها بدولة فلسطين.
    SUPPORT [اعترافها] Norway -> Palestine
اعتذرت هولندا لإندونيسيا.
    CONCEDE [اعتذرت] Netherlands -> Indonesia
أفرجت السلطات الإيرانية عن ناشطين.
    CONCEDE [أفرجت] Iran/Iranian authorities -> activists
أجرت اليابان والهند مناورات مشتركة.
    COOPERATE [مناورات] Japan -> India
تعاونت تونس مع إيطاليا في مراقبة السواحل.
    COOPERATE [تعاونت] Tunisia -> Italy
قدمت السعودية مساعدات غذائية لليمن.
    AID [قدمت/مساعدات] Saudi Arabia -> Yemen
سلمت بولندا أوكرانيا عشرين دبابة.
    fails: a verb with two objects
    AID [سلمت] Poland -> Ukraine
انسحبت القوات الإثيوبية من الصومال.
    RETREAT [انسحبت] Ethiopian forces -> Somalia
طالبت إسبانيا المغرب بفتح المعبر.
    REQUEST [طالبت] Spain -> Morocco
دعا الاتحاد الأفريقي السودان إلى ضبط النفس.
    REQUEST [دعا] African Union -> Sudan
اتهمت الهند باكستان بخرق الهدنة.
    ACCUSE [اتهمت] India -> Pakistan
دانت كندا بيلاروس.
    ACCUSE [دانت] Canada -> Belarus
رفضت الصين اقتراح أستراليا.
    REJECT [رفضت] China -> Australia
هددت كوريا الشمالية اليابان.
    THREATEN [هددت] North Korea -> Japan
تظاهر مئات الطلاب في أثينا ضد الحكومة اليونانية.
    PROTEST [تظاهر] students -> Greece
طردت بلغاريا دبلوماسيين روسا.
    fails: a word or form is not in the lexicon
    SANCTION [طردت] Bulgaria -> Russian diplomats
فرضت سويسرا عقوبات على ميانمار.
    SANCTION [عقوبات] Switzerland -> Myanmar
نشر الجيش الفنزويلي قوات قرب الحدود مع غيانا.
    fails: the other side stands in a phrase that belongs to the object
    MOBILIZE [نشر] Venezuelan Army -> Guyana
اعتقلت الشرطة الماليزية عشرة محتجين.
    COERCE [اعتقلت] Malaysian Police -> demonstrators
قصفت طائرات إسرائيلية مواقع لحزب الله.
    ASSAULT [قصفت] Israel -> Hezbollah
هاجم مسلحون رتلا للجيش النيجيري.
    fails: the other side stands in a phrase that belongs to the object
    ASSAULT [هاجم] gunmen -> Nigerian Army
"""

# Subjects and objects that do not stand right beside their verb
SIDES = """
دعت، في ختام قمتها الطارئة، الجامعة العربية إسرائيل إلى وقف القصف.
    REQUEST [دعت] Arab League -> Israel
لكن صحيفة «الغد» الأردنية دعت الحكومة إلى الاستقالة.
    REQUEST [دعت] Alghd -> government
لم تهاجم القوات الهندية باكستان، لكنها هددت إيران.
    ASSAULT [تهاجم] Indian forces -> Pakistan (negated)
    THREATEN [هددت] Indian forces -> Iran
أعلنت الحكومة المصرية انتهاء الأزمة، متهمة إثيوبيا بالمماطلة.
    ACCUSE [متهمة] Egypt -> Ethiopia
زار وزير الصحة المصابين ووعدهم بالعلاج.
    CONSULT [زار] health minister -> wounded
    AGREE [ووعدهم] health minister -> wounded
التقى الوزير شيوخ العشائر وممثلين عن المحتجين.
    CONSULT [التقى] minister -> tribal leaders + envoys
ناشدت الأمم المتحدة جميع الأطراف وقف القتال.
    REQUEST [ناشدت] United Nations -> parties
فرقت الشرطة المتظاهرين واعتقلت عشرة منهم.
    fails: one event for several words about one act, though dispersing and arresting are two
    COERCE [فرقت] police -> protesters
    COERCE [واعتقلت] police -> protesters
تريد اليابان وكوريا الجنوبية عقد قمة.
    CONSULT [قمة] Japan -> South Korea (hypothetical)
هددت واشنطن بقطع التمويل عن الجامعات.
    THREATEN [هددت] United States -> universities
ردت الهند بإطلاق النار على باكستان.
    ASSAULT [بإطلاق النار] India -> Pakistan
احتُجز الصحفي ثلاثة أيام.
    COERCE [احتُجز] - -> journalist
يُفرج عن الناشط.
    CONCEDE [يُفرج] - -> activist
أسندت النيابة العامة إلى المتهم تهمة الاختلاس.
    ACCUSE [أسندت] public prosecution -> suspect
قضت محكمة فرنسية بسجن وزير سابق.
    COERCE [قضت] French court -> former minister
"""

# What a sentence says with the words around: who killed, whom a denial answers, what is sport
AROUND = """
قتل ثلاثة جنود في غارة إسرائيلية على بعلبك.
    ASSAULT [قتل] Israel -> soldiers
قال شاهد إن اشتباكات عنيفة اندلعت بين الجيش السوداني وقوات الدعم السريع.
    ASSAULT [اشتباكات] Sudanese Armed Forces -> Rapid Support Forces
    quote eyewitness: اشتباكات عنيفة اندلعت بين الجيش السوداني وقوات الدعم السريع
اتهمت بولندا بيلاروس بالتجسس. لكن مينسك نفت الاتهام.
    ACCUSE [اتهمت] Poland -> Belarus
    REJECT [نفت] Belarus -> Poland
انفجر لغم، ما أدى إلى مقتل جنديين إيرانيين.
    ASSAULT [أدى إلى مقتل] - -> Iranian soldiers
قصف الأهلي مرمى الزمالك بثلاثية.
    none
انتقدت فنلندا السويد قبل قمة البلدين. وتوسطت الدنمارك. ودعت ألمانيا الطرفين إلى الهدوء.
    ACCUSE [انتقدت] Finland -> Sweden
    CONSULT [قمة] Finland -> Sweden
    CONSULT [وتوسطت] Denmark -> -
    REQUEST [ودعت] Germany -> Finland + Sweden
قال مصدر طلب عدم نشر اسمه إن روسيا انسحبت من المحادثات.
    SANCTION [انسحبت] Russia -> -
    quote source: روسيا انسحبت من المحادثات
ويذكر أن روسيا انسحبت من الاتفاق.
    SANCTION [انسحبت] Russia -> -
قالت المفوضية الأوروبية إن الاتفاق "بات قريبا" ، وطالبت روسيا بالهدوء.
    fails: the actor right after a joined verb is taken for its subject
    REQUEST [وطالبت] European Commission -> Russia
    quote European Commission: الاتفاق "بات قريبا"
"""

# Whether it happened: asserted, negated, future, hypothetical
STATUS = """
لم تقصف تركيا العراق.
    ASSAULT [تقصف] Turkey -> Iraq (negated)
لن تعتذر فرنسا للجزائر.
    CONCEDE [تعتذر] France -> Algeria (negated)
ستستضيف مسقط محادثات بين إيران والولايات المتحدة الأسبوع المقبل.
    fails: a host is not joined to the meeting
    CONSULT [محادثات] Oman + Iran -> United States (future)
يعتزم الرئيس الإندونيسي زيارة ماليزيا في مايو.
    CONSULT [زيارة] Prabowo Subianto -> Malaysia (future)
قد تفرض كندا عقوبات على جورجيا.
    SANCTION [عقوبات] Canada -> Georgia (hypothetical)
إذا هاجمت إيران إسرائيل فسترتفع الأسعار.
    ASSAULT [هاجمت] Iran -> Israel (hypothetical)
تسعى قطر إلى التوسط بين رواندا والكونغو الديمقراطية.
    CONSULT [التوسط] Qatar + Rwanda -> DR Congo (hypothetical)
لم تعقد الدنمارك والمجر أي لقاء هذا العام.
    CONSULT [لقاء] Denmark -> Hungary (negated)
وعدت بريطانيا كينيا بتقديم مساعدات.
    AGREE [وعدت] United Kingdom -> Kenya
امتنعت سلوفاكيا عن لقاء الوفد الأوكراني.
    REJECT [امتنعت] Slovakia -> Ukrainian delegation
فشل الوفدان الليبي والتونسي في التوصل إلى اتفاق.
    fails: a dual noun with two nationalities
    AGREE [اتفاق] Libya -> Tunisia (negated)
بدأت ماليزيا وتايلاند محادثات حول الحدود.
    CONSULT [محادثات] Malaysia -> Thailand
"""

# Who acts: capitals, seats, adjectives, titles, counterparts
ACTORS = """
انتقدت باريس قرار واشنطن.
    ACCUSE [انتقدت] France -> United States
عقد الوزيران الأردني والعراقي اجتماعا في باريس.
    fails: a dual noun with two nationalities
    CONSULT [اجتماعا] Jordan -> Iraq
حذر الكرملين لندن من إرسال جنود.
    THREATEN [حذر] Kremlin -> United Kingdom
استقبل رئيس الوزراء الهندي نظيره البريطاني في نيودلهي.
    CONSULT [استقبل] Narendra Modi -> Keir Starmer
زار وزير الخارجية الأمريكي ماركو روبيو بنما. والتقى الوزير الرئيس البنمي.
    CONSULT [زار] Marco Rubio -> Panama
    CONSULT [والتقى] Marco Rubio -> José Raúl Mulino
التقى زيلينسكي المستشار الألماني.
    fails: a word or form is not in the lexicon
    CONSULT [التقى] Volodymyr Zelensky -> Olaf Scholz
طلب Macron من أنقرة المساعدة.
    REQUEST [طلب] Emmanuel Macron -> Turkey
اختطف تنظيم داعش ثلاثة صحفيين في سوريا.
    ASSAULT [اختطف] Islamic State -> journalists
اعتقل مئات المحتجين في بلغراد.
    COERCE [اعتقل] - -> demonstrators
رحب البيت الأبيض بقرار الرياض.
    SUPPORT [رحب] White House -> Saudi Arabia
رفض وزير الدفاع النرويجي أن تعتذر بلاده لآيسلندا.
    fails: «بلاده» in the content is taken for the object
    REJECT [رفض] Norwegian defence minister -> Iceland
عقد الوزير الكويتي اجتماعا مع نظيره القطري في باريس أمس.
    fails: a description of one has its English name in the plural
    CONSULT [اجتماعا] Kuwaiti minister -> Qatari counterpart
"""

# Passives, verbal nouns and light verbs
FORMS = """
قُتل خمسة مدنيين على يد مسلحين في مالي.
    ASSAULT [قُتل] gunmen -> civilians
أُصيب جنديان لبنانيان في غارة إسرائيلية.
    ASSAULT [أُصيب/غارة] Israel -> Lebanese soldiers
طُرد السفير الإيراني من قبل الحكومة الأسترالية.
    SANCTION [طُرد] Australia -> Iranian ambassador
شن الجيش السوداني هجوما على قوات الدعم السريع.
    ASSAULT [هجوما] Sudanese Armed Forces -> Rapid Support Forces
وجه مجلس الأمن انتقادات إلى إريتريا.
    ACCUSE [انتقادات] UN Security Council -> Eritrea
أثار قصف روسيا خاركيف غضب كييف.
    fails: the verbal noun has its agent in construct and its object after it
    ASSAULT [قصف] Russia -> Ukraine
جاء اعتقال السلطات المصرية الناشط بعد أسبوع من عودته.
    COERCE [اعتقال] Egypt/Egyptian authorities -> activist
تلقى الرئيس الفرنسي اتصالا من نظيره الصيني.
    CONSULT [اتصالا] Emmanuel Macron -> Xi Jinping
أدى هجوم شنه متمردون إلى مقتل أربعة جنود تشاديين.
    ASSAULT [هجوم/مقتل] rebels -> Chadian soldiers
تمت إدانة إيران من قبل فرنسا.
    fails: the agent of a passive or its substitute is not found
    ACCUSE [إدانة] France -> Iran
أعربت سنغافورة عن رفضها طلب ماليزيا.
    REJECT [رفضها] Singapore -> Malaysia
وقعت اشتباكات بين الجيش الكونغولي والمتمردين.
    ASSAULT [اشتباكات] Congolese Army -> rebels
"""

# Who says what
QUOTES = """
قال وزير الخارجية الإيراني عباس عراقجي إن المباحثات كانت مفيدة.
    quote Abbas Araghchi: المباحثات كانت مفيدة
أكد ماكرون أن أوروبا موحدة.
    quote Emmanuel Macron: أوروبا موحدة
قالت ميلوني: «الطريق طويل أمامنا جميعا».
    quote Giorgia Meloni: الطريق طويل أمامنا جميعا
"لا نملك مفتاحا سحريا لهذه الأزمة"، قال الرئيس الفنلندي ألكسندر ستوب.
    quote Alexander Stubb: لا نملك مفتاحا سحريا لهذه الأزمة
أعلن بيدرو سانشيز أن مرحلة «الأيام الصعبة» انتهت.
    quote Pedro Sánchez: مرحلة «الأيام الصعبة» انتهت
قال أردوغان إن الاقتصاد يتعافى. وأضاف أن التضخم يتراجع.
    quote Recep Tayyip Erdogan: الاقتصاد يتعافى
    quote Recep Tayyip Erdogan: التضخم يتراجع
المفاعل آمن تماما، بحسب الوكالة الدولية للطاقة الذرية.
    quote International Atomic Energy Agency: المفاعل آمن تماما
ووفقا لوزارة الصحة اللبنانية، فإن المستشفيات ممتلئة.
    fails: a source phrase or an attribution that breaks a quote
    quote Lebanese Ministry of Health: المستشفيات ممتلئة
نقلت وكالة رويترز عن بيسكوف قوله إن الوقت مبكر.
    quote Reuters < Dmitry Peskov: الوقت مبكر
نُقل عن الرئيس الكيني قوله إن بلاده لا تحتاج إلى قروض.
    quote William Ruto: بلاده لا تحتاج إلى قروض
ذكرت صحيفة لوموند نقلا عن مسؤول فرنسي أن الخطة جاهزة.
    quote Le Monde < French official: الخطة جاهزة
نقلت وكالة الأناضول عن مسؤول سوري قوله إن الرئيس قال إن البلاد تتعافى.
    fails: a bare title is not settled by whom the report named
    quote Anadolu Agency < Syrian official: الرئيس قال إن البلاد تتعافى
    quote Anadolu Agency < Syrian official < Ahmed al-Sharaa: البلاد تتعافى
كتب ترامب على منصة تروث سوشيال: "سنعود أقوى من قبل".
    quote Donald Trump: سنعود أقوى من قبل
قال ستارمر “لا عودة إلى الوراء بعد اليوم.
    quote Keir Starmer: لا عودة إلى الوراء بعد اليوم
«النتائج جيدة»، قال لافروف، «لكن الطريق ما زال طويلا».
    fails: a source phrase or an attribution that breaks a quote
    quote Sergey Lavrov: النتائج جيدة / لكن الطريق ما زال طويلا
يقود ما يسمى «مجلس الحكماء» مبادرة جديدة.
    none
عرض المتحف فيلم «ليل طويل» أمام الزوار.
    none
قال المتحدث باسم الجيش الإسرائيلي إن القوات أنهت مهمتها، مضيفا أن الوضع هادئ.
    quote spokesperson of Israel Defense Forces: القوات أنهت مهمتها
    quote spokesperson of Israel Defense Forces: الوضع هادئ
قالت ميلوني: "الخطة واضحة أمام الجميع". وطالبت فرنسا إيطاليا بالرد.
    quote Giorgia Meloni: الخطة واضحة أمام الجميع
    REQUEST [وطالبت] France -> Italy
قال أردوغان إن الحل «بات قريبا جدا». وغادر القاعة.
    quote Recep Tayyip Erdogan: الحل «بات قريبا جدا»
قالت ميلوني: “لا نملك وقتا كافيا لهذا النقاش. / وقال ماكرون: «الطقس بارد جدا اليوم».
    quote Giorgia Meloni: لا نملك وقتا كافيا لهذا النقاش
    quote Emmanuel Macron: الطقس بارد جدا اليوم
غادر لافروف موسكو صباح اليوم إلى الجزائر. / اقرأ أيضا: مزارعون يحصدون القمح في الشمال
    none
لافروف: لا موعد للجولة الثانية / غادر الوزير إلى الجزائر صباح اليوم.
    quote Sergey Lavrov: لا موعد للجولة الثانية
"""

# Quotes with events in them, and acts of speech
SPEECH = """
قال أوربان إن المجر رفضت طلب أوكرانيا.
    quote Viktor Orbán: المجر رفضت طلب أوكرانيا
    REJECT [رفضت] Hungary -> Ukraine
نفت إيران أنها قصفت أربيل.
    fails: what is denied is not coded as negated
    REJECT [نفت] Iran -> -
    quote Iran: قصفت أربيل
    ASSAULT [قصفت] Iran -> - (negated)
طالب البرلمان الأوروبي جورجيا بوقف العنف ضد المتظاهرين.
    REQUEST [طالب] European Parliament -> Georgia
هددت روسيا بقصف مواقع في بولندا.
    THREATEN [هددت] Russia -> Poland
حذرت كايا كالاس من أن إيران تقترب من الخط الأحمر.
    THREATEN [حذرت] Kaja Kallas -> Iran
    quote Kaja Kallas: إيران تقترب من الخط الأحمر
اتهم الحوثيون السعودية بقصف صعدة.
    ACCUSE [اتهم] Houthis -> Saudi Arabia
ذكرت وكالة وفا أن الجيش الإسرائيلي اعتقل طبيبا في نابلس.
    quote Palestine News Agency (Wafa): الجيش الإسرائيلي اعتقل طبيبا في نابلس
    COERCE [اعتقل] Israel Defense Forces -> doctor
"""

# Nothing to code, or one thing only
TRAPS = """
هاجم المنتخب المغربي مرمى ضيفه من البداية.
    none
سحق برشلونة ضيفه بخماسية في الدوري الإسباني.
    none
تجري مياه النيل من الجنوب إلى الشمال.
    none
ارتفعت أسعار النفط في لندن بعد صدور بيانات المخزون.
    none
تضم المدينة القديمة في تونس أسواقا كثيرة.
    none
قتل ثلاثة جنود وأصيب خمسة في هجوم لحركة الشباب بمقديشو.
    fails: the agent of a passive or its substitute is not found
    ASSAULT [قتل/هجوم] al-Shabaab -> soldiers
لقي تسعة أشخاص مصرعهم في حادث سير بالجزائر.
    none
يحتفل العراقيون بعيد النوروز في مارس.
    none
فاز الكاتب البيروفي بجائزة كبرى في مدريد.
    none
"""


class Case(NamedTuple):
    """A sentence and what must come out of it."""

    text: str
    events: tuple[tuple[str, str, frozenset[str], frozenset[str], str], ...]
    quotes: tuple[tuple[str, str], ...]
    fails: str


def read_cases(table: str) -> list[Case]:
    """The cases of a table."""
    cases: list[Case] = []
    for line in table.strip().splitlines():
        if not line.startswith(" "):
            cases.append(Case(line.replace(" / ", "\n"), (), (), ""))
            continue
        case, found = cases.pop(), line.strip()
        event = EVENT.match(found)
        if event:
            sides = [frozenset(s.strip() for s in event[side].split(" + ")) - {"-"} for side in ("source", "recipient")]
            status = event["status"] or "asserted"
            case = case._replace(events=(*case.events, (event["type"], event["trigger"], sides[0], sides[1], status)))
        elif found.startswith("quote "):
            chain, _, content = found.removeprefix("quote ").partition(": ")
            case = case._replace(quotes=(*case.quotes, (chain, content)))
        elif found.startswith("fails: "):
            case = case._replace(fails=found.removeprefix("fails: "))
        else:
            assert found == "none", f"cannot read: {found}"
        cases.append(case)
    return cases


CASES = [case for table in (TYPES, SIDES, AROUND, STATUS, ACTORS, FORMS, QUOTES, SPEECH, TRAPS) for case in read_cases(table)]


def told(record: Record) -> tuple[list[str], list[str]]:
    """The events and quotes of a record as a table has them, for a message."""
    names = {e.id: e.name.en or e.name.ar or e.id for e in record.entities}

    def side(ids: tuple[str, ...]) -> str:
        return " + ".join(names[i] for i in ids) or "-"

    events = [
        f"{e.type} [{e.trigger.text}] {side(e.source)} -> {side(e.recipient)} ({e.status})" for e in record.events
    ]
    quotes = [
        f"{' < '.join(names[link.entity] for link in q.chain)}: {' / '.join(c.text.strip(' .') for c in q.contents)}"
        for q in record.quotes
    ]
    return events, quotes


def same(found: list[str], expected: frozenset[str]) -> bool:
    """Whether those found are those expected, each by one of its names."""
    return len(found) == len(expected) and all(set(names.split("/")) & set(found) for names in expected)


def fits(event: Event, expected: tuple[str, str, frozenset[str], frozenset[str], str], names: dict[str, str]) -> bool:
    """Whether an event is the expected one; the sides of a two-sided event may change places."""
    kinds, triggers, source, recipient, status = expected
    first, second = ([names[i] for i in side] for side in (event.source, event.recipient))
    sides = same(first, source) and same(second, recipient)
    sides = sides or (event.type in TWO_SIDED and same(first + second, source | recipient))
    anchored = any(word in event.trigger.text for word in triggers.split("/"))
    return event.type in kinds.split("/") and anchored and sides and event.status == status


def check(case: Case) -> None:
    """Code a case and compare."""
    record = engine().code(Report(case.text, published=PUBLISHED))
    names = {e.id: e.name.en or e.name.ar or e.id for e in record.entities}
    events, quotes = told(record)
    left = list(record.events)
    for expected in case.events:
        match = next((e for e in left if fits(e, expected, names)), None)
        assert match is not None, f"missing {expected[0]} [{expected[1]}]; found {events}"
        left.remove(match)
    assert not left, f"too much: {events}"
    assert sorted(quotes) == sorted(f"{chain}: {content}" for chain, content in case.quotes)


def marked(case: Case) -> object:
    marks = [pytest.mark.xfail(reason=case.fails, strict=False)] if case.fails else []
    return pytest.param(case, marks=marks, id=case.text.splitlines()[0][:50])


def test_there_are_enough() -> None:
    assert len(CASES) >= 60
    assert len({case.text for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_sentence(case: Case) -> None:
    check(case)
