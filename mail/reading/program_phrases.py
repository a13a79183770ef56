"""What mail programs write around a reply, in the languages that people here use: data for `quoted_text`.

Words are compared in lower case and without accents' variants left out: each form that a program writes stands here.
"""

import re

# Verbs (and what goes with them) of "On …, X wrote:".
WROTE = (
    "wrote", "writes", "a wrote", "schrieb", "schrieb am", "hat geschrieben", "geschrieben hat", "a écrit",
    "a ecrit", "ont écrit", "écrivait", "a envoyé", "a envoyé le message suivant", "escribió", "escribio",
    "ha escrito", "va escriure", "escribiu", "ha scritto", "scrisse", "escreveu", "schreef", "geschreven",
    "het volgende geschreven", "het volgende", "skrev", "skreiv", "skrifaði", "skriver", "kirjoitti",
    "kirjutas", "rašė", "rakstīja", "napisał", "napisał(a)", "napisała", "pisze", "napsal", "napsal(a)",
    "napsala", "napísal", "napísal(a)", "je napisao", "je napisao(la)", "je napisala", "je napisao/la",
    "napisao je", "je napisal", "написал", "написал(а)", "написала", "пишет", "писал(а)", "писал", "написав",
    "пише", "написав(ла)", "написа", "írta", "ezt írta", "ezt írta (időpont", "έγραψε", "έγραψε:", "a scris",
    "yazdı", "şunu yazdı", "şöyle yazdı", "כתב", "כתב/ה", "כתבה", "كتب", "كتبت", "đã viết", "viết", "menulis",
    "写道", "寫道", "のメール", "書きました", "作成", "님이 작성", "작성", "wrote on", "a dit",
)  # fmt: skip
# Words that such a line begins with, where a reply stands before it on the same line.
ON = ("on", "le", "am", "op", "el", "il", "em", "den", "dne", "dnia", "w dniu", "pe", "la data de", "в", "dana", "vào")

SENDER = (
    "from", "de", "von", "da", "van", "från", "fra", "od", "от", "від", "lähettäjä", "feladó", "από", "kimden",
    "gönderen", "expéditeur", "expediteur", "remitente", "remetente", "mittente", "absender", "afzender",
    "avsändare", "avsender", "nadawca", "odesílatel", "odosielateľ", "отправитель", "de la", "מאת", "من",
    "发件人", "寄件者", "寄件人", "差出人", "보낸 사람", "보낸사람", "šalje", "pošiljatelj", "frá", "saatja",
    "nuo", "no", "từ", "dari", "emitent", "expeditor",
)  # fmt: skip
DATE = (
    "sent", "date", "envoyé", "envoye", "envoyé le", "envoyée", "envoyé à", "gesendet", "gesendet am", "datum",
    "enviado", "enviado el", "enviado em", "enviada", "enviada em", "fecha", "data", "inviato", "verzonden",
    "verzonden op", "skickat", "sendt", "dato", "wysłane", "wysłano", "data wysłania", "odesláno", "odoslané",
    "dátum", "poslano", "отправлено", "дата", "надіслано", "lähetetty", "päivämäärä", "päiväys", "küldve",
    "ημερομηνία", "στάλθηκε", "gönderildi", "tarih", "gönderme tarihi", "trimis", "dată", "تاريخ", "التاريخ",
    "تم الإرسال", "נשלח", "תאריך", "发送时间", "发件时间", "日期", "寄件日期", "時間", "日付", "送信日時",
    "날짜", "보낸 날짜", "ngày", "đã gửi", "tanggal", "data invio",
)  # fmt: skip
RECIPIENT = (
    "to", "à", "a", "pour", "destinataire", "destinataires", "an", "aan", "till", "til", "para", "destinatario",
    "destinatário", "do", "komu", "кому", "vastaanottaja", "címzett", "προς", "kime", "alıcı", "către", "catre",
    "per", "prima", "za", "إلى", "אל", "收件人", "收件者", "宛先", "받는 사람", "받는사람", "đến", "kepada",
    "copie", "copie à", "cc", "kopie", "cci", "kopia", "kopi", "копия", "másolat", "copia", "cópia", "reply-to",
    "répondre à", "antwort an", "risposta", "抄送", "副本", "κοιν", "bilgi",
)  # fmt: skip
SUBJECT = (
    "subject", "objet", "sujet", "betreff", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne",
    "temat", "předmět", "predmet", "тема", "aihe", "tárgy", "θέμα", "konu", "subiect", "الموضوع", "נושא",
    "主题", "主旨", "主題", "件名", "제목", "efni", "teema", "tema", "chủ đề", "subjek", "naslov", "assumpte",
    "importance", "priorité",
)  # fmt: skip

