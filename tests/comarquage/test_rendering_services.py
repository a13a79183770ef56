"""Online services, forms, contacts and guided searches."""

import pytest
from lxml import html

from clairdroit.comarquage.rendering.conditions import Answers
from clairdroit.comarquage.rendering.sheets import render_sheet
from clairdroit.partners_snippets.enums import Audience
from clairdroit.partners_snippets.models import KindPivot
from tests.comarquage.factories import OfficialSheetFactory, rendered_body, rendered_sections
from tests.partners_snippets.factories import PartnerFactory, PartnerKindFactory, PlaceFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

FORM = (
    '<ServiceEnLigne ID="R7" URL="https://a.test/formulaire.pdf" format="application/pdf" poids="1.2 MB" '
    'type="Formulaire" numerocerfa="12345*06" autrenumero="S77"><Titre>Demander un toit</Titre>'
    "<Source>Un ministère</Source>"
    "<Introduction><Texte><Paragraphe>À signer.</Paragraphe></Texte></Introduction>"
    '<NoticeLiee ID="R8" URL="https://a.test/notice.pdf" numerocerfa="50001#01">Aide à la demande</NoticeLiee>'
    '<ServiceEnLigneAnnexe type="Formulaire" numerocerfa="12346*01"><Titre>Annexe</Titre>'
    '<LienWeb URL="https://a.test/annexe.pdf"/></ServiceEnLigneAnnexe></ServiceEnLigne>'
)
CONTACT = (
    '<OuSAdresser ID="R9" type="Local personnalisé sur SP"><Titre>Caisse des toits</Titre>'
    "<Complement>Pour un conseil</Complement>"
    '<PivotLocal>caisse_des_toits</PivotLocal><RessourceWeb URL="https://a.test/caisses"/>'
    "<Source>Une caisse</Source></OuSAdresser>"
)
IN_A_CASE = (
    '<Texte><BlocCas affichage="onglet"><Cas><Titre>Locataire</Titre><Condition><estVrai var="T1"/></Condition>'
    f"<Chapitre><Titre>Agir</Titre>{CONTACT}</Chapitre></Cas><Cas><Titre>Autre</Titre></Cas></BlocCas></Texte>"
)


class TestOnlineServices:
    def test_a_form_shows_its_numbers_its_door_its_notice_and_its_annexes(self):
        section = rendered_sections(FORM)["online"]
        for words in ("12345*06", "S77", "À signer.", "Un ministère", "Aide à la demande", "50001#01", "12346*01"):
            assert words in section
        for address in ("formulaire.pdf", "notice.pdf", "annexe.pdf"):
            assert f'href="https://a.test/{address}"' in section

    def test_its_title_leads_to_our_page_of_it(self):
        OfficialSheetFactory(sheet_id="R7", title="Demander un toit", is_form=True)
        assert '<a href="/fiches/R7/">Demander un toit</a>' in rendered_sections(FORM)["online"]

    def test_a_number_that_is_still_to_come_is_said_in_words(self):
        section = rendered_sections(FORM.replace("12345*06", "En cours"))["online"]
        assert "n°\xa0En cours" not in section
        assert "En cours" in section

    def test_a_resource_page_leads_to_the_service_and_names_where_it_is_used(self):
        sheet = OfficialSheetFactory(
            sheet_id="R7",
            is_form=True,
            body='<NumeroCerfa>12345*06</NumeroCerfa><LienWeb URL="https://a.test/f.pdf">'
            "<Source>Un ministère</Source></LienWeb>"
            '<FicheLiee ID="F1"><Titre>Louer</Titre><Dossier ID="N1">Se loger</Dossier></FicheLiee>'
            '<Dossier ID="N1"><Titre>Se loger</Titre></Dossier>',
        )
        rendered = render_sheet(sheet)
        assert "12345*06" in rendered.introduction
        assert 'href="https://a.test/f.pdf"' in rendered.body
        assert "Ouvrir le formulaire" in rendered.body
        assert {"see-also", "used-in"} <= {section.key for section in rendered.sections}


