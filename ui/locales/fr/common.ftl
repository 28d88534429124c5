# Ce qui se dit sur chaque page : ce qui se passe et pourquoi, l’argent, les mesures et les mots du cadre.

name = Idlewatt

## Pages

page-home = Accueil
page-earnings = Gains
page-limits = Limites
page-jobs = Tâches
page-network = Réseau
page-mesh = Utiliser le mesh
page-settings = Paramètres
pages = Pages

## Ce qui se passe

working = Travaille pour quelqu’un d’autre : { $title }.
working-untitled = Travaille pour quelqu’un d’autre.
paused-until = En pause. Reprise : { $when }.
paused = En pause jusqu’à ce que vous repreniez.
wait-role-off = À l’arrêt : le travail pour les autres est désactivé dans les paramètres.
wait-not-said = Vous n’avez pas encore dit quand ce PC peut travailler.
wait-starting = Démarrage : examen de cette machine.
wait-measuring = Mesure de la vitesse de rendu de cette machine.
wait-no-device = À l’arrêt : aucune carte graphique capable de calculer n’a été trouvée.
wait-no-device-called = À l’arrêt : aucune carte graphique ne s’appelle { $name }, comme le demandent les paramètres.
wait-card-off = À l’arrêt : cette carte est désactivée dans les paramètres.
wait-program-running = Vous laisse la place : { $name } est ouvert. Le travail reprendra à sa fermeture.
wait-owner-present =
    Vous laisse la place tant que vous êtes là. Le travail commence après { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } sans activité.
wait-fullscreen = Vous laisse la place : { $name } occupe tout l’écran.
wait-remote-use = Vous laisse la place : cette machine est utilisée à distance ({ $name }).
wait-encoding = Vous laisse la place : la carte encode une vidéo.
wait-gpu-in-use = Vous laisse la place : un autre programme utilise { $percent } du GPU.
wait-memory-short = Vous laisse la place : les autres programmes ne laissent que { $free } de la mémoire de la carte.
wait-on-battery = En attente : cette machine est sur batterie.
wait-metered-network = En attente : le réseau est facturé au volume.
wait-outside-hours = Au repos. Début de vos heures : { $when }.
wait-no-hours = À l’arrêt : vos heures ne laissent aucun moment.
wait-day-hours = Fini pour aujourd’hui : vos heures de travail sont épuisées. Reprise : { $when }.
wait-day-energy = Fini pour aujourd’hui : votre énergie est épuisée. Reprise : { $when }.
wait-day-cost = Fini pour aujourd’hui : votre budget d’électricité est épuisé. Reprise : { $when }.
wait-too-hot = Attend que la carte refroidisse : { $now }, et vous autorisez { $most }.
wait-too-loud = Attend que le ventilateur se calme : { $now }, et vous autorisez { $most }.
wait-limit-below-rest = À l’arrêt : la carte prend { $rest } même au repos, et vous autorisez { $limit }.
wait-tariff-too-high = Attend une électricité moins chère : { $now } crédits par kWh, et vous autorisez { $most }.
wait-tariff-unknown = En attente : le prix actuel de l’électricité n’est pas connu ({ $what }).
wait-going-to-sleep = Laisse la place : cette machine se met en veille.
wait-cooling-down = Tout est calme. Début possible du travail : { $when }.
wait-no-readings-cards = En attente : les capteurs de la carte ne donnent rien de récent, et Idlewatt ne travaille pas à l’aveugle.
wait-no-readings-programs = En attente : les programmes ouverts ne sont pas visibles, et Idlewatt ne travaille pas à l’aveugle.
wait-no-readings-surroundings = En attente : rien n’indique si quelqu’un est là, et Idlewatt ne travaille pas à l’aveugle.
wait-no-mesh = En attente : aucun nœud d’index ne répond, donc personne ne peut trouver cette machine.
wait-no-work = Prêt. Personne ne demande de travail pour l’instant.
wait-worker-broken = À l’arrêt : le worker a échoué plusieurs fois de suite ({ $what }).

## La même chose en un ou deux mots

state-working = Au travail
state-waiting = En attente
state-ready = Prêt
state-paused = En pause
state-attention = À voir
state-connecting = Connexion

## L’effort

effort-full = Pleine vitesse
effort-presence = { $share } du temps, parce que vous êtes là
effort-share = { $share } du temps, la part que vous autorisez
effort-power = { $share } du temps, pour respecter vos watts
effort-heat = { $share } du temps, pour respecter votre température
effort-fan = { $share } du temps, pour garder le ventilateur dans votre limite

## Le service

connecting = Recherche du service en arrière-plan…
lost-title = Le service en arrière-plan est injoignable.
lost-not-running = Le service en arrière-plan qui fait le travail ne tourne pas. Il est relancé tout seul ; rien de ce qui est gagné n’est perdu.
lost-version = Le service en arrière-plan est d’une autre version. Redémarrez-le, ou mettez les deux à jour.
lost-cannot-start = Le service en arrière-plan ne démarre pas.
lost-silent = Le service en arrière-plan ne répond pas.
lost-no-folder = Il n’y a pas de dossier pour les données d’Idlewatt.
retry = Réessayer maintenant

## Étiquettes honnêtes

