# The page "Use the mesh".

mesh-render = Render a scene
mesh-render-about = Others render your glTF scene; you pay for what arrives and was checked.
mesh-drop = Drop a .glb or .gltf file here
mesh-drop-now = Let go to take it
mesh-drop-wrong = That is no .glb or .gltf file.
mesh-choose = Choose a file
mesh-choose-other = Another file
mesh-scene = Scene
mesh-quality = Quality
mesh-quality-draft = Draft
mesh-quality-good = Good
mesh-quality-fine = Fine
mesh-quality-exact = Exact
mesh-quality-says = { $width } x { $height }, { $spp } samples per pixel
mesh-width = Width in pixels
mesh-height = Height in pixels
mesh-spp = Samples per pixel
mesh-output = Picture goes to
mesh-price = Most to pay
mesh-price-about = Credits per thousand million samples; empty: whatever the cheapest asks.
mesh-price-now = The cheapest asks { $price } now, about { $cost } for this picture.
mesh-price-none = Nobody offers to render right now. You can start anyway: it is looked for.
mesh-start = Render
mesh-stop = Stop and keep what came
mesh-again = Render another
mesh-show-file = Show the file
mesh-checking = Looking into the scene…
mesh-searching = Looking for somebody who renders it…
mesh-agreed = { $provider } renders it with { $device } for { $price } credits per thousand million samples.
mesh-progress = { $share } of the samples are there, { $cost } credits so far.
mesh-provider-lost = { $provider } is gone ({ $reason }). The rest goes to somebody else.
mesh-unsupported = Not supported, and left out: { $what }.
mesh-done = Done, for { $cost } credits.
mesh-cancelled = Stopped. What came is in the file; it cost { $cost } credits.
mesh-bad-input = The scene cannot be rendered: { $what }
mesh-no-provider = Nobody takes it: { $what }
mesh-failed = It did not work: { $what }
mesh-picture = The picture so far

mesh-chat = Chat
mesh-chat-about = Others’ machines answer. Whoever answers sees what you write.
mesh-model = Model
mesh-model-says =
    { $count ->
        [one] { $name } · { $size } · { $speed } tokens per second · { $price } credits per million · { $count } offers it
       *[other] { $name } · { $size } · { $speed } tokens per second · { $price } credits per million · { $count } offer it
    }
mesh-no-models = Nobody offers a language model right now.
mesh-no-models-about = Models that are offered appear here by themselves. To offer one yourself, put it on the shelf with “idlewatt models add” and name it in the settings.
mesh-message = Message
mesh-message-hint = Write something
mesh-send = Send
mesh-chat-stop = Stop
mesh-clear = New conversation
mesh-you = You
mesh-thinking = Looking for somebody who answers…
mesh-answered = { $provider } · { $tokens } tokens · { $cost } credits
mesh-answered-free = { $provider } · { $tokens } tokens

mesh-endpoint = For programs
mesh-endpoint-about = Any program that speaks OpenAI’s API can use the mesh. Only programs on this machine get through.
mesh-endpoint-on = Endpoint
mesh-endpoint-runs = Runs at { $address }
mesh-endpoint-off = Switched off
mesh-endpoint-broken = It does not run: { $what }
mesh-language = Language of the example
