"""Warnings, as tables a linguist can read: what is warned of, and a sentence with the place in [brackets]; « / » stands
for a new line. In the second table are sentences that a careful editor would let pass.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
import yaml

import khabar
from khabar.model.record import Warning
from khabar.pipeline import Report, engine
from khabar.stages.editor_rules import Evidence

LEXICON = Path(khabar.__file__).parent / "lexicons" / "ar" / "warnings.yaml"
MARKED = re.compile(r"\[([^\]]*)\]")

WARNED = """
untransliterated-name | سافر [Lavrov] إلى الجزائر في زيارة قصيرة.
untransliterated-name | قالت وكالة [Interfax] إن الطريق مفتوح.
untransliterated-name | أعلنت شركة [Vanterra Mining] عن أرباحها.
untransliterated-name | وصل لافروف إلى الدوحة. ثم غادر [Lavrov] إلى مسقط.
inconsistent-term | ناقش الوفدان التسوية السودانية. وقال الوسيط إن [المستوطنة السودانية] قريبة.
inconsistent-term | بدأت غارات جوية ليلا. وقالت الإذاعة إن [الإضرابات الجوية] توقفت.
inconsistent-term | دخل وقف إطلاق النار حيز التنفيذ. ورحب السكان [بوقف الحرائق].
inconsistent-term | وصل زيلينسكي إلى روما. ثم غادر [زيلنسكي] إلى باريس.
inconsistent-term | أقيم المعرض في كوبنهاغن. ويستمر المعرض في [كوبنهاجن] شهرا.
redaction | قال المدرب إنه [(كلمة بذيئة)] حقا.
redaction | وصف اللاعب الحكم بأنه "[(لفظة نابية)]" أمام الكاميرا.
redaction | كتب المغني: "هذا [****] كذب".
redaction | قال السائق: "ابتعدوا عن [[محذوف]] طريقي".
unbalanced-quotation | قال العمدة إن [«]الجسر جاهز منذ شهر.
unbalanced-quotation | قال العمدة إن ["]الجسر جاهز منذ شهر.
unbalanced-quotation | الجسر جاهز منذ شهر[»]، كما قال العمدة.
unbalanced-quotation | وعد العمدة بأن [“]الجسر سيفتح غدا. / وكتبت الصحيفة أن «الجسر قديم».
repeated-block | فتح العمدة الجسر القديم أمام الناس يوم الأحد. / [فتح العمدة الجسر القديم أمام الناس يوم الأحد.]
repeated-block | فتح العمدة الجسر القديم أمام الناس يوم الأحد. / [فتح العمدة الجسر العتيق أمام الناس، يوم الأحد]
"""

FINE = """
نشر البنك تقريره باسم IMF أمس.
صافح المبعوث ستيف ويتكوف (Steve Witkoff) مضيفه.
حلقت مقاتلات F-16 فوق المدينة.
نشر المتحف صورا على الموقع museum.org أمس.
كتب على حسابه @Kremlin تهنئة قصيرة.
عرض المهرجان فيلم "Northern Light" في ختامه.
تظهر الصورة الرئيس أمام القصر. – AFP
ناقش الوفدان التسوية السودانية. وبنت الشركة مستوطنة جديدة.
نفذ العمال إضرابا عاما. وأدت غارة جوية إلى انقطاع الماء.
وصل بوتين إلى المطار. وألقى فلاديمير بوتين كلمة.
زار وفد من الإخوان المسلمين القاهرة. وقال الإخوان المسلمون إن الوفد عاد.
وصل الوفد للشرق الأوسط. وزار الشرق الأوسط مرارا.
قال الوزير: «سنعود غدا»، ثم غادر القاعة.
قال العمدة: «الجسر جاهز. / «والطريق مفتوح».
بلغ طول الشاشة 27" ونصف.
دعا الوسيط إلى هدنة ثم إلى وقف إطلاق النار.
"""

# Signs of machine translation; the first one in brackets, then the signs that the message must name.
MACHINE = """
[صورة البلياردو] للوزير ، بعد القمة ، قبل العشاء ، في القصر. | صورة البلياردو; a space before the comma
بدأ الوفدان [مفاوضات في جنيف على النزاع]. وقال دبلوماسي النرويج الأعلى إن الجو بارد. | على النزاع; الأعلى
تبحث الدولتان [صفقة أذرع] كبيرة. ويأمل الوسيط في استخراج تنازلات من الطرفين. | صفقة أذرع; استخراج تنازلات
وصل [Lavrov] إلى الدوحة ، ثم زار السوق ، ثم المتحف ، مع مرافقيه. وقال لافروف إن المدينة جميلة. | Lavrov; a space before
تصافح بوتين وأردوغان في سوتشي. ودام [اجتماعهم] ساعة. وقال دبلوماسي روسيا الأعلى إنه مفيد. | اجتماعهم; الأعلى
[قال الخبير أن] المياه قليلة. ورحبت الحكومة بوقف الحرائق. | قال الخبير أن; وقف الحرائق
"""

NOT_MACHINE = """
قال الخبير أن المياه قليلة.
انتهى العشاء ، ثم العرض ، ثم الرقص ، عند الفجر.
تتواصل المفاوضات بين البلدين للتغلب على النزاع. وقال خبير أن المياه قليلة.
تصافح بوتين وأردوغان في سوتشي. ودام اجتماعهما ساعة.
اجتمع بوتين وأردوغان وماكرون في باريس. ودام اجتماعهم ساعة. وقال أحدهم أن الطريق طويل.
سلطت الصحيفة الضوء على النزاع. وينظر المزارعون إلى الأمام بأمل.
شب حريق في الغابة. وتكافح الفرق الحرائق منذ الفجر.
"""


def warnings(text: str) -> tuple[Warning, ...]:
    return engine("ar", "off").code(Report(text.replace(" / ", "\n"), published="2025-04-14")).document.warnings


def unmarked(marked: str) -> tuple[str, int, int]:
    """A text without its outermost brackets, and the range that they stood around."""
    start, end = marked.index("["), marked.rindex("]")
    return (marked[:start] + marked[start + 1 : end] + marked[end + 1 :]).replace(" / ", "\n"), start, end - 1


def rows(table: str) -> list[str]:
    return table.strip().splitlines()


@pytest.mark.parametrize("row", rows(WARNED))
def test_warned(row: str) -> None:
    code, marked = row.split(" | ")
    text, start, end = unmarked(marked.replace(" / ", "\n"))
    found = [w for w in warnings(text) if w.code != "machine-translated"]
    assert [(w.code, text[w.start : w.end]) for w in found] == [(code, text[start:end])]


@pytest.mark.parametrize("text", rows(FINE))
def test_fine(text: str) -> None:
    assert warnings(text) == ()


@pytest.mark.parametrize("row", rows(MACHINE))
def test_machine_translation_is_suspected(row: str) -> None:
    marked, signs = row.split(" | ")
    text, start, end = unmarked(marked)
    (found,) = [w for w in warnings(text) if w.code == "machine-translated"]
    assert (found.start, text[found.start : found.end]) == (start, text[start:end])
    for sign in signs.split("; "):
        assert sign in found.message


@pytest.mark.parametrize("text", rows(NOT_MACHINE))
def test_one_sign_or_another_sense_is_no_suspicion(text: str) -> None:
    assert "machine-translated" not in {w.code for w in warnings(text)}


def test_warnings_stand_in_order_and_in_the_text() -> None:
    text = rows(MACHINE)[0].split(" | ")[0].replace("[", "").replace("]", "") + " قال Lavrov: «نعم."
    found = warnings(text)
    assert list(found) == sorted(found, key=lambda w: (w.start, w.end, w.code))
    assert all(0 <= w.start < w.end <= len(text) for w in found)


def test_the_evidence_fits_its_form() -> None:
    """Unknown keys and double signs are mistakes of the file."""
    data = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    evidence = msgspec.convert(data, Evidence)
    assert msgspec.to_builtins(evidence).keys() == data.keys()
    ids = [sign.id for sign in evidence.machine.signs]
    assert len(ids) == len(set(ids))
    assert all((sign.phrases or sign.pattern) and (sign.usual or sign.says) for sign in evidence.machine.signs)