badge-software = logiciel
badge-software-meaning = Aucune carte graphique ne fait le travail : les shaders tournent sur le processeur, lentement.
badge-simulated = carte simulée
badge-simulated-meaning = Les mesures de la carte sont jouées par un script, pour les tests et les démonstrations.
tray-no-host = Pas d’icône dans la zone de notification : ce bureau n’en a pas (sous GNOME, l’extension AppIndicator en ajoute une). Si vous fermez cette fenêtre, le travail continue ; relancez Idlewatt pour revenir.
tray-failed = Pas d’icône dans la zone de notification : le bureau l’a refusée. Si vous fermez cette fenêtre, le travail continue ; relancez Idlewatt pour revenir.

## Pause

pause = Pause
pause-half-hour = Pendant 30 minutes
pause-hour = Pendant 1 heure
pause-tomorrow = Jusqu’à demain, 8:00
pause-until-resumed = Jusqu’à ce que je reprenne
resume = Reprendre
choose-when = Choisir quand il travaille

## Argent

unit = crédits
net = Net
gross = Gagné
electricity = Électricité
pending = En attente
pending-meaning = Fait, mais pas encore couvert par un reçu.
held = En suspens
held-meaning = Fait pour des tâches qui se sont terminées sans dernier reçu. C’est payé quand ce demandeur revient.
final = Définitif
final-meaning = Couvert par des reçus signés.
spent = Dépensé
energy = Énergie

## Types de travail, côtés

kind-render = Rendu
kind-generate = Texte
kind-embed = Embedding
side-provider = travaillé
side-requester = acheté

## Comment une tâche s’est terminée

job-open = en cours
job-picture = image { $width }x{ $height }, { $spp } spp
job-text = texte de { $model }
job-unknown = un accord
stop-done = terminée
stop-cancelled = annulée
stop-owner-returned = vous aviez besoin de la machine
stop-owner-returned-there = son propriétaire avait besoin de la machine
stop-shutting-down = arrêtée à l’extinction
stop-protocol = rompue : { $what }
stop-unpaid = pas payée à temps
stop-bad-results = résultats faux
stop-lost = connexion perdue
stop-failed = échec : { $what }
stop-refused = la suite n’est plus acceptée. { $why }

## Mesures

not-told = non indiqué
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value } °C
of-limit = { $now } sur { $limit }
load = Charge
power = Puissance
temperature = Température
memory = Mémoire
fan = Ventilateur
effort = Effort
samples-per-second = { $samples } échantillons par seconde

## Problèmes, et retours en arrière

trouble = Cela n’a pas marché : { $what }
trouble-not-running = le service en arrière-plan ne tourne pas
trouble-timed-out = le service en arrière-plan n’a pas répondu à temps
trouble-unexpected = le service en arrière-plan a répondu autre chose que ce qui était demandé
trouble-no-folder = il n’y a pas de dossier pour les données d’Idlewatt
trouble-autostart = le démarrage automatique ne peut pas être modifié
trouble-file = le fichier est inutilisable
trouble-program = un programme d’Idlewatt ne peut pas être lancé
trouble-updater = la recherche de mises à jour est impossible
trouble-invalid-setting = cette valeur est inutilisable
trouble-false-answer = une réponse n’était pas ce que dit le modèle
trouble-busy = ceux qui le feraient sont tous occupés
trouble-no-provider = personne ne peut ou ne veut le faire maintenant
trouble-no-model = personne ne propose ce modèle
trouble-bad-input = la demande n’est pas correcte
trouble-books = le registre est inutilisable
trouble-role-off = cette partie est désactivée dans les paramètres
trouble-shutting-down = le service en arrière-plan est en train de s’arrêter
busy-benchmark = ce PC est déjà en cours de mesure
busy-job = une tâche est en cours ; la mesure sera possible quand elle sera finie
busy-model = un modèle est au travail ; la mesure sera possible quand il aura fini
busy-picture = une image est déjà en cours de rendu
input-picture-kind = une image est un fichier .png ou .exr
input-too-large = elle demande { $needs } de mémoire, et { $allowed } sont permis
input-is-folder = { $path } est un dossier ; il faut un nom au fichier
input-no-folder = il n’y a pas de dossier { $path }
input-empty = rien n’a été demandé
input-too-long = la conversation est trop longue ; commencez-en une nouvelle
failed-program = { $name } tourne et a davantage besoin de la carte
failed-sleep = ce PC se met en veille
failed-card = la carte ne répond plus
failed-measure = ce PC ne peut pas être mesuré
failed-written = impossible d’écrire { $path }
failed-units = les morceaux de l’image ont échoué l’un après l’autre
failed-broken = quelque chose s’est cassé sur ce PC
none-found = personne n’a été trouvé pour ce genre de travail
there-not-idle = son propriétaire s’en sert
there-busy = occupé par d’autres tâches
there-floor = veut au moins { $floor } crédits
there-too-large = n’a pas assez de mémoire : { $needs } nécessaires, { $allowed } permis
there-unwilling = ne prend pas ce genre de travail
there-unpaid = dit que { $owed } crédits de travaux précédents sont impayés
there-misunderstood = n’a pas accepté la commande telle quelle
there-silent = n’a pas répondu
there-only-relayed = n’est joignable que par un relais, qui n’en transporte pas autant
there-strange = a répondu autre chose que ce qui était demandé
saved = Enregistré.
undo = Annuler
undone = Annulé.
close = Fermer
cancel = Annuler
copy = Copier
copied = Copié.
open-window = Ouvrir Idlewatt
