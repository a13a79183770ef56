"""French words that do not help a search, without accents: see `analysis.fold`."""

# In every text: never indexed, never looked up.
_STOP = """
a ai aie aient aies ainsi ait alors as au aucun aucune aujourd auquel aura aurai auraient aurais aurait auras
aurez auriez aurions aurons auront aussi autre autres aux auxquelles auxquels avaient avais avait avec avez
aviez avions avoir avons ayant ayez ayons bien c ca car ce ceci cela celle celles celui cependant ces cet cette
ceux chaque chez ci comme comment d dans de dela depuis des dessous dessus deja desormais donc dont du duquel
durant e elle elles en encore entre es est et etaient etais etait etant ete etes etiez etions etre eu eue eues
eurent eus eut eux fait faire fais faisant faut fera font fumes furent fus fut h hui ici il ils j je jusqu jusque
l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais malgre me meme
memes mes mien mienne moi moins mon n ne ni nos notre nous nul nulle on ont or ou ou par parce parmi pas peu
peut peuvent peux plus plutot pour pourquoi pourra pourrait puis puisqu puisque q qu quand que quel quelle
quelles quelqu quelque quelques quels qui quoi quoique s sa sauf se selon sera serai seraient serais serait seras
serez seriez serions serons seront ses seulement si sien soi soient sois soit sommes son sont sous soyez suis sur
t ta tandis te tel telle telles tels tes toi ton tous tout toute toutes tres tu un une uns va vais vers voici
voila vont vos votre vous vu y
"""
STOP_WORDS = frozenset(_STOP.split())

# Politeness, and the ways in which a question begins: not looked up when the query has other words.
# They stay in the index, since some name things (« demande », « question »).
_FILLER = """
actuellement afin aider aidez appelle arriver arrive arrives attente avance avis besoin bjr bonjour bonsoir bref
cas cdt chercher cherche cherchons cher chere cordialement cordiales cordiale cdlt concernant connaitre
connaissance conseil conseiller conseillez coup crois devoir devrais devrait dire dit dites dois doit doivent
donner effet envoyer espere eventuellement expliquer explication facon fallait faudrait grand hello info infos
information informations informer jaimerai jaimerais jai jaurais jvoudrais aimerais aimerai aimerait aurai
madame maniere merci messieurs mesdames monsieur mr mme moment obtenir part pense permettez possible
possibilite pouvez pouvoir pourrais pourriez pouvais precisions precision prie prier quelqun question questions
quid rapide reponse reponses remercie remercier remerciements renseignement renseignements renseigner sais
salut salutations savoir sait sincere sincerement situation slt souhaite souhaitais souhaiterai souhaiterais
souhaitons sujet suite svp trouver urgent urgence vais veuillez veux veut vient viens voudrais voudrai voudrait
voulais vouloir voulez votre stp vraiment
"""
FILLER_WORDS = frozenset(_FILLER.split())