# "message" in the separators ("----- Message d’origine -----"), whatever stands around it.
MESSAGE = (
    "message", "messages", "mail", "e-mail", "email", "courriel", "nachricht", "mensaje", "messaggio",
    "mensagem", "bericht", "meddelande", "besked", "meddelelse", "melding", "viesti", "wiadomość", "zpráva",
    "správa", "сообщение", "письмо", "повідомлення", "üzenet", "mesaj", "ileti", "mesajul", "poruka",
    "sporočilo", "μήνυμα", "رسالة", "הודעה", "邮件", "郵件", "メッセージ", "메시지", "thư", "tin nhắn", "pesan",
    "skeyti",
)  # fmt: skip
FORWARDED = (
    "forwarded", "transféré", "transfere", "transmis", "réexpédié", "réacheminé", "weitergeleitet",
    "weitergeleitete", "weitergeleiteten", "reenviado", "inoltrato", "encaminhada", "encaminhado",
    "doorgestuurd", "doorgestuurde", "vidarebefordrat", "videresendt", "välitetty", "przekazana",
    "przekazywana", "přeposlaná", "preposlaná", "пересланное", "пересылаемое", "переслане", "továbbított",
    "iletilen", "redirecționat", "redirectionat", "proslijeđena", "转发", "轉寄", "προωθημένο", "posredovano",
    "chuyển tiếp", "resent", "fwd", "tr :", "renvoyé",
)  # fmt: skip
ABOVE_THIS_LINE = (
    "above this line", "reply above", "reply above the line", "au-dessus de cette ligne", "répondre au-dessus",
    "oberhalb dieser linie", "über dieser linie", "por encima de esta línea", "sopra questa linea", "boven deze lijn",
    "ovanför denna rad", "powyżej tej linii",
)  # fmt: skip

# What telephones and tablets add. A line that begins so, or is nothing else, belongs to no reply.
SENT_FROM = (
    "sent from", "sent via", "sent with", "sent by", "sent on the go", "get outlook for", "download outlook",
    "envoyé de mon", "envoyé depuis", "envoyé à partir", "envoyé avec", "envoyé par", "envoye de mon",
    "envoye depuis", "provenance :", "télécharger outlook", "obtenir outlook", "obtenez outlook",
    "téléchargez outlook", "recevez outlook", "von meinem", "gesendet von", "gesendet mit", "von samsung",
    "holen sie sich outlook", "outlook für", "diese nachricht wurde von meinem", "enviado desde", "enviado de",
    "enviado do", "enviado através", "enviado a partir", "obtener outlook", "obter o outlook", "inviato da",
    "ottieni outlook", "verstuurd vanaf", "verzonden vanaf", "verzonden met", "download outlook voor",
    "skickat från", "skickades från", "sendt fra", "sendt fra min", "lähetetty", "wysłane z", "wysłano z",
    "pobierz outlook", "odesláno z", "odoslané z", "отправлено с", "отправлено из", "надіслано з", "küldve",
    "gönderen", "trimis de pe", "trimis din", "poslano iz", "poslano s", "στάλθηκε από", "iphone'umdan",
    "iphone’umdan", "发自我的", "從我的", "iphoneから送信", "나의 iphone", "מה-iphone", "نُشرت",
    "تم الإرسال من", "garanti sans virus", "virus-free", "sans virus.", "cet e-mail a été vérifié",
    "cet email a été vérifié", "l'absence de virus dans ce courrier", "l’absence de virus dans ce courrier",
    "virenfrei.", "this email has been checked for viruses", "ce message a été envoyé depuis",
)  # fmt: skip
LEGAL = re.compile(
    r"confidenti|intended (?:solely|only)|addressee|destinataire|strictement|disclaimer|virus|unauthori[sz]ed"
    r"|vertraulich|riservat|confidencial|not (?:to be treated|secure)|in error|par erreur|privileged"
    r"|avant d.imprimer|before printing|opinions expressed|engage la responsabilit",
    re.IGNORECASE,
)


def ends_with_wrote(text: str) -> bool:
    """Cheaper than an expression: it is asked of every few lines of every message."""
    bare = text.rstrip(" :：").lower()
    if not bare.endswith(WROTE):
        return False
    return any(
        bare.endswith(word) and (len(bare) == len(word) or bare[-len(word) - 1] in " ,>)]，、") for word in WROTE
    )


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True))


HEADER_ROLES: dict[str, str] = {
    word: role
    for role, words in (("subject", SUBJECT), ("recipient", RECIPIENT), ("date", DATE), ("sender", SENDER))
    for word in words
}
WROTE_WITHIN = re.compile(rf"(?:^|[\s,>)\]])(?:{_any(WROTE)})(?=[\s:：,])", re.IGNORECASE)
CJK_WROTE = re.compile(r"(?:写道|寫道|のメール|書きました|作成|작성|写到|寫到)\s*[:：]?\s*$")
MESSAGE_WORD = re.compile(rf"(?<!\w)(?:{_any(MESSAGE)})(?!\w)|邮件|郵件|メッセージ|메시지|nachricht", re.IGNORECASE)
FORWARD_WORD = re.compile(rf"(?<!\w)(?:{_any(FORWARDED)})|转发|轉寄", re.IGNORECASE)
ABOVE = re.compile(_any(ABOVE_THIS_LINE), re.IGNORECASE)
SENT_FROM_START = re.compile(rf"(?:{_any(SENT_FROM)})", re.IGNORECASE)
WEEKDAYS = (
    r"(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|mo|di|mi|do|fr|sa|so|lu|ma|mi|ju|vi|sá|s[aá]b|dom|ter|qua|qui|sex"
    r"|gio|mån|tis|ons|tor|fre|lör|sön|ma|di|wo|za|zo|pon|wt|śr|czw|pt|sob|ndz)"
)
ON_START = re.compile(rf"(?:{_any(ON)})\s", re.IGNORECASE)
START_IN_LINE = re.compile(rf"(?:(?<=\s)|^)(?:{_any(ON)})\s+(?:{WEEKDAYS}[\w.]*,?\s|\d{{1,4}}[\s./-])", re.IGNORECASE)
