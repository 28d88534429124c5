# Tâches : ce qui a été fait et pour qui, ce que cela a rapporté, comment c’est vérifié ; et ce qui a été refusé.

jobs-done = Tâches
jobs-refused = Pourquoi mon PC a dit non
jobs-views = Ce qui est affiché

## La liste

jobs-list = Tâches, les plus récentes d’abord. Les flèches vont de ligne en ligne, Entrée en ouvre une.
jobs-when = Quand
jobs-what = Quoi
jobs-with = Avec
jobs-size = Unités
jobs-net = Net
jobs-money = Argent
jobs-ended = Fin
jobs-final = Définitif
jobs-paid = Payé
jobs-pending = { $amount } en attente
jobs-held = { $amount } en suspens
jobs-to-pay = { $amount } à payer
jobs-nothing-due = Rien à payer
jobs-void =
    { $count ->
        [one] { $count } unité sans résultat
       *[other] { $count } unités sans résultat
    }
jobs-loading-more = Chargement des tâches plus anciennes…
jobs-first = Vos tâches apparaîtront ici
jobs-first-what = Chacune avec son image, ce qu’elle a rapporté, l’électricité qu’elle a prise et la façon dont elle a été vérifiée. La première apparaît dès qu’un travail est convenu avec quelqu’un.
jobs-none-such = Aucune tâche ne correspond.

## Filtres

jobs-filter = Afficher seulement
jobs-side = Côté
jobs-side-any = Travaillé et acheté
jobs-side-provider = Travaillé pour d’autres
jobs-side-requester = Acheté à d’autres
jobs-kind = Type de travail
jobs-kind-any = Tous les types
jobs-peer = Avec qui
jobs-peer-any = Tout le monde
jobs-clear = Effacer

## Une tâche

jobs-not-found = Cette tâche n’est pas dans le registre.
jobs-picture = Dernière image de { $title }
jobs-left = Reste, électricité déduite
jobs-cost = Coût
jobs-per-unit = Net par unité
jobs-per-unit-cost = Coût par unité
jobs-facts = Détails
jobs-requester = Demandeur
jobs-provider = Fournisseur
jobs-agreed = Convenu
jobs-last-entry = Dernière entrée
jobs-took = Temps sur la carte
jobs-number = Tâche
jobs-copy-id = Copier { $id }
jobs-only-peer = Seulement les tâches avec ce pair

## Les unités et leur vérification

jobs-units-newest = Seules les { $count } unités les plus récentes sont affichées.
jobs-units-table = Chaque unité
jobs-unit-when = Dernière entrée
jobs-unit-state = État
jobs-unit-worth = Valeur
jobs-unit-time = Temps sur la carte
jobs-unit-started = en cours
jobs-unit-pending = remise
jobs-unit-final = vérifiée et payée
jobs-unit-void = sans résultat
jobs-checked = Comment c’est vérifié
jobs-checked-final =
    { $count ->
        [one] { $count } unité a été acceptée par le demandeur et payée avec un reçu signé.
       *[other] { $count } unités ont été acceptées par le demandeur et payées avec un reçu signé.
    }
jobs-checked-final-bought =
    { $count ->
        [one] { $count } unité a été vérifiée ici, acceptée et payée.
       *[other] { $count } unités ont été vérifiées ici, acceptées et payées.
    }
jobs-checked-pending =
    { $count ->
        [one] { $count } unité est remise ; le prochain reçu du demandeur la couvre.
       *[other] { $count } unités sont remises ; le prochain reçu du demandeur les couvre.
    }
jobs-checked-held =
    { $count ->
        [one] { $count } unité a été remise, mais le dernier reçu n’est jamais venu. Elle est payée quand ce demandeur revient.
       *[other] { $count } unités ont été remises, mais le dernier reçu n’est jamais venu. Elles sont payées quand ce demandeur revient.
    }
jobs-checked-pending-bought =
    { $count ->
        [one] { $count } unité est arrivée et reste à payer.
       *[other] { $count } unités sont arrivées et restent à payer.
    }
jobs-checked-started =
    { $count ->
        [one] { $count } unité est en cours.
       *[other] { $count } unités sont en cours.
    }
