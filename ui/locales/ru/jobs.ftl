# Jobs: what was done for whom, what it paid, how it was checked; and what was refused.

jobs-done = Задания
jobs-refused = Почему мой ПК отказал
jobs-views = Что показано

## The list

jobs-list = Задания, сначала новые. Стрелки переходят от строки к строке, Enter открывает.
jobs-when = Когда
jobs-what = Что
jobs-with = С кем
jobs-size = Единицы
jobs-net = Чистыми
jobs-money = Деньги
jobs-ended = Чем закончилось
jobs-final = Подтверждено
jobs-paid = Оплачено
jobs-pending = { $amount } ожидает
jobs-held = { $amount } удержано
jobs-to-pay = { $amount } к оплате
jobs-nothing-due = Платить нечего
jobs-void =
    { $count ->
        [one] { $count } единица пропала
        [few] { $count } единицы пропали
        [many] { $count } единиц пропало
       *[other] { $count } единицы пропало
    }
jobs-loading-more = Загрузка более старых заданий…
jobs-first = Здесь появятся ваши задания
jobs-first-what = Каждое с картинкой, оплатой, затратами на электричество и тем, как его проверили. Первое появится, как только вы с кем-нибудь договоритесь о работе.
jobs-none-such = Таких заданий нет.

## Filters

jobs-filter = Показать только
jobs-side = Сторона
jobs-side-any = Работа и покупки
jobs-side-provider = Работа для других
jobs-side-requester = Куплено у других
jobs-kind = Вид работы
jobs-kind-any = Любой вид
jobs-peer = С кем
jobs-peer-any = Со всеми
jobs-clear = Сбросить

## One job

jobs-not-found = Этого задания нет в учётных книгах.
jobs-picture = Последняя картинка: { $title }
jobs-left = Осталось за вычетом электричества
jobs-cost = Стоимость
jobs-per-unit = Чистыми за единицу
jobs-per-unit-cost = Стоимость единицы
jobs-facts = Сведения
jobs-requester = Заказчик
jobs-provider = Исполнитель
jobs-agreed = Согласовано
jobs-last-entry = Последняя запись
jobs-took = Время на карте
jobs-number = Задание
jobs-copy-id = Копировать { $id }
jobs-only-peer = Только задания с этим узлом

## Units and how they were checked

jobs-units-newest = Показаны только самые новые единицы: { $count }.
jobs-units-table = Каждая единица
jobs-unit-when = Последняя запись
jobs-unit-state = Состояние
jobs-unit-worth = Стоимость
jobs-unit-time = Время на карте
jobs-unit-started = выполняется
jobs-unit-pending = сдана
jobs-unit-final = проверена и оплачена
jobs-unit-void = пропала
jobs-checked = Как это проверили
jobs-checked-final =
    { $count ->
        [one] { $count } единица принята заказчиком и оплачена с подписанной квитанцией.
        [few] { $count } единицы приняты заказчиком и оплачены с подписанной квитанцией.
        [many] { $count } единиц принято заказчиком и оплачено с подписанной квитанцией.
       *[other] { $count } единицы принято заказчиком и оплачено с подписанной квитанцией.
    }
jobs-checked-final-bought =
    { $count ->
        [one] { $count } единица проверена здесь, принята и оплачена.
        [few] { $count } единицы проверены здесь, приняты и оплачены.
        [many] { $count } единиц проверено здесь, принято и оплачено.
       *[other] { $count } единицы проверено здесь, принято и оплачено.
    }
jobs-checked-pending =
    { $count ->
        [one] { $count } единица сдана; её покроет следующая квитанция заказчика.
        [few] { $count } единицы сданы; их покроет следующая квитанция заказчика.
        [many] { $count } единиц сдано; их покроет следующая квитанция заказчика.
       *[other] { $count } единицы сдано; их покроет следующая квитанция заказчика.
    }
jobs-checked-held =
    { $count ->
        [one] { $count } единица сдана, но последняя квитанция так и не пришла. Она будет оплачена, когда этот заказчик вернётся.
        [few] { $count } единицы сданы, но последняя квитанция так и не пришла. Они будут оплачены, когда этот заказчик вернётся.
        [many] { $count } единиц сдано, но последняя квитанция так и не пришла. Они будут оплачены, когда этот заказчик вернётся.
       *[other] { $count } единицы сдано, но последняя квитанция так и не пришла. Они будут оплачены, когда этот заказчик вернётся.
    }
