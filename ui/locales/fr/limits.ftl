# Limites : ce que le propriétaire autorise, et ce que cela donne. Préréglages et estimations servent aussi à la première ouverture.

## Ce que donnent les limites

limits-comes = Ce que donnent vos limites
comes-coming = Calcul en cours…
comes-unknown = On ne sait encore rien de cette machine. Il y aura une estimation dès qu’elle aura été mesurée.
comes-unit = crédits par jour
comes-after = électricité et usure de la carte déduites
comes-range = Quelque part entre { $low } et { $high }.
comes-hours = { $hours } de travail par jour.
comes-loss = Avec ces limites, l’électricité et l’usure coûtent plus que le travail ne rapporte. Idlewatt n’accepte pas de travail en dessous de son coût.
comes-rests = Une estimation, pas une promesse. Elle suppose ceci :
rests-demand = il y a du travail { $share } du temps ; personne ne le sait encore.
rests-demand-measured = il y a du travail { $share } du temps, comme ces derniers jours ici.
rests-presence = quelqu’un utilise cette machine { $time } par jour.
rests-presence-measured = quelqu’un utilise cette machine { $time } par jour, comme ces derniers jours.
rests-awake = cette machine est allumée { $time } par jour, comme ces derniers jours.
rests-tariff = un kilowattheure coûte { $price } crédits.
rests-tariff-mean = un kilowattheure coûte en moyenne { $price } crédits pendant vos heures.
rests-power = le travail prend { $power } de plus que le repos, comme sur les cartes de ce genre.
rests-power-measured = le travail prend { $power } de plus que le repos, d’après le capteur de cette carte.
rests-own-price = le travail est payé au prix que vous demandez, car aucune autre offre n’est connue ici.
effect-costs = Laisse passer { $amount } crédits par jour.
effect-saves = Économise { $amount } crédits par jour.
outcome = Une journée rapporterait { $net } crédits.
outcome-same = Une journée rapporterait { $net } crédits, comme maintenant.
outcome-less = Une journée rapporterait { $net } crédits, { $less } de moins que maintenant.
outcome-more = Une journée rapporterait { $net } crédits, { $more } de plus que maintenant.

## Préréglages

limits-presets = Trois façons de commencer
preset-quiet-nights = Nuits calmes
preset-quiet-nights-says = Travaille pendant que vous dormez, au frais et sans bruit.
preset-when-away = Quand je ne suis pas là
preset-when-away-says = Travaille quand personne n’a touché cette machine depuis un moment.
preset-everything = Tout
preset-everything-says = Travaille dès que possible, et s’arrête quand même pour vos jeux.
preset-chosen = En place
preset-net = Environ { $net } crédits par jour
preset-unknown = Pas encore d’estimation
preset-used = { $name } : ces limites s’appliquent maintenant.
presets-own = Vos limites sont les vôtres : aucun de ces trois choix.
says-present-stop = S’arrête quand vous êtes là
says-present-light = Continue en douceur quand vous êtes là, avec { $share } de la carte
says-present-full = Continue quand vous êtes là
says-idle =
    Commence après { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } sans activité
says-idle-light =
    À pleine vitesse après { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } sans activité
says-screenless = Toujours sur une carte sans écran
says-most = Au plus { $most }
says-fan = Ventilateur au plus à { $most }
says-share = Au plus { $share } du temps de la carte
says-hours-per-day =
    Au plus { $hours ->
        [one] { $hours } heure
       *[other] { $hours } heures
    } par jour
says-cost-per-day = Au plus { $most } crédits d’électricité par jour
says-tariff-most = Tant qu’un kilowattheure coûte au plus { $most } crédits
says-battery = Aussi sur batterie
says-metered = Aussi sur les réseaux facturés au volume

## Parties de la page

