# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = Tout n’a pas encore été examiné ; cela prend quelques secondes.
found-adapter-software = { $name } ferait le travail, et c’est un logiciel : aucune carte n’a été trouvée. Installez le pilote de la carte.
found-adapter-broken = Le pilote graphique échoue. Mettez-le à jour, puis redémarrez Idlewatt.
found-adapter-missing = Aucune carte graphique capable de calculer n’a été trouvée. Installez son pilote.
found-adapter-wanted = Aucune carte graphique ne s’appelle { $name }, comme le demandent les paramètres. Nommez-en une autre, ou aucune.
found-adapter-unmeasured = La carte a été trouvée, mais pas mesurée. Redémarrez Idlewatt.
found-card-simulated = Les mesures de { $name } sont jouées par un script, pour des tests.
found-card-doubts = { $name } indique des valeurs impossibles ; elles sont ignorées. Si cela persiste, redémarrez le PC ou mettez le pilote à jour.
found-meters-failed = La carte ne donne plus de mesures, et sans elles rien n’est calculé. Mettez le pilote à jour.
found-meters-absent = Aucune carte n’indique sa charge, sa puissance ou sa température : puissance et énergie sont supposées, non mesurées.
found-programs-unseen = Les programmes en cours ne sont pas visibles, et sans voir les jeux démarrer, rien n’est calculé.
found-source-failed = { $name } ne peut pas être lu. Ce qu’il indiquerait n’est pas pris en compte.
found-settings-unreadable = Le fichier des paramètres ne peut pas être lu. Rendez-le lisible, puis redémarrez Idlewatt.
found-settings-aside = Certains paramètres étaient incorrects. Ce qui était correct reste valable : réglez le reste, puis autorisez de nouveau le travail. L’ancien fichier est conservé sous { $path }.
found-listening-nowhere = Ce PC n’écoute sur aucune adresse. Vérifiez les paramètres réseau et le pare-feu.
found-index-unset = Aucun nœud d’index n’est défini : personne ne trouve ce PC, et il ne trouve personne. Ajoutez-en un dans les paramètres.
found-index-silent = Aucun des nœuds d’index ne répond ({ $count } définis). Vérifiez le réseau et leurs adresses.
found-books-wrong = Les comptes ne tombent pas juste. Gardez une copie de ledger.sqlite3 et signalez-le.
found-books-unread = Les comptes ne peuvent pas être lus. Vérifiez le disque, puis redémarrez Idlewatt.

## What is wrong with a setting

fault-unknown = Ce paramètre n’existe pas.
fault-switch = Valeur attendue : true ou false.
fault-whole = Nombre entier attendu.
fault-range = Valeur attendue : de { $least } à { $most }.
fault-range-or-zero = Valeur attendue : de { $least } à { $most }, ou 0.
fault-money = Crédits attendus entre 0 et { $most }, par exemple { $example }.
fault-energy = Kilowattheures attendus, avec trois décimales au plus, par exemple { $example }.
fault-word = Valeur attendue parmi { $words }.
fault-nodes = Noms de nœuds attendus, de 64 chiffres chacun.
fault-many = { $most } entrées au plus.
fault-hours = « { $text } » n’est pas une suite de jours et d’heures.
fault-band = « { $text } » n’est pas une suite de jours, d’heures et un prix.
fault-sources = Un fichier et une commande ne peuvent pas tous deux donner le prix.
fault-address = Adresse attendue, commençant par https://.
fault-spoken = Cette langue n’est pas parlée ici.
fault-unfit = Impossible à lire : { $what }
fault-unwritten = Le fichier des paramètres est inutilisable : { $what }
