"""The kinds of partners that a French town meets, and the group of professionals who see private contacts."""

from django.db import migrations

HEADINGS = ["famille", "logement", "emploi", "sante", "juridique", "seniors", "handicap", "precarite"]

# key, name, plural, reach, public service, headings, pivots of the official fiches, data·inclusion networks, what it does
KINDS = [
    ("mairie", "Mairie", "Mairies", "commune", True, [], ["mairie", "mairie_passeport_bio"], ["communes"],
     "La mairie s’occupe de l’état civil, des écoles et des démarches de la commune."),
    ("ccas", "CCAS (centre communal d’action sociale)", "CCAS (centres communaux d’action sociale)", "commune", True,
     ["precarite", "seniors", "famille", "handicap"], ["paris_casvp"], ["ccas-cias"],
     "Le CCAS aide les habitants de la commune en difficulté : aides d’urgence, dossiers, domiciliation, personnes âgées."),
    ("cias", "CIAS (centre intercommunal d’action sociale)", "CIAS (centres intercommunaux d’action sociale)", "epci", True,
     ["precarite", "seniors", "famille", "handicap"], [], [],
     "Le CIAS rend les mêmes services qu’un CCAS, pour plusieurs communes."),
    ("caf", "Caf (caisse d’allocations familiales)", "Caf (caisses d’allocations familiales)", "departement", True,
     ["famille", "logement", "precarite", "handicap"], ["caf"], ["caf"],
     "La Caf verse les allocations familiales, les aides au logement, le RSA, l’AAH et la prime d’activité."),
    ("msa", "MSA (mutualité sociale agricole)", "MSA (mutualité sociale agricole)", "departement", True,
     ["famille", "sante", "seniors"], ["msa"], ["mutualite-sociale-agricole"],
     "La MSA est la sécurité sociale des salariés et des exploitants agricoles."),
    ("cpam", "CPAM (caisse primaire d’assurance maladie)", "CPAM (caisses primaires d’assurance maladie)", "departement",
     True, ["sante", "handicap"], ["cpam"], ["cpam"],
     "La CPAM rembourse les soins et gère la carte Vitale, les arrêts de travail et la complémentaire santé solidaire."),
    ("carsat", "Carsat (caisse d’assurance retraite)", "Carsat (caisses d’assurance retraite)", "departement", True,
     ["seniors", "sante"], ["carsat"], [], "La Carsat calcule et verse la retraite des salariés."),
    ("cramif", "Cramif (caisse régionale d’assurance maladie d’Île-de-France)", "Cramif", "departement", True,
     ["sante", "handicap"], ["cramif"], [],
     "La Cramif verse les pensions d’invalidité et aide les assurés malades en Île-de-France."),
    ("cicas", "Cicas (conseil retraite complémentaire)", "Cicas (conseils retraite complémentaire)", "departement", True,
     ["seniors"], ["cicas"], [], "Le Cicas informe sur la retraite complémentaire des salariés."),
    ("adil", "ADIL (information sur le logement)", "ADIL (information sur le logement)", "departement", True,
     ["logement"], ["adil"], [],
     "L’ADIL donne gratuitement des conseils de juristes sur le logement : bail, impayés, copropriété, achat."),
    ("anah", "Espace conseil France Rénov’ (Anah)", "Espaces conseil France Rénov’ (Anah)", "departement", True, ["logement"],
     ["anah", "renovation_info_service", "pact"], [],
     "L’espace conseil explique les aides pour les travaux dans le logement."),
    ("bailleur-social", "Bailleur social", "Bailleurs sociaux", "departement", False, ["logement"], [], ["action-logement"],
     "Le bailleur social loue des logements à loyer modéré."),
    ("hebergement", "Hébergement", "Hébergements", "departement", False, ["logement", "precarite"], [],
     ["chrs", "chu", "cph", "cada", "huda"], "Ce lieu héberge pour un temps des personnes sans logement."),
    ("foyer-jeunes", "Résidence pour jeunes travailleurs", "Résidences pour jeunes travailleurs", "departement", False,
     ["logement"], [], ["residences-fjt"], "La résidence loue des chambres et des studios aux jeunes de 16 à 30 ans."),
    ("siao", "SIAO (115)", "SIAO (115)", "departement", True, ["logement", "precarite"], [], ["siao"],
     "Le SIAO cherche une place d’hébergement pour les personnes sans abri. On l’appelle au 115."),
    ("france-services", "France services", "Maisons France services", "epci", True, ["precarite"], ["msap"],
     ["france-service", "msap"], "On vous y aide à faire vos démarches avec la Caf, l’assurance maladie, les impôts, la retraite…"),
    ("pimms", "Pimms Médiation", "Pimms Médiation", "epci", False, ["precarite"], [], ["pimms-mediation"],
     "Des médiateurs vous aident dans vos démarches et vos lettres de tous les jours."),
    ("mission-locale", "Mission locale", "Missions locales", "epci", True, ["emploi"], ["mission_locale"],
     ["mission-locale"], "La mission locale accompagne les jeunes de 16 à 25 ans vers un emploi ou une formation."),
    ("france-travail", "France Travail", "Agences France Travail", "departement", True, ["emploi"], ["pole_emploi"],
     ["france-travail"], "France Travail (ancien Pôle emploi) inscrit, indemnise et accompagne les demandeurs d’emploi."),
    ("cap-emploi", "Cap emploi", "Cap emploi", "departement", True, ["emploi", "handicap"], ["cap_emploi"],
     ["cap-emploi-reseau-cheops"], "Cap emploi accompagne vers l’emploi les personnes handicapées."),
    ("agefiph", "Agefiph", "Agefiph", "departement", True, ["emploi", "handicap"], ["agefiph"], ["agefiph"],
     "L’Agefiph aide à trouver ou à garder un emploi quand on est handicapé."),
    ("apec", "Apec (emploi des cadres)", "Apec (emploi des cadres)", "departement", False, ["emploi"], ["apec"], [],
     "L’Apec conseille les cadres et les jeunes diplômés."),
    ("plie", "Plan local pour l’insertion et l’emploi", "Plans locaux pour l’insertion et l’emploi", "epci", True,
     ["emploi"], [], ["plie", "maisons-de-l-emploi"], "Un conseiller suit les personnes longtemps sans emploi."),
    ("insertion-emploi", "Structure d’insertion par l’emploi", "Structures d’insertion par l’emploi", "epci", False,
     ["emploi"], [], ["ai", "aci", "ei", "etti", "eiti", "geiq", "ea", "eatt", "esat", "coorace", "chantier-ecole"],
     "Elle embauche et forme des personnes éloignées de l’emploi."),
    ("formation", "Organisme de formation", "Organismes de formation", "departement", False, ["emploi"], [],
     ["afpa", "ecoles-de-la-deuxieme-chance", "epide", "reseau-app", "cnam", "simplon"],
     "On y apprend un métier ou on y reprend des études."),
    ("chambre-consulaire", "Chambre consulaire", "Chambres consulaires", "departement", True, ["emploi"],
     ["cci", "chambre_metier", "chambre_agriculture"], ["chambres-consulaires"],
     "Elle conseille les personnes qui créent ou dirigent une entreprise, et forme des apprentis."),
    ("information-jeunesse", "Information jeunesse", "Information jeunesse", "commune", True, ["emploi", "famille"],
     ["cij"], ["reseau-information-jeunesse"], "Un lieu gratuit où les jeunes trouvent des réponses sur tous les sujets."),
    ("cio", "CIO (centre d’information et d’orientation)", "CIO (centres d’information et d’orientation)", "epci", True,
     ["emploi"], ["cio"], [], "Le CIO aide les élèves et leurs parents à choisir des études et un métier."),
    ("udaf", "Udaf (union des associations familiales)", "Udaf (unions des associations familiales)", "departement", False,
     ["famille", "precarite", "seniors", "handicap"], ["infofamilles"], ["unaf"],
     "L’Udaf aide les familles : budget, médiation, tutelles et curatelles."),
    ("cidff", "CIDFF (droits des femmes et des familles)", "CIDFF (droits des femmes et des familles)", "departement",
     False, ["famille", "juridique"], ["cidff"], ["cidff"],
     "Le CIDFF informe gratuitement sur les droits : couple, séparation, violences, travail."),
    ("pmi", "PMI (protection maternelle et infantile)", "PMI (protection maternelle et infantile)", "departement", True,
     ["famille", "sante"], ["pmi"], [],
     "La PMI suit gratuitement les femmes enceintes et les enfants de moins de 6 ans."),
    ("planning-familial", "Centre de santé sexuelle", "Centres de santé sexuelle", "departement", True, ["sante", "famille"],
     ["planification_familiale"], [], "On y parle contraception, grossesse et vie affective, gratuitement et sans jugement."),
    ("relais-petite-enfance", "Relais petite enfance", "Relais petite enfance", "commune", True, ["famille"],
     ["relais_assistante_maternelle", "creche", "halte_garderie"], ["creches-avip"],
     "Il aide les parents à trouver un mode de garde."),
    ("mediation-familiale", "Médiation familiale", "Médiation familiale", "departement", False, ["famille", "juridique"],
     ["mediateur_familial"], [], "Un médiateur aide à se mettre d’accord après une séparation ou une dispute."),
    ("mdph", "MDPH (maison départementale des personnes handicapées)", "MDPH", "departement", True, ["handicap"],
     ["maison_handicapees"], ["mdph", "maison-departementale-de-lautonomie"],
     "La MDPH étudie les demandes liées au handicap : AAH, carte mobilité inclusion, école, travail."),
    ("departement", "Services du département", "Services du département", "departement", True,
     ["famille", "seniors", "handicap", "precarite"], ["cg"],
     ["departements", "maisons-des-solidarites", "cms", "ase", "delegataire-conseil-departemental"],
     "Le département s’occupe de l’aide sociale : assistantes sociales, RSA, APA, enfance."),
    ("clic", "Point d’information pour les personnes âgées", "Points d’information pour les personnes âgées", "epci", True,
     ["seniors"], [], [], "On y conseille les personnes âgées et leurs proches : aide à domicile, APA, maisons de retraite."),
    ("mjd", "Maison de justice et du droit", "Maisons de justice et du droit", "epci", True, ["juridique"],
     ["mjd", "permanence_juridique"], ["points-justice"], "On y rencontre gratuitement des juristes, avocats et conciliateurs."),
    ("conciliateur", "Conciliateur de justice", "Conciliateurs de justice", "epci", True, ["juridique"],
     ["conciliateur_justice"], [], "Le conciliateur aide gratuitement à régler un litige sans procès."),
    ("tribunal", "Tribunal", "Tribunaux", "departement", True, ["juridique"],
     ["ti", "ti_nationalite", "ta", "te", "prudhommes", "cour_appel", "tribunal_commerce", "bav"], [],
     "Le tribunal juge les litiges. Son accueil vous dit quelle démarche faire."),
    ("aide-victimes", "Aide aux victimes", "Associations d’aide aux victimes", "departement", False, ["juridique"],
     ["association_violence_scolaire"], [], "Elle écoute et conseille gratuitement les victimes."),
    ("defenseur-des-droits", "Défenseur des droits", "Délégués du Défenseur des droits", "departement", True, ["juridique"],
     ["defenseur_droits"], [], "Le délégué aide gratuitement en cas de discrimination ou de litige avec une administration."),
    ("consommateurs", "Association de consommateurs", "Associations de consommateurs", "departement", False,
     ["juridique"], ["association_consommateurs"], [], "Elle aide à régler les litiges avec un vendeur ou un fournisseur."),
    ("spip", "SPIP (insertion et probation)", "SPIP (insertion et probation)", "departement", True, ["juridique"],
     ["spip"], ["spip", "pjj"], "Le SPIP suit les personnes condamnées et prépare leur réinsertion."),
    ("prefecture", "Préfecture ou sous-préfecture", "Préfectures et sous-préfectures", "departement", True, ["juridique"],
     ["prefecture", "sous_pref", "paris_ppp", "paris_ppp_titre_sejour", "paris_prefecture"], ["regions"],
     "La préfecture délivre les titres de séjour et traite plusieurs démarches nationales."),
    ("impots", "Centre des finances publiques", "Centres des finances publiques", "departement", True, ["precarite"],
     ["centre_impots", "centre_impots_fonciers", "dd_fip"], [], "Il répond aux questions sur les impôts et les délais de paiement."),
    ("banque-de-france", "Banque de France", "Banque de France", "departement", True, ["precarite"],
     ["banque_de_france", "commission_surendettement"], [],
     "Elle traite les dossiers de surendettement et le droit au compte bancaire."),
    ("cresus", "Crésus (surendettement)", "Crésus (surendettement)", "departement", False, ["precarite"], ["microcredit"],
     ["cresus", "points-conseil-budget"], "Des bénévoles aident gratuitement les personnes qui ont trop de dettes."),
    ("secours-catholique", "Secours catholique", "Secours catholique", "departement", False, ["precarite"], [], [],
     "Des bénévoles accueillent, écoutent et aident les personnes en difficulté."),
    ("secours-populaire", "Secours populaire", "Secours populaire", "departement", False, ["precarite"], [],
     ["secours-populaire"], "Des bénévoles donnent une aide alimentaire, des vêtements et un coup de main."),
    ("restos-du-coeur", "Restos du Cœur", "Restos du Cœur", "departement", False, ["precarite"], [], ["restos-du-coeur"],
     "Des bénévoles distribuent des repas et aident dans les démarches."),
    ("croix-rouge", "Croix-Rouge", "Croix-Rouge", "departement", False, ["precarite", "sante"], [], ["croix-rouge"],
     "Des bénévoles donnent une aide alimentaire, des vêtements et des soins."),
    ("emmaus", "Emmaüs", "Emmaüs", "departement", False, ["precarite"], [], ["emmaus"],
     "Emmaüs accueille, loge et aide les personnes sans ressources."),
    ("aide-alimentaire", "Aide alimentaire", "Aides alimentaires", "commune", False, ["precarite"], [],
     ["banques-alimentaires"], "On y reçoit des colis ou des repas, gratuits ou peu chers."),
    ("hopital", "Hôpital ou centre de soins", "Hôpitaux et centres de soins", "departement", True, ["sante"], ["hopital"],
     ["cmp", "csapa", "caarud"], "On y reçoit des soins, avec l’aide d’un service social."),
    ("centre-social", "Centre social", "Centres sociaux", "commune", False, ["famille", "precarite"], [], ["fcsf"],
     "Le centre social propose des activités et une aide aux démarches, ouvertes à tout le quartier."),
    ("mjc", "Maison des jeunes et de la culture", "Maisons des jeunes et de la culture", "commune", False, ["famille"],
     [], ["mjc"], "La MJC propose des activités et souvent une aide numérique."),
    ("mediatheque", "Médiathèque", "Médiathèques", "commune", True, [], ["bibliotheque_publique"], [],
     "On y trouve des livres, des ordinateurs et souvent une aide numérique."),
    ("aide-numerique", "Aide au numérique", "Aides au numérique", "commune", False, [], [],
     ["conseillers-numeriques", "espaces-publics-numeriques", "aidants-connect"],
     "On vous y aide à utiliser un ordinateur, un téléphone et les sites des administrations."),
    ("epci", "Intercommunalité", "Intercommunalités", "epci", True, [], [], [],
     "Elle gère certains services pour plusieurs communes."),
    ("poste", "La Poste", "Bureaux de poste", "commune", True, [], [], ["la-poste"],
     "Certains bureaux aident dans les démarches en ligne."),
    ("association", "Association", "Associations", "commune", False, [], [], [], "Une association qui aide les habitants."),
]
CAUTIOUS = {"hebergement": "commune"}