class TestContacts:
    @pytest.fixture
    def commune(self):
        return CommuneFactory()

    @pytest.fixture
    def partner(self, commune):
        kind = PartnerKindFactory(key="caisse-des-toits")
        KindPivot.objects.create(kind=kind, pivot="caisse_des_toits")
        partner = PartnerFactory(name="Caisse de Clairval", kind=kind)
        partner.communes.set([commune])
        partner.save()
        return partner

    def contacts(self, commune, body=CONTACT):
        return rendered_sections(body, commune=commune, audience=Audience.PUBLIC)["contacts"]

    def test_the_partner_that_serves_the_readers_commune_is_shown(self, commune, partner):
        section = self.contacts(commune)
        assert "Caisse de Clairval" in section
        assert 'href="https://a.test/caisses"' in section

    def test_elsewhere_the_national_contact_is_shown(self, partner):
        section = self.contacts(CommuneFactory(viroflay=True))
        assert "Caisse de Clairval" not in section
        assert 'href="https://a.test/caisses"' in section
        assert "Pour un conseil" in section
        assert "Une caisse" in section

    def test_without_a_commune_the_national_contact_is_shown(self, partner):
        section = rendered_sections(CONTACT)["contacts"]
        assert "Caisse de Clairval" not in section
        assert 'href="https://a.test/caisses"' in section

    def test_a_partner_that_is_not_published_is_not_shown(self, commune, partner):
        partner.live = False
        partner.save()
        assert "Caisse de Clairval" not in self.contacts(commune)

    @pytest.mark.parametrize(
        ("body", "answers", "named_beside"),
        [
            (CONTACT, [], False),
            (f"<Texte><Chapitre><Titre>Agir</Titre>{CONTACT}</Chapitre></Texte>", [], False),
            (IN_A_CASE, [], True),
            (IN_A_CASE, ["T1"], False),
        ],
    )
    def test_a_partner_whose_card_is_in_sight_is_not_named_again_beside(
        self, client, commune, partner, body, answers, named_beside
    ):
        sheet = OfficialSheetFactory(body=body)
        root = html.fromstring(client.get(sheet.get_absolute_url(), {"commune": commune.pk, "si": answers}).text)
        assert "Caisse de Clairval" in root.xpath("string(//article)")
        assert ("Caisse de Clairval" in root.xpath("string(//*[contains(@class, 'who-helps')])")) is named_beside

    def test_at_most_two_of_a_kind_are_shown_the_nearest_first(self, commune, partner):
        for number in range(3):
            other = PartnerFactory(name=f"Annexe {number}", kind=partner.kind)
            other.communes.set([commune])
            other.save()
        assert self.contacts(commune).count("partner-card") == 2

    def test_the_nearest_come_first_whatever_their_names(self, commune, partner):
        for name, further in (("A au loin", 0.3), ("B tout près", 0.01), ("C plus loin", 0.1)):
            other = PartnerFactory(name=name, kind=partner.kind, communes=[commune])
            PlaceFactory(partner=other, latitude=commune.latitude + further, longitude=commune.longitude)
        partner.delete()
        words = self.contacts(commune)
        assert words.index("B tout près") < words.index("C plus loin")
        assert "A au loin" not in words

    def test_the_number_of_queries_does_not_grow_with_pivots_or_partners(
        self, commune, partner, django_assert_max_num_queries, django_assert_num_queries
    ):
        one = OfficialSheetFactory(body=CONTACT)
        with django_assert_max_num_queries(20) as captured:
            render_sheet(one, commune=commune, audience=Audience.PUBLIC)
        kind = PartnerKindFactory(key="caisse-des-murs")
        KindPivot.objects.create(kind=kind, pivot="caisse_des_murs")
        for _number in range(4):
            other = PartnerFactory(kind=kind)
            other.communes.set([commune])
            other.save()
        many = OfficialSheetFactory(body=CONTACT * 5 + CONTACT.replace("des_toits", "des_murs") * 5)
        with django_assert_num_queries(len(captured)):
            render_sheet(many, commune=commune, audience=Audience.PUBLIC)


