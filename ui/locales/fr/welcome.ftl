# La première ouverture : cinq écrans calmes, moins d’une minute.

welcome = Bienvenue
welcome-steps = Premiers pas
welcome-step = Étape { $step } sur { $of }
welcome-skip = Tout passer
welcome-back = Retour
welcome-on = Continuer
welcome-on-unmeasured = Continuer sans mesurer
welcome-done = Terminer

## Ce qui a été trouvé

welcome-machine = Voici ce qu’a votre PC
welcome-machine-about = Idlewatt le prête à d’autres quand vous n’en avez pas besoin, et vous le rend dès que vous en avez besoin.
welcome-nothing-asked = Il n’y a ni compte, ni portefeuille, ni e-mail. Ce que vous gagnez est noté dans un registre sur ce PC.
welcome-looking = Examen de ce PC…
welcome-memory = Mémoire de la carte
welcome-driver = Pilote
welcome-meters = Capteurs
welcome-meters-told = Charge, puissance et température sont lues
welcome-meters-none = Aucun : la puissance est supposée, pas mesurée
welcome-off = Personne n’a encore regardé votre carte
welcome-off-switch = Travailler pour les autres quand ce PC est inactif
welcome-off-switch-about = C’est désactivé, donc la carte est laissée tranquille. Activez-le pour voir ce qu’elle sait faire.
welcome-software = Aucune carte graphique n’a été trouvée
welcome-software-why = Le travail se ferait sur le processeur, ce qui est lent et ne rapporte presque rien. Si ce PC a une carte, son pilote manque ou ne sait pas calculer.
welcome-none = Aucune carte graphique n’est utilisable
welcome-none-why = Rien ici ne peut calculer pour les autres. Idlewatt s’ouvre quand même, et commence tout seul dès qu’une carte est là.
welcome-driver-advice = Que faire : installez le pilote le plus récent du fabricant de votre carte, redémarrez le PC et rouvrez Idlewatt. Vous pouvez tout de même demander du travail aux autres.
welcome-findings =
    { $count ->
        [one] { $count } point à regarder
       *[other] { $count } points à regarder
    }

## La mesure

welcome-benchmark = À quelle vitesse va-t-elle ?
welcome-benchmark-about = Pendant environ 20 secondes, la carte fait le rendu d’une image aussi vite qu’elle peut. Vous entendrez peut-être son ventilateur.
welcome-benchmark-start = Mesurer
welcome-benchmark-again = Mesurer à nouveau
welcome-benchmark-stop = Arrêter
welcome-benchmark-picture = L’image rendue pour la mesure
welcome-benchmark-waiting = L’image apparaît ici.
welcome-benchmark-progress = Mesuré jusqu’ici
welcome-speed = Vitesse
welcome-speed-means = Échantillons par seconde : les chemins de lumière que la carte suit dans une scène. Les tâches sont payées à leur nombre, c’est donc ce qu’elle peut vendre.
welcome-watts = Puissance
welcome-watts-means = Ce que la carte prend quand elle travaille. L’électricité est comptée sur la part au-dessus du repos.
welcome-watts-unknown = Aucun capteur ne l’indique. L’électricité est comptée d’après ce que prennent les cartes de ce genre.
welcome-measured-before = Mesuré auparavant : { $speed } échantillons par seconde.

## L’estimation

welcome-estimate = Ce qu’elle peut rapporter
welcome-estimate-about = Électricité déduite, et en toute honnêteté : cela dépend de ce que les autres demandent, et cela, personne ne peut le promettre.
welcome-tariff-about = Le chiffre qui compte le plus est ce que vous payez l’électricité. Il est sur votre facture, par kWh, toutes taxes comprises. Un prix courant figure ici en attendant le vôtre.

## Le choix

welcome-choice = Quand peut-elle travailler ?
welcome-choice-about = Choisissez-en un pour commencer. Tout peut être changé plus tard, et chaque changement peut être annulé.
welcome-choice-needed = Tant que vous n’avez pas choisi, rien n’est calculé.

## Le démarrage

welcome-start = Démarrer avec l’ordinateur ?
welcome-start-about = Désactivé, sauf si vous le voulez.
welcome-autostart = Lancer Idlewatt à l’ouverture de session
welcome-autostart-about = Il s’ouvre sans fenêtre, et attend dans la zone de notification que vos limites permettent le travail.
welcome-ready = C’est tout. Fermez la fenêtre quand vous voulez : le travail continue dans la zone de notification et s’arrête comme vous l’avez réglé.
welcome-not-said = Vous n’avez pas encore dit quand ce PC peut travailler : il ne travaille donc pas. Revenez en arrière pour choisir, ou faites-le plus tard : l’accueil et la barre le rappellent.
