"""Mails that ask nothing: thanks alone, "bien reçu", a reaction. Whatever else stands in one makes it a reply.

Words are compared without accents and case. A message is thanks when it says so and holds no word beyond those that go
with it; one word more ("merci, mais …", "merci d’avance") and a person reads it.
"""

import re
import unicodedata
from collections.abc import Iterable

from clairdroit.mail.reading import program_phrases
from clairdroit.mail.reading.message import Message, MimePart
from clairdroit.mail.reading.sent_text import words_of

GMAIL_REACTION = "text/vnd.google.email-reaction+json"
CARDS = ("text/vcard", "text/x-vcard", "text/directory")
MAX_TOKENS = 60
MAX_SIGNATURE_LINES = 8
MAX_BLOCK_LINES = 16
# "Parfait" with no more than so many words is an acknowledgement; "bien reçu" may have more around it.
MAX_ACKNOWLEDGING = 6
TOOK_NOTE = frozenset({"recu", "recue", "note", "notee", "received", "noted"})

THANKS = (
    " merci mercis merciii mercii remercie remercions remerciement remerciements thanks thank thx cheers danke vielen"
    " dankeschön dank gracias grazie ringrazio obrigado obrigada bedankt dankjewel tack tusen takk tak kiitos"
    " dziękuję dzięki děkuji díky ďakujem спасибо благодарю дякую köszönöm köszi ευχαριστώ teşekkürler teşekkür"
    " sağol sağolun mulțumesc mersi hvala شكرا شكراً תודה 谢谢 謝謝 感谢 感謝 ありがとう"
    " ありがとうございます ありがとうございました 감사합니다 고맙습니다"
    " cảm ơn terima kasih gràcies moltes eskerrik trugarez mercés"
)
ACKNOWLEDGED = (
    " reçu reçue noté notée note ok okay parfait parfaitement super top nickel génial impeccable compris entendu"
    " received noted perfect great understood got erhalten verstanden recibido entendido ricevuto recebido"
    " ontvangen mottatt modtaget mottaget saatu otrzymałem получено отримано"
)
# What people write around thanks; no question, no "but", no "not", no "in advance".
AROUND = (
    # French
    " beaucoup bcp bien infiniment mille fois grand grande grands encore pour votre vos ta ton tes réponse réponses"
    " aide rapidité temps conseil conseils précision précisions explication explications information"
    " informations info infos renseignement renseignements retour accompagnement gentillesse efficacité"
    " réactivité travail écoute soutien disponibilité attention message mail mails courriel courrier email e"
    " rapide rapides claire claires clair complet complète détaillée utile utiles précieux précieuse précieuses"
    " précis précise à de du des la le l les et vous tu te je j on nous c est ça cela ce très si tellement"
    " vraiment énormément sincèrement chaleureusement vivement toute tout tous toutes équipe cœur coeur bonne"
    " bon belle excellente agréable journée soirée matinée nuit week end weekend fin semaine après midi année"
    " continuation dimanche samedi cordialement sincères salutations respectueuses distinguées meilleures cdt"
    " cdlt bjr slt bonjour bonsoir salut madame monsieur mesdames messieurs mme mr m a ai avez as aidé aidée"
    " rassuré rassurée éclairé éclairée soulagé soulagée répondu répond souhaite souhaitons une un d accord fait"
    " plaisir prends prenons pris grâce en avoir revenons reviens vers rapidement vite bientôt dès que possible"
    " amis bravo bonnes fêtes heureuse occupe occupons aimablement gentiment amicalement bises formidable fantastique"
    " excellent merveilleux"
    " gentil gentils adorable efficace professionnel professionnelle parfaite votre service services"
    # English
    " you so very much many lots for your the quick reply response answer help support info information well"
    " have a nice good lovely day evening weekend week best kind regards sincerely hi hello dear all team"
    " appreciate appreciated really that is was this helpful clear useful again advice time kindness it i we us"
    " message email speedy excellent wonderful"
    # German, Spanish, Italian, Portuguese, Dutch, and the northern and eastern neighbours
    " schön sehr herzlichen besten für die ihre ihr antwort hilfe schnelle rasche gruß grüße grüßen mit"
    " freundlichen lieben hallo guten tag alles gut gute schönen abend und muchas muchísimas mil por su tu"
    " respuesta ayuda la el información saludos un saludo buenas tardes días buen día hola mille molte tante per"
    " la sua vostra risposta aiuto l informazione cordiali saluti buona giornata buongiorno salve muito muita"
    " pela sua resposta ajuda informação cumprimentos bom dia boa tarde olá u je wel hartelijk voor uw antwoord"
    " hulp reactie met vriendelijke groet groeten goedemorgen fijne dag så mycket för svaret hjälpen hälsningar"
    " mange for svaret hjælpen hjelpen hilsen paljon vastauksesta avusta bardzo za odpowiedź pomoc pozdrawiam"
    " mockrát moc odpověď pomoct ответ помощь большое огромное за ваш помощь дуже велике відповідь szépen válasz"
    " segítség πολύ για την απάντηση çok yanıtınız için mult pentru răspuns ajutor جزيلا جزيلاً لكم لك على الرد"
    " רבה על התשובה 您的 回复 很 nhiều banyak atas jawaban lijepa puno na odgovoru"
)
# With their other words they are thanks; without, they may be the beginning of anything. Matched against `words_of`:
# without accents, apostrophes and capitals.
PHRASES = re.compile(
    r"\b(?:(?:cela|ca|elle|vous|qui|votre reponse)(?: m)?(?: a| avez| repond)? ?(?:bien |parfaitement )?"
    r"(?:repondu|repond)? ?a"
    r" (?:ma|mes|toutes mes) questions?|c est exactement ce (?:qu il me fallait|que je cherchais|dont j avais besoin)"
    r"|(?:si|au|en cas de) besoin"
    r"|exactly what i needed|(?:that|this|it) answers my questions?|je vous en suis (?:tres )?reconnaissante?)\b"
)
NOT_THANKS = re.compile("[?？؟❓❔⁉]")
# "X a réagi à votre message": how mail programs tell of a reaction to those that do not show one.
REACTION = re.compile(
    r"\ba réagi\b|\ba (?:aimé|adoré) (?:votre|ton|ce) (?:message|courriel|e-?mail|mail)"
    r"|\breacted (?:via|to|with)\b|\b(?:liked|loved) (?:your|this) (?:message|e-?mail)|\bhat\b.{0,40}\breagiert\b"
    r"|\bha reaccionado\b|\breaccionó\b|\bha reagito\b|\breagiu\b|\bheeft\b.{0,40}\bgereageerd\b|\breagerade\b"
    r"|\breagerede\b|\breagerte\b|\bzareagował|\ba reacționat\b|\breagoval|\bотреагировал|\bzareagowała\b",
    re.IGNORECASE,
)
# What is quoted ends the message: a word behind it is the person's.
TAPBACK = re.compile(
    r"^(?:a (?:aimé|adoré|ri de|ri à|souligné|mis en évidence)|n['’]a pas aimé|liked|loved|disliked|laughed at"
    r"|emphasi[sz]ed|(?:a réagi|reacted) \S{1,12} (?:à|to))\s*"
    r"(?:«[^»]{0,2000}(?:»|…)|“[^”]{0,2000}(?:”|…)|\"[^\"]{0,2000}(?:\"|…)|[„‟][^“”]{0,2000}(?:[“”]|…))\.?$",
    re.IGNORECASE | re.DOTALL,
)
OF_A_PROGRAM = re.compile(
    r"^(?:[>«“\"]|https?://|(?:microsoft )?(?:outlook|teams)\b.{0,30}$|.{0,80}\b(?:a réagi|reacted|reaction|réaction)\b"
    r".{0,40}$)",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
# The words of a name, or "ADIL 78": at least one blank between two, so that a long word is read in one way only.
NAME_LINE = re.compile(rf"^{_NAME}(?:[ ,]{{1,2}}(?:(?:de|du|la|le|et|des) ){{0,2}}(?:{_NAME}|\d{{1,3}})){{0,5}},?$")
CONTACT_LINE = re.compile(r"^[\d\s+().:/-]{6,}$|@|^(?:tél|tel|mobile|port|fax|www)\b|https?://", re.IGNORECASE)


def _tokens(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


THANKS_WORDS, ACKNOWLEDGED_WORDS = _tokens(THANKS), _tokens(ACKNOWLEDGED)
ALLOWED = THANKS_WORDS | ACKNOWLEDGED_WORDS | _tokens(AROUND)
# Whoever is thanked by name: "Madame" and one word with a capital.
NAMED = re.compile(rf"(?:Madame|Monsieur|Mme|Mlle|Mr|M\.|Maître|Me)\s(?:(?:Le|La|De|Du|Des|Ben|El|Van)\s)?{_NAME}\b")
CLOSING = re.compile(
    r"^(?:bien |très )?(?:cordialement|sincèrement|respectueusement|cdt|cdlt|bien à vous"
    r"|(?:avec mes |mes )?(?:sincères|meilleures|cordiales) salutations|(?:best |kind )?regards)\W*$",
    re.IGNORECASE,
)
# "Conseillère juriste", "3 rue Neuve, 78000 Versailles": no sentence, and no figures but an address's.
FUNCTION_LINE = re.compile(r"^[A-ZÀ-ÖØ-Þ][^.?!:;\d]{2,60}$")
PLACE_LINE = re.compile(r"^(?:\d{1,4}(?: bis| ter)?,? .{0,60}|.{0,60}\b\d{5}\b.{0,40}|(?:CS|BP) ?\d.{0,60})$")
STREET = re.compile(
    r"\b(?:rue|avenue|av|place|boulevard|bd|chemin|allée|cours|quai|impasse|route|cs|bp|cedex|\d{5})\b", re.I
)
SAYS_MORE = _tokens(
    "et mais sauf pour quand comment quel quelle je j il elle on nous vous est suis ai ne pas faut dois peut peux ps nb"
)


def is_reaction(message: Message, words: str) -> bool:
    """A reaction of Gmail, Outlook or Apple's Mail, or emoji alone, without an attachment of the person's."""
    if any(part.content_type == GMAIL_REACTION and not part.nested for part in message.parts):
        return True
    if any(not _is_ornament(part) for part in message.attachments):
        return False
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    if not lines:
        return False
    if is_emoji_alone(words) or TAPBACK.match("\n".join(lines)):
        return True
    said = [line for line in lines if not is_emoji_alone(line)]
    if not REACTION.search(said[0]) or len(said[0]) > 160:
        return False
    return all(line.startswith(">") or (OF_A_PROGRAM.match(line) and "?" not in line) for line in said[1:])


def is_thanks(
    message: Message,
    words: str,
    *,
    names: Iterable[str] = (),
    is_waited_for: bool = False,
    is_team: bool = False,
) -> bool:
    """`is_waited_for`: something was asked of this person, and "OK" may be the answer to it. `is_team`: people at work
    sign with their function, and their server adds a notice."""
    if NOT_THANKS.search(words) or any(not _is_ornament(part) for part in message.attachments):
        return False
    said = NAMED.sub(" ", _without_signature(_without_block(words) if is_team else words))
    tokens = words_of(PHRASES.sub(" ", " ".join(words_of(said))))
    known = ALLOWED | _tokens(" ".join(names))
    if not 0 < len(tokens) <= MAX_TOKENS or not all(token in known for token in tokens):
        return False
    # "D'accord" to somebody who has asked is an answer.
    if is_waited_for:
        return bool(THANKS_WORDS & set(tokens)) and not ACKNOWLEDGED_WORDS & set(tokens) and "accord" not in tokens
    acknowledges = bool(ACKNOWLEDGED_WORDS & set(tokens)) or "d accord" in " ".join(tokens)
    return bool(THANKS_WORDS & set(tokens)) or (
        acknowledges and (len(tokens) <= MAX_ACKNOWLEDGING or bool(TOOK_NOTE & set(tokens)))
    )


def _without_block(words: str) -> str:
    """Below "Cordialement,": names, functions, addresses, notices of the server. With anything else nothing goes."""
    lines = [line.strip() for line in words.strip().split("\n") if line.strip()]
    closing = next((at for at, line in enumerate(lines) if CLOSING.match(line)), None)
    if closing is None or not all(_is_of_block(line) for line in lines[closing + 1 : closing + 1 + MAX_BLOCK_LINES]):
        return words
    return "\n".join(lines[: closing + 1]) if len(lines) - closing <= MAX_BLOCK_LINES else words


def _is_of_block(line: str) -> bool:
    if len(line) > 60 and program_phrases.LEGAL.search(line):
        return "?" not in line
    is_function = FUNCTION_LINE.match(line) and not SAYS_MORE & _tokens(line)
    is_place = PLACE_LINE.match(line) and STREET.search(line)
    return bool(is_function or is_place or NAME_LINE.match(line) or CONTACT_LINE.search(line))


def is_emoji_alone(text: str) -> bool:
    """Signs that Unicode calls symbols (So), with what joins and colours them; a question mark asks something."""
    marks = [each for each in text if not each.isspace()]
    if not marks or NOT_THANKS.search(text):
        return False
    kinds = [unicodedata.category(each) for each in marks]
    return "So" in kinds and all(
        kind in ("So", "Sk", "Mn", "Me", "Cf") or each in "!.❤" for kind, each in zip(kinds, marks, strict=True)
    )


def _is_ornament(part: MimePart) -> bool:
    """A logo in a signature, a card that a program adds to each mail; a picture that was sent for its own sake is an
    attachment of its own."""
    is_shown_inside = part.disposition == "inline" or part.headers.has("content-id")
    return part.content_type in (GMAIL_REACTION, *CARDS) or (part.content_type.startswith("image/") and is_shown_inside)


def _without_signature(words: str) -> str:
    """Names, telephone numbers and addresses below the words."""
    lines = [line.strip() for line in words.strip().split("\n") if line.strip()]
    for _each in range(MAX_SIGNATURE_LINES):
        if len(lines) < 2 or not (NAME_LINE.match(lines[-1]) or CONTACT_LINE.search(lines[-1])):
            break
        if _tokens(lines[-1]) <= ALLOWED and _tokens(lines[-1]) & THANKS_WORDS:
            break
        lines.pop()
    return "\n".join(lines)
