# What is said on every page: what happens and why, money, measures, and the words of the frame.

name = Idlewatt

## Pages

page-home = Главная
page-earnings = Доход
page-limits = Лимиты
page-jobs = Задания
page-network = Сеть
page-mesh = Заказать работу
page-settings = Настройки
pages = Страницы

## What is happening, and why not more

working = Работает для других: { $title }.
working-untitled = Работает для других.
paused-until = Пауза до { $when }.
paused = Пауза, пока вы её не снимете.
wait-role-off = Не работает: работа для других выключена в настройках.
wait-not-said = Вы ещё не сказали, когда этому компьютеру можно работать.
wait-starting = Запуск: знакомится с этим компьютером.
wait-measuring = Измеряет, как быстро этот компьютер рендерит.
wait-no-device = Не работает: не найдена видеокарта, способная вычислять.
wait-no-device-called = Не работает: ни одна видеокарта не называется { $name }, как указано в настройках.
wait-card-off = Не работает: эта карта выключена в настройках.
wait-program-running = Не мешает вам: запущена программа { $name }. Работа продолжится, когда она закроется.
wait-owner-present =
    Не мешает вам, пока вы здесь. Работа начнётся после { $minutes ->
        [one] { $minutes } минуты
        [few] { $minutes } минут
        [many] { $minutes } минут
       *[other] { $minutes } минуты
    } бездействия.
wait-fullscreen = Не мешает вам: { $name } занимает весь экран.
wait-remote-use = Не мешает вам: компьютером пользуются удалённо ({ $name }).
wait-encoding = Не мешает вам: карта кодирует видео.
wait-gpu-in-use = Не мешает вам: другая программа занимает { $percent } GPU.
wait-memory-short = Не мешает вам: другие программы оставили { $free } видеопамяти.
wait-on-battery = Ожидание: компьютер работает от батареи.
wait-metered-network = Ожидание: за трафик в этой сети платят по объёму.
wait-outside-hours = Отдыхает. Ваши часы начнутся: { $when }.
wait-no-hours = Не работает: ваше расписание совсем не оставляет времени.
wait-day-hours = На сегодня всё: часы работы исчерпаны. Продолжение: { $when }.
wait-day-energy = На сегодня всё: энергия исчерпана. Продолжение: { $when }.
wait-day-cost = На сегодня всё: деньги на электричество исчерпаны. Продолжение: { $when }.
wait-too-hot = Ждёт, пока карта остынет: сейчас { $now }, вы разрешаете { $most }.
wait-too-loud = Ждёт, пока вентилятор успокоится: сейчас { $now }, вы разрешаете { $most }.
wait-limit-below-rest = Не работает: карта даже в покое потребляет { $rest }, а вы разрешаете { $limit }.
wait-tariff-too-high = Ждёт, пока электричество подешевеет: сейчас { $now } кредита за кВт·ч, вы разрешаете { $most }.
wait-tariff-unknown = Ожидание: неизвестно, сколько сейчас стоит электричество ({ $what }).
wait-going-to-sleep = Не мешает: компьютер засыпает.
wait-cooling-down = Всё тихо. Работа может начаться в { $when }.
wait-no-readings-cards = Ожидание: датчики карты не дают свежих показаний, а вслепую Idlewatt не работает.
wait-no-readings-programs = Ожидание: не видно, какие программы запущены, а вслепую Idlewatt не работает.
wait-no-readings-surroundings = Ожидание: неизвестно, есть ли кто-то за компьютером, а вслепую Idlewatt не работает.
wait-no-mesh = Ожидание: ни один индексный узел не отвечает, поэтому никто не может найти этот компьютер.
wait-no-work = Готов к работе. Сейчас её никто не предлагает.
wait-worker-broken = Не работает: воркер несколько раз подряд завершился с ошибкой ({ $what }).

## The same in one or two words

state-working = Работает
state-waiting = Ожидание
state-ready = Готов
state-paused = Пауза
state-attention = Нужны вы
state-connecting = Подключение

## How hard it works

effort-full = Полная скорость
effort-presence = { $share } времени, потому что вы здесь
effort-share = { $share } времени: столько вы разрешаете
effort-power = { $share } времени, чтобы уложиться в ваши ватты
effort-heat = { $share } времени, чтобы не превысить вашу температуру
effort-fan = { $share } времени, чтобы вентилятор не превысил ваш лимит

## The daemon

connecting = Поиск фоновой программы…
lost-title = Нет связи с фоновой программой.
lost-not-running = Фоновая программа, которая выполняет работу, не запущена. Она запустится снова сама; заработанное не пропадёт.
lost-version = Фоновая программа другой версии. Перезапустите её или обновите обе.
lost-cannot-start = Фоновая программа не запускается.
lost-silent = Фоновая программа не отвечает.
lost-no-folder = Нет папки для данных Idlewatt.
retry = Повторить попытку

## Honest labels

