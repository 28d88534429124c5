# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = Ещё не всё осмотрено; это займёт несколько секунд.
found-adapter-software = Работу выполнял бы { $name }, а это программа: видеокарта не найдена. Установите её драйвер.
found-adapter-broken = Графический драйвер даёт сбой. Обновите его и перезапустите Idlewatt.
found-adapter-missing = Не найдена видеокарта, способная вычислять. Установите её драйвер.
found-adapter-wanted = Ни одна видеокарта не называется { $name }, как указано в настройках. Назовите другую или никакую.
found-adapter-unmeasured = Карта найдена, но не измерена. Перезапустите Idlewatt.
found-card-simulated = Показания { $name } разыгрывает сценарий, для проверок.
found-card-doubts = { $name } сообщает то, чего быть не может; это не учитывается. Если так и останется, перезагрузите компьютер или обновите драйвер.
found-meters-failed = Карта не даёт показаний, а без них работы нет. Обновите драйвер.
found-meters-absent = Ни одна карта не сообщает нагрузку, мощность или температуру: мощность и энергия предполагаются, а не измеряются.
found-programs-unseen = Запущенные программы не видны, а не видя запуска игр, Idlewatt не работает.
found-source-failed = { $name }: прочитать нельзя. Эти сведения не учитываются.
found-settings-unreadable = Файл настроек не читается. Сделайте его доступным и перезапустите Idlewatt.
found-settings-aside = Некоторые настройки были неверны. Верное действует: задайте остальное и снова разрешите работу. Старый файл сохранён как { $path }.
found-listening-nowhere = Этот компьютер не принимает соединений ни по одному адресу. Проверьте настройки сети и брандмауэр.
found-index-unset = Не задан ни один индексный узел: никто не найдёт этот компьютер, и он никого. Укажите узел в настройках.
found-index-silent = Ни один индексный узел не отвечает (задано: { $count }). Проверьте сеть и их адреса.
found-books-wrong = Книги не сходятся. Сохраните копию ledger.sqlite3 и сообщите об этом.
found-books-unread = Книги не читаются. Проверьте диск и перезапустите Idlewatt.

## What is wrong with a setting

fault-unknown = Такой настройки нет.
fault-switch = Ожидается true или false.
fault-whole = Ожидается целое число.
fault-range = Ожидается от { $least } до { $most }.
fault-range-or-zero = Ожидается от { $least } до { $most } или 0.
fault-money = Ожидаются кредиты от 0 до { $most }, например { $example }.
fault-energy = Ожидаются киловатт-часы не более чем с тремя знаками после запятой, например { $example }.
fault-word = Ожидается одно из: { $words }.
fault-nodes = Ожидаются имена узлов по 64 знака.
fault-many = Ожидается не больше { $most } записей.
fault-hours = «{ $text }» — это не дни и часы.
fault-band = «{ $text }» — это не дни, часы и цена.
fault-sources = Файл и команда не могут вместе сообщать цену.
fault-address = Ожидается адрес, который начинается с https://.
fault-spoken = На этом языке здесь не говорят.
fault-unfit = Прочитать нельзя: { $what }
fault-unwritten = Файл настроек нельзя использовать: { $what }
