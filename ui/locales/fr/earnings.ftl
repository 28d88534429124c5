# Gains : ce qui est entré, ce que l’électricité a pris, ce qui reste ; dans le temps, par type et par heure.

## La période affichée

earnings-span = Période
earnings-day = Aujourd’hui
earnings-week = 7 jours
earnings-month = 30 jours
earnings-all = Depuis le début
earnings-net-day = Reste aujourd’hui, électricité déduite
earnings-net-week = Reste des 7 derniers jours, électricité déduite
earnings-net-month = Reste des 30 derniers jours, électricité déduite
earnings-net-all = Reste depuis le début, électricité déduite

## Ce que veulent dire les sommes

earnings-net-meaning = Ce qui a été gagné, moins l’électricité qu’il a fallu. Sous zéro quand le travail a coûté plus qu’il n’a rapporté.
earnings-gross-meaning = La valeur de tout le travail terminé, déjà payé ou non.
earnings-electricity-meaning = Ce qu’a coûté l’énergie de ce travail à votre tarif, comptée au-dessus de ce que ce PC prend au repos. Le travail qui n’a rien donné est compté aussi.
earnings-energy-meaning = L’énergie que le travail a prise, au-dessus de ce que ce PC prend au repos.
earnings-spent-meaning = Ce que vous avez payé à d’autres pour du travail que vous avez demandé. Cela ne fait pas partie de la somme ci-dessus.

## Le graphique

earnings-over-time-hour = Heure par heure
earnings-over-time-day = Jour par jour
earnings-over-time-month = Mois par mois
earnings-chart = Gains en graphique. Les flèches vont de colonne en colonne.
earnings-kept = Vous reste
earnings-lost = À votre charge
earnings-as-table = En tableau
earnings-as-chart = En graphique
earnings-when = Quand
earnings-hour-span = { $from } à { $to }

## Par type et par heure

earnings-by-kind = Par type de travail
earnings-kind-share = { $share } de ce qui a été gagné
earnings-per-kwh = { $amount } crédits par kWh
earnings-by-hour = Par heure de la journée
earnings-by-hour-chart = Gains par heure de la journée, en graphique. Les flèches vont d’heure en heure.
earnings-best-hour = C’est entre { $from } et { $to } qu’il reste le plus.
earnings-units =
    { $count ->
        [one] { $count } unité
       *[other] { $count } unités
    }

## Rien encore

earnings-first = Vos premiers gains apparaîtront ici
earnings-first-what = Chaque heure a sa colonne : ce qu’elle a rapporté, ce que l’électricité en a pris et ce qui vous reste. La première apparaît dès que le premier morceau de travail est terminé.
earnings-none-day = Rien n’a encore été gagné aujourd’hui.
earnings-none-week = Rien n’a été gagné ces 7 derniers jours.
earnings-none-month = Rien n’a été gagné ces 30 derniers jours.
earnings-none-what = La colonne de cette heure apparaît avec le prochain morceau de travail terminé.
earnings-see-all = Voir depuis le début

## Export

earnings-export = Exporter
earnings-export-csv = CSV, une ligne par tâche
earnings-export-json = JSON, avec unités et reçus
earnings-exported =
    { $count ->
        [one] { $count } tâche écrite dans { $path }
       *[other] { $count } tâches écrites dans { $path }
    }
earnings-reveal = Afficher dans le dossier
