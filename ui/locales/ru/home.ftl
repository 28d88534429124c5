# The first page, and the compact window by the tray.

today-net = Сегодня за вычетом электричества
net-today-of = { $gross } заработано, { $electricity } за электричество
week = Последние 7 дней
all-time = За всё время
see-earnings = Весь доход
first-week = Это будет ваша первая неделя
first-week-may = С вашими лимитами день может принести около { $net } кредита за вычетом электричества и износа: где-то между { $low } и { $high }.

## What changes next

next-resumes = Продолжит: { $when }.
next-changes = Изменится само: { $when }.

## The job in hand

job-in-hand = Текущее задание
no-job = Заданий сейчас нет
no-job-ready = Следующее задание начнётся само, как только кто-нибудь его предложит.
no-job-waiting = Работа начнётся сама, как только ей ничто не будет мешать.
picture-coming = Картинка появляется по мере рендеринга.
picture-so-far = Картинка на данный момент: { $title }
tokens-flowing = Прочитанные и выданные токены. Что в них сказано, касается только заказчика.
tokens-per-second = { $tokens } токенов в секунду
this-unit = Эта единица
units-done = Готовых единиц
worth = Стоимость на данный момент
hour-brings = Час приносит
hour-brings-meaning = При измеренной скорости, за вычетом электричества.
pays-render = Платит { $price } кредита за миллиард сэмплов
pays-text = Платит { $price } кредита за миллион токенов
for-requester = Для { $node }

## The card

card = Карта
card-none = Ни одна карта не сообщает загрузку, мощность или температуру.
card-not-found = Видеокарта не найдена.
card-not-found-advice = Без неё работу выполняет процессор, а это почти ничего не приносит. Если карта есть, не хватает её драйвера: установите его и запустите Idlewatt ещё раз.
adjust-limits = Изменить лимиты
peers =
    { $count ->
        [one] { $count } пир
        [few] { $count } пира
        [many] { $count } пиров
       *[other] { $count } пира
    }
index-nodes =
    { $count ->
        [one] { $count } индексный узел
        [few] { $count } индексных узла
        [many] { $count } индексных узлов
       *[other] { $count } индексного узла
    }