badge-software = программно
badge-software-meaning = Работу выполняет не видеокарта: шейдеры считает процессор, медленно.
badge-simulated = имитация карты
badge-simulated-meaning = Показания карты подаёт скрипт, для тестов и демонстраций.
tray-no-host = Значка в трее нет: в этом окружении нет трея (в GNOME его добавляет расширение AppIndicator). Если закрыть окно, работа продолжится; чтобы вернуться, запустите Idlewatt ещё раз.
tray-failed = Значка в трее нет: окружение его не приняло. Если закрыть окно, работа продолжится; чтобы вернуться, запустите Idlewatt ещё раз.

## Pause

pause = Пауза
pause-half-hour = На 30 минут
pause-hour = На 1 час
pause-tomorrow = До завтра, 8:00
pause-until-resumed = Пока не сниму
resume = Продолжить
choose-when = Выбрать, когда ему работать

## Money

unit = кредитов
net = Чистыми
gross = Заработано
electricity = Электричество
pending = Ожидает
pending-meaning = Сделано, но ещё не покрыто квитанцией.
held = Удержано
held-meaning = Сделано в заданиях, которые закончились без последней квитанции. Будет оплачено, когда этот заказчик вернётся.
final = Подтверждено
final-meaning = Покрыто подписанными квитанциями.
spent = Потрачено
energy = Энергия

## Kinds of work, sides

kind-render = Рендеринг
kind-generate = Текст
kind-embed = Эмбеддинги
side-provider = работа
side-requester = покупка

## How a job ended

job-open = выполняется
job-picture = картинка { $width }x{ $height }, { $spp } spp
job-text = текст от { $model }
job-unknown = соглашение
stop-done = готово
stop-cancelled = отменено
stop-owner-returned = компьютер понадобился вам
stop-owner-returned-there = компьютер понадобился владельцу
stop-shutting-down = остановлено при выключении
stop-protocol = прервано: { $what }
stop-unpaid = не оплачено вовремя
stop-bad-results = результаты оказались неверными
stop-lost = связь потеряна
stop-failed = ошибка: { $what }
stop-refused = дальше это не принимается. { $why }

## Measures

not-told = нет данных
measure-watts = { $value } Вт
measure-watt-hours = { $value } Вт·ч
measure-kilowatt-hours = { $value } кВт·ч
measure-celsius = { $value } °C
of-limit = { $now } из { $limit }
load = Загрузка
power = Мощность
temperature = Температура
memory = Память
fan = Вентилятор
effort = Нагрузка
samples-per-second = { $samples } сэмплов в секунду

## Trouble, and taking things back

trouble = Не получилось: { $what }
trouble-not-running = фоновая программа не запущена
trouble-timed-out = фоновая программа не ответила вовремя
trouble-unexpected = фоновая программа ответила не то, о чём её спрашивали
trouble-no-folder = нет папки для данных Idlewatt
trouble-autostart = не удаётся изменить запись автозапуска
trouble-file = этот файл не подходит
trouble-program = не удаётся запустить одну из программ Idlewatt
trouble-updater = не удаётся проверить обновления
trouble-invalid-setting = это значение не подходит
trouble-false-answer = ответ оказался не тем, что даёт модель
trouble-busy = те, кто мог бы это сделать, сейчас заняты
trouble-no-provider = сейчас никто не может или не хочет это сделать
trouble-no-model = эту модель никто не предлагает
trouble-bad-input = запрос составлен неверно
trouble-books = не удаётся открыть учётные книги
trouble-role-off = эта часть выключена в настройках
trouble-shutting-down = фоновая программа завершает работу
busy-benchmark = этот ПК уже измеряется
busy-job = выполняется задание; измерить можно будет, когда оно закончится
busy-model = работает модель; измерить можно будет, когда она закончит
busy-picture = одна картинка уже рендерится
input-picture-kind = картинка — это файл .png или .exr
input-too-large = ей нужно { $needs } памяти, а разрешено { $allowed }
input-is-folder = { $path } — это папка; файлу нужно имя
input-no-folder = папки { $path } нет
input-empty = ничего не спрошено
input-too-long = разговор слишком длинный; начните новый
failed-program = работает { $name }, и карта нужнее там
failed-sleep = этот ПК засыпает
failed-card = карта больше не отвечает
failed-measure = этот ПК не удаётся измерить
failed-written = не удаётся записать { $path }
failed-units = части картинки не удавались одна за другой
failed-broken = на этом ПК что-то сломалось
none-found = не нашлось никого, кто такое делает
there-not-idle = владелец сейчас за ним
there-busy = занят другими заданиями
there-floor = хочет не меньше { $floor } кредита
there-too-large = не хватает памяти: нужно { $needs }, разрешено { $allowed }
there-unwilling = не берёт такую работу
there-unpaid = говорит, что за прежнюю работу не заплачено { $owed } кредита
there-misunderstood = не принял заказ в таком виде
there-silent = не ответил
there-only-relayed = доступен только через ретранслятор, который столько не передаёт
there-strange = ответил не то, о чём спрашивали
saved = Сохранено.
undo = Отменить
undone = Изменение отменено.
close = Закрыть
cancel = Отмена
copy = Копировать
copied = Скопировано.
open-window = Открыть Idlewatt