GUIDED = (
    "<Problematiques><Problematique><Titre>Vous cherchez un toit</Titre><Aide><Titre>Aide</Titre>"
    "<Paragraphe>Lisez.</Paragraphe>"
    '</Aide><Branche><Titre>À louer</Titre><SiSelectionne><affecteVrai var="T1"/></SiSelectionne>'
    '<Branche><Titre>Meublé</Titre><SiSelectionne><affecteVrai var="T2"/></SiSelectionne>'
    '<LienInterne LienPublication="F70"/>'
    '</Branche><Branche><Titre>Vide</Titre><LienInterne LienPublication="F71"/></Branche></Branche></Problematique>'
    "</Problematiques>"
)
QUESTIONNAIRE = (
    "<Questionnaire><Description><Paragraphe>Répondez.</Paragraphe></Description><Question><Titre>Vous êtes</Titre>"
    "<Choix><Titre>Locataire</Titre><IntituleSiSelectionne>Vous louez</IntituleSiSelectionne><SiSelectionne>"
    '<affecteVrai var="T1"/><affecteFaux var="T2"/></SiSelectionne></Choix><Choix>'
    "<Titre>Propriétaire</Titre><SiSelectionne>"
    '<affecteVrai var="T2"/><affecteFaux var="T1"/></SiSelectionne></Choix></Question></Questionnaire>'
)


class TestGuidedSearches:
    def test_each_branch_carries_the_answers_that_lead_to_it(self):
        OfficialSheetFactory(sheet_id="F70", title="Louer un meublé")
        root = html.fromstring(rendered_body(GUIDED))
        link = root.xpath("//a[.='Meublé']")[0]
        assert link.get("href") == "/fiches/F70/?si=T1.T2"
        assert [" ".join(s.text_content().split()) for s in link.xpath("ancestor::details/summary")] == [
            "Vous cherchez un toit",
            "À louer",
        ]

    def test_a_branch_with_words_of_its_own_keeps_them_beside_its_only_link(self):
        OfficialSheetFactory(sheet_id="F70", title="Louer un meublé")
        advised = GUIDED.replace(
            '<LienInterne LienPublication="F70"/>',
            "<Aide><Paragraphe>Comptez les meubles.</Paragraphe></Aide><LienInterne LienPublication='F70'/>",
        )
        root = html.fromstring(rendered_body(advised))
        (branch,) = root.xpath("//details[normalize-space(summary)='Meublé']")
        assert "Comptez les meubles." in branch.text_content()
        assert branch.xpath(".//a/@href") == ["/fiches/F70/?si=T1.T2"]

    def test_a_branch_that_leads_nowhere_keeps_its_words(self):
        assert "Vide" in rendered_body(GUIDED)
        assert "<a " not in rendered_body(GUIDED)

    def test_a_questionnaire_is_a_form_that_works_by_address_alone(self):
        root = html.fromstring(rendered_body(QUESTIONNAIRE, answers=Answers.parse(["T1.-T2"])))
        assert root.get("method") == "get"
        radios = root.xpath("//input[@type='radio']")
        assert [radio.get("value") for radio in radios] == ["T1.-T2", "T2.-T1"]
        assert [radio.get("checked") is not None for radio in radios] == [True, False]
        assert len({radio.get("name") for radio in radios}) == 1
        for radio in radios:
            assert root.xpath(f"//label[@for='{radio.get('id')}']")
        assert root.xpath("string(//legend)") == "Vous êtes"

    def test_a_choice_was_made_where_all_that_it_sets_was_answered_so(self):
        other = QUESTIONNAIRE.replace(
            '<affecteVrai var="T2"/><affecteFaux var="T1"/>', '<affecteVrai var="T1"/><affecteFaux var="T3"/>'
        )
        for answers, chosen in (("T1.-T2", [True, False]), ("T1.-T3", [False, True]), ("T1", [False, False])):
            root = html.fromstring(rendered_body(other, answers=Answers.parse([answers])))
            radios = root.xpath("//input[@type='radio']")
            assert [radio.get("checked") is not None for radio in radios] == chosen

    def test_the_readers_commune_stays_in_the_form_and_in_the_links(self):
        commune = CommuneFactory()
        OfficialSheetFactory(sheet_id="F70")
        form = html.fromstring(rendered_body(QUESTIONNAIRE, commune=commune))
        assert form.xpath("//input[@type='hidden' and @name='commune']/@value") == [commune.pk]
        assert f"?si=T1.T2&amp;commune={commune.pk}" in rendered_body(GUIDED, commune=commune)
