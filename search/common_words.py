"""Short French words, without accents, that an acronym can be mistaken for when it is typed in small letters."""

_COMMON = """
abri acre acte age agent aide aides air aise aller ami amis an ane ans arc are arme art as ase asile ass atout aval
axe bac bail bain bal ban bas base bec bel ben bien bio bis bloc bois bon bord bout bref but cap car carte cas case
cave cep cerf chef chez cible ciel cil cite cle clef clos club coin col comme cor corps cote coup cour cran cri cru
cure dame date de del des dette deux dire dit dix do dom don dos dot droit duc dur eau ecart ecole ecran elle emploi
en ere et etat ete etre eux face fait fer fete feu fil fille fils fin fisc foi fois fond fort four frais franc fur
gala gant gare gel gens gite gras gros haie halte haut heure hier hors huit ici ile jet jeu joie jour juge lac las
legs les lieu lit livre loi loin long lot lui lune main mais mal mare mari mas mat mer mere mes mine mines mise mode
moi mois mon mont mort mot mur ni nid noir nom non nord note nul oeil oie on or ou oui pain paix pale pan papa par
parc part pas passe pays peau peine pele perd pere peu pie pied pile pin pire plan plat plein pli plus poil point port
pose pot pour pre pres prix puce puma pur quai que rang rare ras rat rate reste rien rire riz roi role rond rue ruse
sac sage sain sale sans sas sauf sel sens serre seul si silo site soi soin sol son sort sot suite sur tas taxe tel
temps terre tes tic tige tir titre toi toit ton tos tot tour tous train travail tri trio trop tu tube tue un une usage
val vente ver vers vie vif vil ville vin vip vis vite vivre voie voile voir vol vue zen zone
"""
COMMON_WORDS = frozenset(_COMMON.split())