jobs-checked-pending-bought =
    { $count ->
        [one] { $count } единица получена и ждёт оплаты.
        [few] { $count } единицы получены и ждут оплаты.
        [many] { $count } единиц получено и ждёт оплаты.
       *[other] { $count } единицы получено и ждёт оплаты.
    }
jobs-checked-started =
    { $count ->
        [one] { $count } единица выполняется.
        [few] { $count } единицы выполняются.
        [many] { $count } единиц выполняется.
       *[other] { $count } единицы выполняется.
    }
jobs-checked-void =
    { $count ->
        [one] { $count } единица пропала: { $why }.
        [few] { $count } единицы пропали: { $why }.
        [many] { $count } единиц пропало: { $why }.
       *[other] { $count } единицы пропало: { $why }.
    }
jobs-checked-none = Ни одна единица не была выполнена, так что проверять было нечего.

failure-preempted = компьютер понадобился владельцу
failure-worker-failed = программа, выполняющая работу, остановилась
failure-bad-scene = сцену не удаётся отрендерить ({ $what })
failure-bad-model = модель не удаётся использовать ({ $what })
failure-bad-request = на запрос нельзя ответить ({ $what })
failure-bad-unit = это не входило в договорённость
failure-bad-result = результат не тот, что был объявлен
failure-not-finite = в результате есть значения, которые не являются числами
failure-differs = пересчитанные пиксели отличаются
failure-false-answer = ответ не тот, что даёт модель
failure-timed-out = это заняло больше времени, чем договаривались
failure-job-ended = задание закончилось раньше

## Receipts

jobs-receipt = Квитанция
jobs-receipt-none = Квитанции ещё не было.
jobs-receipt-none-held = Квитанция так и не пришла.
jobs-receipt-covers =
    { $count ->
        [one] Всего { $amount } кредита за { $count } единицу
        [few] Всего { $amount } кредита за { $count } единицы
        [many] Всего { $amount } кредита за { $count } единиц
       *[other] Всего { $amount } кредита за { $count } единицы
    }
jobs-receipt-signed = Подпись: { $payer }, { $when }
jobs-signature = Подпись
jobs-copy-signature = Копировать подпись целиком
jobs-copy-receipt = Копировать как JSON
jobs-older-receipts =
    { $count ->
        [one] { $count } более старая квитанция
        [few] { $count } более старые квитанции
        [many] { $count } более старых квитанций
       *[other] { $count } более старой квитанции
    }

## The owner's word

jobs-owner = Решаете вы
jobs-block = Заблокировать этого заказчика
jobs-unblock = Снова работать для этого заказчика
jobs-blocked = Заказчик { $node } заблокирован: его задания больше не принимаются.
jobs-unblocked = Задания заказчика { $node } снова принимаются.
jobs-refuse-kind = Не брать такую работу
jobs-accept-kind = Снова брать такую работу
jobs-last-kind = Это единственный вид работы, который вы берёте. Чтобы не брать никакой, выключите работу для других в настройках.
jobs-kind-refused = { $kind }: больше не принимается.
jobs-kind-accepted = { $kind }: снова принимается.

## Why my PC said no

jobs-refusals-what = Предложения, которые этот ПК недавно отклонил, и почему. Отказ ничего вам не стоит и не вредит ничьей репутации.
jobs-refusals-none = За последнее время отказов не было
jobs-refusals-none-what = Если предложение не укладывается в ваши лимиты или не окупило бы электричество, оно появится здесь с указанием причины.
jobs-refusals-asked = От узла { $node }
jobs-refusals-sum = Расчёт на миллиард сэмплов
jobs-refusals-offered = Предложено
jobs-refusals-wear = Износ
jobs-refusals-short = Не хватает
refusal-not-idle = Компьютер был не свободен: вы за ним работали или поставили паузу.
refusal-busy = Он был занят другим заданием.
refusal-below-floor = Цена была слишком низкой. Предложение было бы принято за { $floor } кредита.
refusal-no-model = На нём нет этой модели, или она не для других.
refusal-too-large = Заданию нужно { $needs } памяти, а вы разрешаете { $allowed }.
refusal-invalid = Описание задания не имеет смысла: { $what }.
refusal-unknown = Срок предложения истёк.
refusal-bad-signature = Подпись оказалась недействительной.
refusal-no-provider = Работа для других выключена.
refusal-blocked = Вы заблокировали этого заказчика.
refusal-kind = Вы не берёте работу такого вида: { $kind }.
refusal-mature = Эта работа может подойти не всем, а такую вы не берёте.
refusal-unpaid = Этот заказчик ещё должен { $owed } кредита за прежнюю работу.
