# La page « Paramètres ».

settings-general = Général
settings-language = Langue
settings-language-system = Comme le système ({ $name })
settings-theme = Apparence
settings-theme-system = Comme le système
settings-theme-light = Clair
settings-theme-dark = Sombre
settings-autostart = Démarrer avec l’ordinateur
settings-autostart-about = Idlewatt démarre caché dans la zone de notification quand vous ouvrez votre session.

settings-notifications = Notifications
settings-notifications-about = Peu, et aucune pendant la première minute après le démarrage.
settings-notify-started = Le travail commence
settings-notify-started-about = Quand cette machine se met à travailler pour quelqu’un.
settings-notify-stopped = Le travail laisse la place
settings-notify-stopped-about = Quand le travail s’arrête parce que vous avez besoin de la machine.
settings-notify-paid = La somme d’hier
settings-notify-paid-about = Une fois par jour au plus : ce qui est resté, électricité déduite.
settings-notify-attention = Quelque chose demande votre attention
settings-notify-attention-about = Quand il ne peut pas travailler et ne s’en remet pas tout seul.

settings-updates = Mises à jour
settings-update-off = Les mises à jour ne sont encore annoncées nulle part. Rien n’est cherché, et rien n’est envoyé.
settings-update-newest = C’est la version la plus récente.
settings-update-looking = Recherche d’une version plus récente…
settings-update-found = La version { $version } est là.
settings-update-waiting = La version { $version } sera installée dès que la tâche en cours sera terminée.
settings-update-installing = Installation de la version { $version } : { $share }.
settings-update-failed = La recherche de mises à jour n’a pas marché : { $what }
settings-update-look = Chercher
settings-update-install = Installer au repos
settings-update-by-itself = Chercher automatiquement
settings-update-by-itself-about = Une fois par jour. Seules des versions signées sont prises, jamais de plus anciennes, et aucune tâche n’est interrompue.
settings-update-endpoint = Où les mises à jour sont annoncées
settings-update-endpoint-about = Une adresse HTTPS. Vide : nulle part.

settings-data = Vos données
settings-data-folder = Tout est dans un seul dossier
settings-log = Journal du jour
settings-reveal = Afficher
settings-report = Rapport pour qui vous aide
settings-report-about = Version, constats, paramètres et fin du journal. Les clés, adresses, noms et dossiers sont laissés de côté. Rien n’est envoyé : c’est vous qui le copiez.
settings-report-make = Voir le rapport
settings-report-copy = Copier le rapport
settings-export = Votre registre en fichier
settings-export-about = Chaque tâche avec ce qu’elle a rapporté, en feuille de calcul ou avec tous ses reçus.
settings-trace = Partir sans laisser de trace
settings-trace-about = La désinstallation arrête tout et retire le programme. Vos gains et vos clés restent dans le dossier ci-dessus jusqu’à ce que vous les retiriez : lancez « idlewatt remove-data », qui montre ce qui sera supprimé et demande d’abord.

settings-roles = Rôles de cette machine
settings-role-provider = Travailler pour les autres
settings-role-provider-about = Quand cette machine est inactive, dans vos limites.
settings-role-requester = Faire travailler les autres pour moi
settings-role-requester-about = Nécessaire pour « Utiliser le mesh ».
settings-role-index = Répertorier les autres
settings-role-index-about = Pour une machine toujours allumée : les autres se trouvent grâce à elle.

settings-advanced = Tout le reste
settings-advanced-about = Chaque réglage du service en arrière-plan par son nom dans le fichier de configuration. Les changements s’appliquent aussitôt.
settings-advanced-search = Chercher un réglage
settings-advanced-none = Aucun réglage ne porte ce nom.

settings-about = À propos
settings-version = Version
settings-node = Ce nœud
settings-licence = Licence
settings-licence-value = MIT ou Apache-2.0. Les polices sont Inter, sous SIL Open Font License.
settings-made = Pas de compte, pas de portefeuille, pas d’e-mail. Rien n’est envoyé à l’éditeur.
