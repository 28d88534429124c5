# La page « Réseau ».

network-reach = Les autres peuvent-ils joindre cette machine ?
network-reach-unknown = Pas encore connu
network-reach-unknown-about = Des pairs sont priés d’essayer. Cela prend quelques minutes après le démarrage.
network-reach-direct = Directement
network-reach-direct-about = Un pair est passé à { $address }. Il n’y a plus rien à faire.
network-reach-relayed = Par un relais
network-reach-relayed-about = Personne n’a été vu passer depuis l’extérieur : les autres appellent donc cette machine par { $through }. Les petits travaux passent par là ; les plus gros ont besoin de la connexion directe qui est tentée ensuite.
network-reach-punched = Appels devenus des connexions directes : { $punched } sur les { $tries } derniers.
network-reach-outgoing-only = Sortant seulement
network-reach-outgoing-only-about = Personne n’a été vu passer depuis l’extérieur. Le travail arrive quand même, par les connexions que cette machine établit elle-même. Un port que votre routeur redirige vers cette machine, ou UPnP activé sur celui-ci, permet à plus de pairs de vous joindre.
network-no-relay-not-wanted = Aucun relais n’est demandé : un paramètre le veut ainsi.
network-no-relay-not-offered = Aucun des nœuds d’index ne relaie d’appels.
network-no-relay-full = Le relais sollicité n’a plus de place ; il sera sollicité à nouveau.
network-no-relay-asking = Un relais est en train d’être sollicité.
network-no-relay-failed = Le relais sollicité refuse ou ne répond pas comme il devrait ; un autre est essayé, ou le même à nouveau.
network-reach-alone = Seule
network-reach-alone-about = Personne n’est connecté ({ $what }). Vérifiez la connexion internet, et si des nœuds d’index sont nommés dans les paramètres.

network-node = Ce nœud
network-addresses = Écoute sur
network-relays-for = Autres machines joignables par celle-ci : { $count }.

network-market = Prix actuels
network-market-none = Personne ne propose de rendu pour l’instant.
network-market-alone = Personne d’autre ne propose de rendu pour l’instant.
network-market-rank =
    { $total ->
        [one] { $cheaper ->
            [0] L’autre fournisseur demande autant que vous ou moins.
           *[other] Vous demandez moins que l’autre fournisseur.
        }
       *[other] Vous demandez moins que { $cheaper } des { $total } autres fournisseurs.
    }
network-market-off = Vous ne proposez rien pour l’instant.
network-market-axis-price = Crédits par milliard d’échantillons
network-market-axis-speed = Échantillons par seconde
network-market-mine = vous
network-market-free = libre
network-market-busy = occupé
network-market-provider = Fournisseur
network-market-device = Appareil
network-market-price = Prix
network-market-speed = Vitesse
network-market-state = État
network-market-chart = Le prix de chaque fournisseur selon sa vitesse

network-peers = Pairs
network-peers-none = Personne n’est connecté.
network-peer = Pair
network-address = Adresse
network-transport = Via
network-rtt = Aller-retour

network-records = Ce qu’a donné le travail ensemble
network-records-none = Encore aucun travail avec personne.
network-records-about = D’après votre propre registre, et visible de personne d’autre.
network-record-worked = vous avez travaillé pour eux
network-record-bought = ils ont travaillé pour vous
network-record-side = Qui pour qui
network-record-jobs = Tâches
network-record-paid = Unités payées
network-record-failed = Unités échouées
network-record-gross = Valeur
network-record-last = Dernière fois
