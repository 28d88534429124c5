# La première page, et la petite fenêtre près de la zone de notification.

today-net = Aujourd’hui, électricité déduite
net-today-of = { $gross } gagnés, { $electricity } d’électricité
week = 7 derniers jours
all-time = Depuis le début
see-earnings = Tous les gains
first-week = Ce sera votre première semaine
first-week-may = Avec vos limites, une journée peut rapporter environ { $net } crédits, électricité et usure déduites : quelque part entre { $low } et { $high }.

## Ce qui change ensuite

next-resumes = Reprise : { $when }.
next-changes = Prochain changement automatique : { $when }.

## La tâche en cours

job-in-hand = Tâche en cours
no-job = Rien en cours
no-job-ready = La prochaine tâche commence toute seule dès que quelqu’un demande.
no-job-waiting = Le travail commence tout seul dès que rien ne s’y oppose.
picture-coming = L’image apparaît au fil du rendu.
picture-so-far = L’image de { $title } jusqu’ici
tokens-flowing = Tokens lus et dits. Ce qu’ils disent ne regarde que le demandeur.
tokens-per-second = { $tokens } tokens par seconde
this-unit = Cette unité
units-done = Unités faites
worth = Valeur jusqu’ici
hour-brings = Une heure rapporte
hour-brings-meaning = À la vitesse mesurée, électricité déduite.
pays-render = Paie { $price } crédits par milliard d’échantillons
pays-text = Paie { $price } crédits par million de tokens
for-requester = Pour { $node }

## La carte

card = Carte
card-none = Aucune carte n’indique sa charge, sa puissance ou sa température.
card-not-found = Aucune carte graphique n’a été trouvée.
card-not-found-advice = Sans elle, c’est le processeur qui travaille, ce qui ne rapporte presque rien. S’il y a une carte, son pilote manque : installez-le, puis relancez Idlewatt.
adjust-limits = Ajuster les limites
peers =
    { $count ->
        [one] { $count } pair
       *[other] { $count } pairs
    }
index-nodes =
    { $count ->
        [one] { $count } nœud d’index
       *[other] { $count } nœuds d’index
    }
