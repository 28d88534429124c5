# The page "Use the mesh".

mesh-render = Отрендерить сцену
mesh-render-about = Другие рендерят вашу сцену glTF; вы платите за то, что пришло и прошло проверку.
mesh-drop = Перетащите сюда файл .glb или .gltf
mesh-drop-now = Отпустите, чтобы взять его
mesh-drop-wrong = Это не файл .glb или .gltf.
mesh-choose = Выбрать файл
mesh-choose-other = Другой файл
mesh-scene = Сцена
mesh-quality = Качество
mesh-quality-draft = Черновик
mesh-quality-good = Хорошее
mesh-quality-fine = Высокое
mesh-quality-exact = Точное
mesh-quality-says = { $width } x { $height }, сэмплов на пиксель: { $spp }
mesh-width = Ширина в пикселях
mesh-height = Высота в пикселях
mesh-spp = Сэмплов на пиксель
mesh-output = Куда сохранить картинку
mesh-price = Предельная цена
mesh-price-about = Кредитов за миллиард сэмплов; пусто: сколько просит самый дешёвый.
mesh-price-now = Самый дешёвый сейчас просит { $price }, около { $cost } за эту картинку.
mesh-price-none = Сейчас никто не предлагает рендеринг. Можно начать и так: исполнителя будут искать.
mesh-start = Рендерить
mesh-stop = Остановить и оставить готовое
mesh-again = Отрендерить ещё
mesh-show-file = Показать файл
mesh-checking = Проверка сцены…
mesh-searching = Поиск того, кто её отрендерит…
mesh-agreed = { $provider } рендерит на { $device } за { $price } кредита за миллиард сэмплов.
mesh-progress = Готово { $share } сэмплов, пока { $cost } кредита.
mesh-provider-lost = { $provider } больше не работает ({ $reason }). Остальное достанется другому.
mesh-unsupported = Не поддерживается и пропущено: { $what }.
mesh-done = Готово, за { $cost } кредита.
mesh-cancelled = Остановлено. Что пришло, лежит в файле; это стоило { $cost } кредита.
mesh-bad-input = Сцену не удаётся отрендерить: { $what }
mesh-no-provider = Никто не берётся: { $what }
mesh-failed = Не получилось: { $what }
mesh-picture = Картинка на данный момент

mesh-chat = Чат
mesh-chat-about = Отвечают чужие компьютеры. Тот, кто отвечает, видит, что вы пишете.
mesh-model = Модель
mesh-model-says =
    { $count ->
        [one] { $name } · { $size } · { $speed } токенов в секунду · { $price } кредита за миллион · { $count } исполнитель
        [few] { $name } · { $size } · { $speed } токенов в секунду · { $price } кредита за миллион · { $count } исполнителя
        [many] { $name } · { $size } · { $speed } токенов в секунду · { $price } кредита за миллион · { $count } исполнителей
       *[other] { $name } · { $size } · { $speed } токенов в секунду · { $price } кредита за миллион · { $count } исполнителя
    }
mesh-no-models = Сейчас никто не предлагает языковую модель.
mesh-no-models-about = Предлагаемые модели появляются здесь сами. Чтобы предложить свою, положите её на полку командой «idlewatt models add» и укажите её имя в настройках.
mesh-message = Сообщение
mesh-message-hint = Напишите что-нибудь
mesh-send = Отправить
mesh-chat-stop = Остановить
mesh-clear = Новый разговор
mesh-you = Вы
mesh-thinking = Поиск того, кто ответит…
mesh-answered = { $provider } · токены: { $tokens } · { $cost } кредита
mesh-answered-free = { $provider } · токены: { $tokens }

mesh-endpoint = Для программ
mesh-endpoint-about = Любая программа, знающая API OpenAI, может пользоваться mesh-сетью. Доступ есть только у программ на этом компьютере.
mesh-endpoint-on = Эндпоинт
mesh-endpoint-runs = Работает по адресу { $address }
mesh-endpoint-off = Выключен
mesh-endpoint-broken = Не работает: { $what }
mesh-language = Язык примера
