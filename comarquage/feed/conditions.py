"""The words of the variables that conditional passages depend on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

# "Oui" says nothing without the question it answers.
SHORTEST_LABEL = 5
VARIABLE = re.compile(r"T\d{1,8}")
SHEET = re.compile(r"[FNR]\d{1,18}")
ANSWER_ELEMENTS = ("Problematique", "Branche", "Choix")


@dataclass(frozen=True)
class AnswerLabel:
    """For `sheet_id`, `variable` being true means `label`."""

    sheet_id: str
    variable: str
    label: str


def answer_labels(root: etree._Element) -> list[AnswerLabel]:
    """What each answer of this guided search or questionnaire says, for the sheets that it leads to.

    A questionnaire's answers (`Choix`) concern the sheet that holds it; a guided search's branches concern
    the sheets that they or their sub-branches link to.
    """
    labels = []
    for answer in root.iter(*ANSWER_ELEMENTS):
        variables = [element.get("var", "") for element in answer.findall("SiSelectionne/affecteVrai")]
        # `affecteFaux` is left out: what an answer excludes has no words of its own.
        variables = [variable for variable in variables if VARIABLE.fullmatch(variable)]
        if not variables:
            continue
        if answer.tag == "Choix":
            targets = [root.get("ID", "")]
        else:
            targets = [link.get("LienPublication", "") for link in answer.iter("LienInterne")]
        label = answer_label(answer)
        labels += [
            AnswerLabel(target, variable, label)
            for target in targets
            for variable in variables
            if label and SHEET.fullmatch(target)
        ]
    return labels


def answer_label(answer: etree._Element) -> str:
    title = title_of(answer, "IntituleSiSelectionne") or title_of(answer, "Titre")
    parent = answer.getparent()
    if len(title) < SHORTEST_LABEL and parent is not None:
        question = title_of(parent, "Titre").rstrip(" :")
        title = f"{question} {title}" if question.endswith("?") else f"{question} : {title}" if question else ""
    # As long as the column.
    return title[:500]


def title_of(element: etree._Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None else " ".join(" ".join(found.itertext()).split())
