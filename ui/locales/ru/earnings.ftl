# Earnings: what came in, what electricity took, what is left; over time, by kind and by hour.

## The span that is shown

earnings-span = Период
earnings-day = Сегодня
earnings-week = 7 дней
earnings-month = 30 дней
earnings-all = Всё время
earnings-net-day = Осталось сегодня за вычетом электричества
earnings-net-week = Осталось за последние 7 дней за вычетом электричества
earnings-net-month = Осталось за последние 30 дней за вычетом электричества
earnings-net-all = Осталось с самого начала за вычетом электричества

## What the sums mean

earnings-net-meaning = Заработанное минус электричество, которое на это ушло. Меньше нуля, если работа стоила больше, чем принесла.
earnings-gross-meaning = Стоимость всей выполненной работы, оплаченной или ещё нет.
earnings-electricity-meaning = Сколько стоила энергия этой работы по вашему тарифу сверх того, что этот ПК потребляет в покое. Работа, из которой ничего не вышло, тоже учтена.
earnings-energy-meaning = Энергия, ушедшая на работу сверх того, что этот ПК потребляет в покое.
earnings-spent-meaning = Сколько вы заплатили другим за заказанную работу. В сумму выше не входит.

## The chart

earnings-over-time-hour = По часам
earnings-over-time-day = По дням
earnings-over-time-month = По месяцам
earnings-chart = График дохода. Стрелки переходят от столбца к столбцу.
earnings-kept = Осталось вам
earnings-lost = Доплачено
earnings-as-table = Таблицей
earnings-as-chart = Графиком
earnings-when = Когда
earnings-hour-span = { $from } – { $to }

## By kind and by hour

earnings-by-kind = По виду работы
earnings-kind-share = { $share } заработанного
earnings-per-kwh = { $amount } кредита за кВт·ч
earnings-by-hour = По времени суток
earnings-by-hour-chart = График дохода по времени суток. Стрелки переходят от часа к часу.
earnings-best-hour = Больше всего остаётся между { $from } и { $to }.
earnings-units =
    { $count ->
        [one] { $count } единица
        [few] { $count } единицы
        [many] { $count } единиц
       *[other] { $count } единицы
    }

## Nothing yet

earnings-first = Здесь появится ваш первый доход
earnings-first-what = У каждого часа будет столбец: сколько он принёс, сколько из этого ушло на электричество и сколько осталось вам. Первый появится, как только будет выполнена первая порция работы.
earnings-none-day = Сегодня пока ничего не заработано.
earnings-none-week = За последние 7 дней ничего не заработано.
earnings-none-month = За последние 30 дней ничего не заработано.
earnings-none-what = Столбец этого часа появится со следующей выполненной порцией работы.
earnings-see-all = За всё время

## Export

earnings-export = Экспорт
earnings-export-csv = CSV, по строке на задание
earnings-export-json = JSON, с единицами и квитанциями
earnings-exported =
    { $count ->
        [one] { $count } задание записано в { $path }
        [few] { $count } задания записаны в { $path }
        [many] { $count } заданий записано в { $path }
       *[other] { $count } задания записано в { $path }
    }
earnings-reveal = Показать в папке
