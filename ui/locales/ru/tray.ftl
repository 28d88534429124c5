# What the tray's menu and tooltip and the notifications say. One short line each: a menu is as wide as its longest.

## The menu

menu-start = Начать сейчас
menu-resume = Продолжить
menu-retry = Искать снова
menu-choose = Выбрать, когда ему работать…
menu-pause = Пауза
menu-pause-half-hour = На 30 минут
menu-pause-hour = На 1 час
menu-pause-tomorrow = До завтра, 8:00
menu-pause-until-resumed = Пока не сниму
menu-open = Открыть Idlewatt
menu-settings = Настройки
menu-quit = Выйти

## Money

today = Сегодня: { $net } кредита за вычетом электричества
today-unknown = Сегодня: неизвестно

## Time

on-day =
    { $day ->
        [mon] пн
        [tue] вт
        [wed] ср
        [thu] чт
        [fri] пт
        [sat] сб
       *[sun] вс
    } { $time }

## What is happening

working = Работает
working-on = Работает: { $title }
job-picture = картинка { $width }x{ $height }, { $spp } spp
job-text = текст от { $model }
job-unknown = соглашение
paused = Пауза, пока вы её не снимете
paused-until = Пауза до { $when }

## Why not

connecting = Поиск службы…
lost-not-running = Служба не запущена
lost-version = Служба другой версии
lost-cannot-start = Служба не запускается
lost-silent = Служба не отвечает
lost-no-folder = Нет папки для данных Idlewatt

wait-role-off = Не работает: выключено в настройках
wait-not-said = Вы ещё не сказали, когда этому компьютеру можно работать
wait-starting = Запуск
wait-measuring = Измеряет этот компьютер
wait-no-device = Не работает: видеокарта не найдена
wait-card-off = Не работает: эта карта выключена
wait-program-running = Ожидание: запущена программа { $name }
wait-owner-present =
    { $minutes ->
        [one] Ждёт, пока вас не будет { $minutes } минуту
        [few] Ждёт, пока вас не будет { $minutes } минуты
        [many] Ждёт, пока вас не будет { $minutes } минут
       *[other] Ждёт, пока вас не будет { $minutes } минуты
    }
wait-fullscreen = Ожидание: { $name } занимает весь экран
wait-remote-use = Ожидание: компьютером пользуются удалённо
wait-encoding = Ожидание: карта кодирует видео
wait-gpu-in-use = Ожидание: другая программа занимает { $percent } % GPU
wait-memory-short = Ожидание: видеопамять нужна другим программам
wait-on-battery = Ожидание: работа от батареи
wait-metered-network = Ожидание: в сети платят за объём
wait-outside-hours = Ваши часы начнутся: { $when }
wait-no-hours = Не работает: расписание не оставляет времени
wait-day-used-up = На сегодня всё, продолжение: { $when }
wait-too-hot = Ожидание: температура карты { $degrees } °C
wait-too-loud = Ожидание: вентилятор громче, чем вы разрешаете
wait-limit-below-rest = Не работает: разрешено меньше ватт, чем карта берёт в покое
wait-tariff-too-high = Ждёт электричества подешевле
wait-tariff-unknown = Ожидание: цена электричества неизвестна
wait-going-to-sleep = Компьютер засыпает
wait-cooling-down = Ожидание: всё только что затихло
wait-no-readings = Ожидание: датчики не дают свежих показаний
wait-no-mesh = Ожидание: индексные узлы не отвечают
wait-no-work = Готов: работу никто не предлагает
wait-worker-broken = Не работает: воркер несколько раз дал сбой

## Notifications

started-title = Ваша карта работает
started-body = { $title }. Остановится сразу, как только карта понадобится вам.
started-body-untitled = Остановится сразу, как только карта понадобится вам.
stopped-title = Остановлено ради вас
stopped-body = Вся карта теперь у { $name }.
paid-title = За вчера осталось { $net } кредита
paid-body = { $gross } за работу минус { $electricity } за электричество.
attention-title = Idlewatt: нужно ваше внимание

## Windows and dialogs

compact-title = Idlewatt сейчас
choose-scene = Выбрать сцену
scenes = Сцены
export-jobs = Записать задания в файл
