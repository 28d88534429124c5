# The page "Network".

network-reach = Могут ли другие достучаться до этого компьютера?
network-reach-unknown = Пока неизвестно
network-reach-unknown-about = Пиров просят попробовать. После запуска на это уходит несколько минут.
network-reach-direct = Напрямую
network-reach-direct-about = Один из пиров подключился по адресу { $address }. Больше ничего делать не нужно.
network-reach-relayed = Через ретранслятор
network-reach-relayed-about = Не видно, чтобы кому-то удалось подключиться снаружи, поэтому другие вызывают этот компьютер через { $through }. Небольшая работа приходит так; для большой нужно прямое соединение, которое оттуда пробуют установить.
network-reach-punched = Вызовов, ставших прямыми соединениями: { $punched } из последних { $tries }.
network-reach-outgoing-only = Только исходящие
network-reach-outgoing-only-about = Не видно, чтобы кому-то удалось подключиться снаружи. Работа всё равно приходит по соединениям, которые этот компьютер открывает сам. Если пробросить на него порт в роутере или включить там UPnP, до вас доберётся больше пиров.
network-no-relay-not-wanted = Ретранслятор не запрашивается: так указано в настройках.
network-no-relay-not-offered = Ни один из индексных узлов не ретранслирует вызовы.
network-no-relay-full = У запрошенного ретранслятора не осталось места; его спросят снова.
network-no-relay-asking = Идёт запрос к ретранслятору.
network-no-relay-failed = Запрошенный ретранслятор отказывает или отвечает не так, как должен; пробуют другой или его же снова.
network-reach-alone = Нет соединений
network-reach-alone-about = Никто не подключён ({ $what }). Проверьте подключение к интернету и указаны ли в настройках индексные узлы.

network-node = Этот узел
network-addresses = Слушает на
network-relays-for = Узлов, которые можно вызвать через этот компьютер: { $count }.

network-market = Цены сейчас
network-market-none = Сейчас никто не предлагает рендеринг.
network-market-alone = Кроме вас, сейчас никто не предлагает рендеринг.
network-market-rank =
    { $total ->
        [1] { $cheaper ->
            [0] Другой исполнитель просит столько же, сколько вы, или меньше.
           *[other] Вы просите меньше, чем другой исполнитель.
        }
        [one] Вы просите меньше, чем { $cheaper } из { $total } другого исполнителя.
        [few] Вы просите меньше, чем { $cheaper } из { $total } других исполнителей.
        [many] Вы просите меньше, чем { $cheaper } из { $total } других исполнителей.
       *[other] Вы просите меньше, чем { $cheaper } из { $total } других исполнителей.
    }
network-market-off = Вы сейчас ничего не предлагаете.
network-market-axis-price = Кредитов за миллиард сэмплов
network-market-axis-speed = Сэмплов в секунду
network-market-mine = ваша
network-market-free = свободен
network-market-busy = занят
network-market-provider = Исполнитель
network-market-device = Устройство
network-market-price = Цена
network-market-speed = Скорость
network-market-state = Состояние
network-market-chart = Цена каждого исполнителя и его скорость

network-peers = Пиры
network-peers-none = Никто не подключён.
network-peer = Пир
network-address = Адрес
network-transport = Через
network-rtt = Пинг

network-records = Что дала совместная работа
network-records-none = Работы пока ни с кем не было.
network-records-about = По вашим собственным учётным книгам; больше их никто не видит.
network-record-worked = вы для них
network-record-bought = они для вас
network-record-side = Кто для кого
network-record-jobs = Задания
network-record-paid = Оплачено ед.
network-record-failed = Неудачных ед.
network-record-gross = Стоимость
network-record-last = Последнее
