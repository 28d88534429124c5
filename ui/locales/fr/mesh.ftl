# La page « Utiliser le mesh ».

mesh-render = Rendre une scène
mesh-render-about = D’autres font le rendu de votre scène glTF ; vous payez ce qui arrive et qui est vérifié.
mesh-drop = Déposez un fichier .glb ou .gltf ici
mesh-drop-now = Relâchez pour le prendre
mesh-drop-wrong = Ce n’est pas un fichier .glb ou .gltf.
mesh-choose = Choisir un fichier
mesh-choose-other = Autre fichier
mesh-scene = Scène
mesh-quality = Qualité
mesh-quality-draft = Brouillon
mesh-quality-good = Bonne
mesh-quality-fine = Fine
mesh-quality-exact = Exacte
mesh-quality-says = { $width } x { $height }, { $spp } échantillons par pixel
mesh-width = Largeur en pixels
mesh-height = Hauteur en pixels
mesh-spp = Échantillons par pixel
mesh-output = L’image va dans
mesh-price = Prix maximal
mesh-price-about = Crédits par milliard d’échantillons ; vide : ce que demande le moins cher.
mesh-price-now = Le moins cher demande { $price } en ce moment, environ { $cost } pour cette image.
mesh-price-none = Personne ne propose de rendu pour l’instant. Vous pouvez lancer quand même : la recherche continue.
mesh-start = Lancer le rendu
mesh-stop = Arrêter et garder ce qui est arrivé
mesh-again = Un autre rendu
mesh-show-file = Afficher le fichier
mesh-checking = Examen de la scène…
mesh-searching = Recherche de quelqu’un pour le rendu…
mesh-agreed = { $provider } fait le rendu avec { $device } pour { $price } crédits par milliard d’échantillons.
mesh-progress = { $share } des échantillons sont là, { $cost } crédits jusqu’ici.
mesh-provider-lost = { $provider } n’est plus là ({ $reason }). Le reste va à quelqu’un d’autre.
mesh-unsupported = Non pris en charge, et laissé de côté : { $what }.
mesh-done = Terminé, pour { $cost } crédits.
mesh-cancelled = Arrêté. Ce qui est arrivé est dans le fichier ; cela a coûté { $cost } crédits.
mesh-bad-input = Le rendu de la scène est impossible : { $what }
mesh-no-provider = Personne ne la prend : { $what }
mesh-failed = Cela n’a pas marché : { $what }
mesh-picture = L’image jusqu’ici

mesh-chat = Discussion
mesh-chat-about = Les machines des autres répondent. Qui répond voit ce que vous écrivez.
mesh-model = Modèle
mesh-model-says =
    { $count ->
        [one] { $name } · { $size } · { $speed } tokens par seconde · { $price } crédits par million · { $count } le propose
       *[other] { $name } · { $size } · { $speed } tokens par seconde · { $price } crédits par million · { $count } le proposent
    }
mesh-no-models = Personne ne propose de modèle de langage pour l’instant.
mesh-no-models-about = Les modèles proposés apparaissent ici tout seuls. Pour en proposer un vous-même, ajoutez-le avec « idlewatt models add » et nommez-le dans les paramètres.
mesh-message = Message
mesh-message-hint = Écrivez quelque chose
mesh-send = Envoyer
mesh-chat-stop = Arrêter
mesh-clear = Nouvelle conversation
mesh-you = Vous
mesh-thinking = Recherche de quelqu’un qui réponde…
mesh-answered = { $provider } · { $tokens } tokens · { $cost } crédits
mesh-answered-free = { $provider } · { $tokens } tokens

mesh-endpoint = Pour les programmes
mesh-endpoint-about = Tout programme qui parle l’API d’OpenAI peut utiliser le mesh. Seuls les programmes de cette machine y ont accès.
mesh-endpoint-on = Point d’accès
mesh-endpoint-runs = Actif à { $address }
mesh-endpoint-off = Désactivé
mesh-endpoint-broken = Il ne tourne pas : { $what }
mesh-language = Langage de l’exemple