limits-sections = Limites sur cette page
limits-when = Quand
limits-hard = Intensité
limits-daily = Combien par jour
limits-electricity = Électricité et prix
limits-games = Jeux et programmes
limits-accepted = Ce qui est accepté
limits-cards = Par carte
no-limit = Sans limite
as-for-all = Comme pour toutes
add = Ajouter
add-named = Ajouter { $name }
remove = Retirer
remove-named = Retirer { $name }
unit-minutes =
    { $count ->
        [one] minute
       *[other] minutes
    }
unit-seconds = secondes
unit-per-kwh = par kWh
unit-kwh = kWh
unit-per-hour = par heure

## Heures

hours-title = Heures de la semaine
hours-about = Peignez les heures où le travail est permis. Cliquez ou glissez, et cliquez sur un jour ou une heure pour toute la rangée.
hours-always = À toute heure
hours-daily = Tous les jours
hours-days = { $first }–{ $last }
hours-span = { $days } { $from }–{ $to }
hours-whole = { $days }, toute la journée
hours-in-week = { $hours } par semaine
hours-allow-all = Autoriser toutes les heures
week-grid = Heures de la semaine où le travail est permis
week-all = Toute la semaine
week-part = { $day } { $hour }, une partie de cette heure
week-nothing-left = Une heure doit rester. Pour arrêter tout travail, mettez-le en pause ou désactivez le travail pour les autres dans les paramètres.
week-by-hand = Certaines plages commencent ou finissent entre deux heures pleines : quelqu’un les a écrites à la main. Elles restent telles quelles là où vous ne peignez pas.
week-round = Remplacer par des heures pleines
week-keys = Au clavier : les flèches déplacent, Espace peint ou efface, Maj avec les flèches peint une plage.

## Quand quelqu’un est là

present-title = Quand vous êtes là
present-about = Les jeux et les programmes que vous indiquez passent toujours d’abord, quel que soit votre choix.
present-stop = S’arrêter
present-stop-about = Aucun travail tant que vous êtes là.
present-light = Continuer en douceur
present-light-about = Une part de la carte, en morceaux si courts que le bureau reste fluide.
present-full = Continuer à plein
present-full-about = Peu importe que vous soyez là.
light-share-title = Part de la carte quand vous êtes là
light-share-about = Plus elle est petite, plus le reste est fluide.
idle-title = Vous comptez comme absent après
idle-about = Temps sans souris, clavier ni manette. À 0, peu importe que vous soyez là.
screenless-title = Une carte sans écran continue
screenless-about = Quand vous êtes là, une deuxième carte sans écran branché peut continuer.
battery-title = Travailler sur batterie
battery-about = Désactivé : le travail attend que cette machine soit branchée.
metered-title = Travailler sur les réseaux facturés au volume
metered-about = Désactivé : le travail attend tant que le réseau est facturé au volume, comme celui d’un téléphone.

## Intensité

hard-no-meters = Aucune carte n’indique ici sa puissance, sa température ou son ventilateur. Les limites sont gardées pour le jour où l’une le fera.
watts-title = Watts
watts-about = Ce que la carte peut prendre, en moyenne sur une minute.
watts-about-range = Ce que la carte peut prendre, en moyenne sur une minute. Cette carte peut être tenue entre { $least } et { $most }.
takes-now = Prend { $now } en ce moment
is-now = À { $now } en ce moment
turns-now = Tourne à { $now } en ce moment
degrees-title = Température
degrees-about = Au-dessus, le travail attend que la carte ait refroidi.
fan-title = Ventilateur
fan-about = Le travail ralentit avant que le ventilateur ne tourne plus vite, pour que la pièce reste calme.
share-title = Part du temps de la carte
share-about = Moins que le tout laisse des pauses entre les morceaux de travail.
memory-title = Mémoire pour une tâche
memory-about = Les tâches qui demandent plus de mémoire de la carte ne sont pas acceptées.
card-limit-title = Utiliser la limite de puissance de la carte
card-limit-about = Là où le système le permet, le pilote tient les watts, ce qui coûte moins de vitesse. Elle est remise en place ensuite.
cards-about = Une carte peut avoir ses propres limites. Ce qui n’y est pas réglé vaut comme pour toutes.
card-back = Toutes les limites
card-works-title = Cette carte travaille
card-works-about = Désactivé : elle n’est jamais utilisée pour les autres.
card-unseen = { $name } n’est pas dans cette machine en ce moment, ou rien ne l’indique. Ce qui est réglé ici vaudra à son retour.