jobs-checked-void =
    { $count ->
        [one] { $count } unité n’a rien donné : { $why }.
       *[other] { $count } unités n’ont rien donné : { $why }.
    }
jobs-checked-none = Aucune unité n’a été terminée, il n’y avait donc rien à vérifier.

failure-preempted = le propriétaire avait besoin de la machine
failure-worker-failed = le programme qui fait le travail s’est arrêté
failure-bad-scene = le rendu de la scène est impossible ({ $what })
failure-bad-model = le modèle est inutilisable ({ $what })
failure-bad-request = la demande ne peut pas recevoir de réponse ({ $what })
failure-bad-unit = elle ne faisait pas partie de ce qui était convenu
failure-bad-result = le résultat n’est pas celui annoncé
failure-not-finite = le résultat contient des valeurs qui ne sont pas des nombres
failure-differs = les pixels recalculés diffèrent
failure-false-answer = la réponse n’est pas ce que dit le modèle
failure-timed-out = cela a duré plus longtemps que convenu
failure-job-ended = la tâche s’est terminée avant

## Reçus

jobs-receipt = Reçu
jobs-receipt-none = Aucun reçu n’est encore venu.
jobs-receipt-none-held = Aucun reçu n’est jamais venu.
jobs-receipt-covers =
    { $count ->
        [one] { $amount } crédits en tout, pour { $count } unité
       *[other] { $amount } crédits en tout, pour { $count } unités
    }
jobs-receipt-signed = Signé par { $payer }, { $when }
jobs-signature = Signature
jobs-copy-signature = Copier toute la signature
jobs-copy-receipt = Copier en JSON
jobs-older-receipts =
    { $count ->
        [one] { $count } reçu plus ancien
       *[other] { $count } reçus plus anciens
    }

## La parole du propriétaire

jobs-owner = À vous de décider
jobs-block = Bloquer ce demandeur
jobs-unblock = Travailler à nouveau pour ce demandeur
jobs-blocked = { $node } est bloqué : ses tâches ne sont plus acceptées.
jobs-unblocked = Les tâches de { $node } sont à nouveau acceptées.
jobs-refuse-kind = Refuser ce type de travail
jobs-accept-kind = Accepter à nouveau ce type de travail
jobs-last-kind = C’est le seul type que vous acceptez. Pour n’en accepter aucun, désactivez le travail pour les autres dans les paramètres.
jobs-kind-refused = { $kind } : ce type n’est plus accepté.
jobs-kind-accepted = { $kind } : ce type est à nouveau accepté.

## Pourquoi mon PC a dit non

jobs-refusals-what = Les offres que ce PC a refusées récemment, et pourquoi. Un non ne vous coûte rien et ne nuit à aucune réputation.
jobs-refusals-none = Rien n’a été refusé récemment
jobs-refusals-none-what = Quand une offre ne tient pas dans vos limites ou ne paierait pas son électricité, elle apparaît ici avec la raison.
jobs-refusals-asked = Demande de { $node }
jobs-refusals-sum = Le calcul, pour un milliard d’échantillons
jobs-refusals-offered = Offert
jobs-refusals-wear = Usure
jobs-refusals-short = Il manque
refusal-not-idle = La machine n’était pas libre : vous l’utilisiez ou l’aviez mise en pause.
refusal-busy = Elle était occupée par une autre tâche.
refusal-below-floor = L’offre était trop basse. Elle aurait été acceptée pour { $floor } crédits.
refusal-no-model = Elle n’a pas ce modèle, ou pas pour les autres.
refusal-too-large = La tâche demande { $needs } de mémoire, et vous autorisez { $allowed }.
refusal-invalid = La description de la tâche n’a pas de sens : { $what }.
refusal-unknown = L’offre avait expiré.
refusal-bad-signature = Une signature n’était pas valable.
refusal-no-provider = Le travail pour les autres est désactivé.
refusal-blocked = Vous avez bloqué ce demandeur.
refusal-kind = Vous n’acceptez pas ce type de travail : { $kind }.
refusal-mature = Cela ne convient peut-être pas à tout le monde, et vous n’acceptez rien de tel.
refusal-unpaid = Ce demandeur doit encore { $owed } crédits pour un travail passé.