def add_kinds(apps, schema_editor):
    tags = {
        key: apps.get_model("clairdroit_taxonomy", "HeadingTag").objects.get_or_create(key=key)[0]
        for key in HEADINGS
    }
    Kind = apps.get_model("clairdroit_partners_snippets", "PartnerKind")
    Pivot = apps.get_model("clairdroit_partners_snippets", "KindPivot")
    for key, name, plural, reach, public, headings, pivots, networks, description in KINDS:
        kind, _ = Kind.objects.get_or_create(
            key=key,
            defaults={
                "name": name,
                "plural": plural,
                "description": description,
                "reach": reach,
                "networks": networks,
                "is_public_service": public,
                "address_visibility": CAUTIOUS.get(key, "public"),
            },
        )
        kind.headings.set([tags[heading] for heading in headings])
        for pivot in pivots:
            Pivot.objects.get_or_create(pivot=pivot, defaults={"kind": kind})


def add_group(apps, schema_editor):
    # Django makes permissions only after all migrations have run, so this one is made here.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="clairdroit_partners_snippets", model="privatecontact"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="view_privatecontact",
        defaults={"name": "Can view private contact"},
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Professionnels")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("clairdroit_partners_snippets", "0001_initial"),
        ("clairdroit_taxonomy", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        # Going back removes the tables themselves, so there is nothing to undo row by row.
        migrations.RunPython(add_kinds, migrations.RunPython.noop),
        migrations.RunPython(add_group, migrations.RunPython.noop),
    ]
