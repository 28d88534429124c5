# Menu, infobulle et notifications. Une ligne courte chacun : un menu est aussi large que sa ligne la plus longue.

## Le menu

menu-start = Commencer maintenant
menu-resume = Reprendre
menu-retry = Chercher à nouveau
menu-choose = Choisir quand il travaille…
menu-pause = Pause
menu-pause-half-hour = Pendant 30 minutes
menu-pause-hour = Pendant 1 heure
menu-pause-tomorrow = Jusqu’à demain 8:00
menu-pause-until-resumed = Jusqu’à ma reprise
menu-open = Ouvrir Idlewatt
menu-settings = Paramètres
menu-quit = Quitter

## Argent

today = Aujourd’hui : { $net } crédits, électricité déduite
today-unknown = Aujourd’hui : inconnu

## Temps

on-day =
    { $day ->
        [mon] lun.
        [tue] mar.
        [wed] mer.
        [thu] jeu.
        [fri] ven.
        [sat] sam.
       *[sun] dim.
    } { $time }

## Ce qui se passe

working = Au travail
working-on = Au travail : { $title }
job-picture = image { $width }x{ $height }, { $spp } spp
job-text = texte de { $model }
job-unknown = un accord
paused = En pause jusqu’à votre reprise
paused-until = En pause. Reprise : { $when }

## Pourquoi pas

connecting = Recherche du service…
lost-not-running = Le service ne tourne pas
lost-version = Le service est d’une autre version
lost-cannot-start = Le service ne démarre pas
lost-silent = Le service ne répond pas
lost-no-folder = Pas de dossier pour les données d’Idlewatt

wait-role-off = À l’arrêt : désactivé dans les paramètres
wait-not-said = Vous n’avez pas encore dit quand ce PC peut travailler
wait-starting = Démarrage
wait-measuring = Mesure de cette machine
wait-no-device = À l’arrêt : aucune carte graphique trouvée
wait-card-off = À l’arrêt : cette carte est désactivée
wait-program-running = En attente : { $name } est ouvert
wait-owner-present =
    { $minutes ->
        [one] Attend { $minutes } minute d’absence
       *[other] Attend { $minutes } minutes d’absence
    }
wait-fullscreen = En attente : { $name } occupe l’écran
wait-remote-use = En attente : machine utilisée à distance
wait-encoding = En attente : la carte encode une vidéo
wait-gpu-in-use = En attente : un autre programme utilise { $percent } % du GPU
wait-memory-short = En attente : d’autres programmes ont besoin de la mémoire de la carte
wait-on-battery = En attente : sur batterie
wait-metered-network = En attente : le réseau est facturé au volume
wait-outside-hours = Début de vos heures : { $when }
wait-no-hours = À l’arrêt : vos heures ne laissent aucun moment
wait-day-used-up = Fini pour aujourd’hui. Reprise : { $when }
wait-too-hot = En attente : la carte est à { $degrees } °C
wait-too-loud = En attente : le ventilateur dépasse votre limite
wait-limit-below-rest = À l’arrêt : moins de watts autorisés qu’au repos
wait-tariff-too-high = Attend une électricité moins chère
wait-tariff-unknown = En attente : prix de l’électricité inconnu
wait-going-to-sleep = Mise en veille
wait-cooling-down = En attente : le calme vient de revenir
wait-no-readings = En attente : les capteurs ne donnent rien de récent
wait-no-mesh = En attente : aucun nœud d’index ne répond
wait-no-work = Prêt : personne ne demande de travail
wait-worker-broken = À l’arrêt : le worker a échoué plusieurs fois

## Notifications

started-title = Votre carte est au travail
started-body = { $title }. Elle s’arrête aussitôt quand vous en avez besoin.
started-body-untitled = Elle s’arrête aussitôt quand vous en avez besoin.
stopped-title = Arrêté pour vous
stopped-body = { $name } a la carte pour lui seul.
paid-title = Hier a laissé { $net } crédits
paid-body = { $gross } pour le travail, moins { $electricity } d’électricité.
attention-title = Idlewatt a besoin de vous

## Fenêtres et dialogues

compact-title = Idlewatt maintenant
choose-scene = Choisir une scène
scenes = Scènes
export-jobs = Écrire les tâches dans un fichier
