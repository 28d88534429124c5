# The page "Settings".

settings-general = Общие
settings-language = Язык
settings-language-system = Как в системе ({ $name })
settings-theme = Оформление
settings-theme-system = Как в системе
settings-theme-light = Светлое
settings-theme-dark = Тёмное
settings-autostart = Запускать вместе с компьютером
settings-autostart-about = При входе в систему Idlewatt запускается скрытым в трее.

settings-notifications = Уведомления
settings-notifications-about = Немногие, а в первую минуту после запуска никаких.
settings-notify-started = Работа начинается
settings-notify-started-about = Когда этот компьютер начинает для кого-то работать.
settings-notify-stopped = Работа уступает место
settings-notify-stopped-about = Когда работа останавливается, потому что компьютер нужен вам.
settings-notify-paid = Вчерашняя сумма
settings-notify-paid-about = Не чаще раза в день: сколько осталось за вычетом электричества.
settings-notify-attention = Нужно ваше внимание
settings-notify-attention-about = Когда работать не получается и само это не пройдёт.

settings-updates = Обновления
settings-update-off = Обновления пока нигде не объявляются. Ничего не проверяется, и ничего не отправляется.
settings-update-newest = Это самая новая версия.
settings-update-looking = Поиск новой версии…
settings-update-found = Есть версия { $version }.
settings-update-waiting = Версия { $version } установится, как только закончится текущее задание.
settings-update-installing = Установка версии { $version }: { $share }.
settings-update-failed = Не удалось проверить обновления: { $what }
settings-update-look = Проверить сейчас
settings-update-install = Установить при простое
settings-update-by-itself = Проверять самостоятельно
settings-update-by-itself-about = Раз в день. Принимаются только подписанные версии, никогда не более старые, и ни одно задание не прерывается.
settings-update-endpoint = Где объявляются обновления
settings-update-endpoint-about = Адрес HTTPS. Пусто: нигде.

settings-data = Ваши данные
settings-data-folder = Всё лежит в одной папке
settings-log = Журнал за сегодня
settings-reveal = Показать
settings-report = Отчёт для того, кто вам помогает
settings-report-about = Версия, что обнаружено, настройки и конец журнала. Без ключей, адресов, имён и папок. Ничего не отправляется: вы копируете отчёт сами.
settings-report-make = Посмотреть отчёт
settings-report-copy = Копировать отчёт
settings-export = Ваши учётные книги в файле
settings-export-about = Каждое задание и его доход, таблицей или со всеми квитанциями.
settings-trace = Уйти без следа
settings-trace-about = Удаление программы останавливает всё и убирает её саму. Доход и ключи остаются в папке выше, пока вы их не удалите: запустите «idlewatt remove-data», она покажет, что удалит, и сначала спросит.

settings-roles = Роли этого компьютера
settings-role-provider = Работать для других
settings-role-provider-about = Когда компьютер простаивает, в пределах ваших лимитов.
settings-role-requester = Пусть другие работают для меня
settings-role-requester-about = Нужно для страницы «Заказать работу».
settings-role-index = Вести список других
settings-role-index-about = Для компьютера, который всегда включён: через него другие находят друг друга.

settings-advanced = Всё остальное
settings-advanced-about = Все настройки фоновой программы под именами из файла настроек. Изменения действуют сразу.
settings-advanced-search = Поиск настроек
settings-advanced-none = Настройки с таким именем нет.

settings-about = О программе
settings-version = Версия
settings-node = Этот узел
settings-licence = Лицензия
settings-licence-value = MIT или Apache-2.0. Шрифты: Inter, по лицензии SIL Open Font License.
settings-made = Без аккаунта, без кошелька, без почты. Разработчикам ничего не отправляется.