## Combien par jour

day-hours-title = Heures de travail
day-hours-about = Quand elles sont épuisées, le travail attend minuit.
day-energy-title = Énergie
day-energy-about = Ce que le travail prend au-dessus du repos.
day-cost-title = Budget d’électricité
day-cost-about = Ce que cette énergie peut coûter.

## Électricité et prix

tariff-title = Prix d’un kilowattheure
tariff-about = Il est sur votre facture d’électricité ; tout compte, taxes comprises. Un crédit est compté comme un dollar américain.
tariff-about-now = Il est sur votre facture d’électricité ; tout compte, taxes comprises. En ce moment : { $now } crédits.
tariff-elsewhere = Le prix est donné par { $source }. Ce qui figure ici vaut quand cette source ne dit rien.
bands-title = Autres prix à certaines heures
bands-about = Pour les tarifs qui changent dans la journée. Le premier qui convient s’applique.
band = { $when } : { $price } crédits
band-days = Jours
band-from = De
band-to = À
band-price = Prix par kilowattheure
tariff-most-title = Prix maximal d’un kilowattheure
tariff-most-about = Le travail attend tant qu’il coûte plus.
wear-title = Usure de la carte
wear-about = Ce qu’une heure de travail consomme de sa vie. Cela fait partie du prix le plus bas que vous acceptez.
margin-title = Marge
margin-about = Ce que vous demandez en plus de l’électricité et de l’usure.

## Jeux et programmes

programs-title = Programmes prioritaires
programs-about = Aucun travail ne se fait à côté d’eux. Les jeux des bibliothèques connues n’ont pas besoin d’être ajoutés.
programs-none = La liste est vide. Les jeux sont reconnus sans elle.
programs-running = { $name } est ouvert : le travail lui laisse la place.
program-name = Nom de son fichier, par exemple blender
suggestions-title = Vus à l’œuvre sur la carte
suggestions-about = Ils n’ont pas été reconnus comme des jeux. Ajoutez-en un si le travail doit s’arrêter pour lui.
suggestion-seen = { $time } en tout, jusqu’à { $peak } de la carte
others-title = Usage par d’autres programmes
others-about = Part de la carte que d’autres programmes peuvent utiliser avant que le travail s’arrête pour eux. Il s’arrête de toute façon pour les jeux et les programmes ci-dessus.
others-now = Ils en utilisent { $now } en ce moment
quiet-title = Attente après un jeu
quiet-about = Depuis combien de temps un jeu doit être fini avant que le travail reprenne.

## Ce qui est accepté

accept-render = Images et animations de scènes 3D.
accept-generate = Réponses de modèles de langage qui sont sur votre disque.
accept-embed = Textes changés en nombres, pour la recherche.
accept-last = Un type de travail doit rester. Pour tout arrêter, mettez en pause ou désactivez le travail pour les autres dans les paramètres.
mature-title = Travail qui peut ne pas convenir à tout le monde
mature-about = Désactivé : le travail que son demandeur signale ainsi est refusé. Personne ne vérifie si les autres le disent honnêtement.
blocked-title = Demandeurs bloqués
blocked-about = Rien de ce qui vient d’eux n’est accepté.
blocked-none = Personne n’est bloqué. Vous pouvez bloquer un demandeur sur la page des tâches.
unblock = Débloquer
unblock-named = Débloquer { $name }
