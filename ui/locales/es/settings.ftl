# La página «Ajustes».

settings-general = General
settings-language = Idioma
settings-language-system = Como el sistema ({ $name })
settings-theme = Apariencia
settings-theme-system = Como el sistema
settings-theme-light = Claro
settings-theme-dark = Oscuro
settings-autostart = Iniciar con el ordenador
settings-autostart-about = Idlewatt se inicia oculto en la bandeja cuando inicias sesión.

settings-notifications = Notificaciones
settings-notifications-about = Pocas, y ninguna en el primer minuto tras el inicio.
settings-notify-started = El trabajo empieza
settings-notify-started-about = Cuando este equipo empieza a trabajar para alguien.
settings-notify-stopped = El trabajo deja el sitio
settings-notify-stopped-about = Cuando el trabajo se detiene porque necesitas el equipo.
settings-notify-paid = La suma de ayer
settings-notify-paid-about = Como mucho una vez al día: lo que quedó, descontada la electricidad.
settings-notify-attention = Algo te necesita
settings-notify-attention-about = Cuando no puede trabajar y no lo resuelve por sí solo.

settings-updates = Actualizaciones
settings-update-off = Las actualizaciones aún no se anuncian en ningún sitio. No se busca nada y no se envía nada.
settings-update-newest = Esta es la versión más reciente.
settings-update-looking = Buscando una versión más reciente…
settings-update-found = La versión { $version } está disponible.
settings-update-waiting = La versión { $version } se instala en cuanto termine el encargo en curso.
settings-update-installing = Instalando la versión { $version }: { $share }.
settings-update-failed = La búsqueda de actualizaciones no ha funcionado: { $what }
settings-update-look = Buscar ahora
settings-update-install = Instalar en reposo
settings-update-by-itself = Buscar automáticamente
settings-update-by-itself-about = Una vez al día. Solo se toman versiones firmadas, nunca anteriores, y no se interrumpe ningún encargo.
settings-update-endpoint = Dónde se anuncian las actualizaciones
settings-update-endpoint-about = Una dirección HTTPS. Vacío: en ningún sitio.

settings-data = Tus datos
settings-data-folder = Todo está en una sola carpeta
settings-log = Registro de hoy
settings-reveal = Mostrar
settings-report = Informe para quien te ayude
settings-report-about = Versión, hallazgos, ajustes y el final del registro. Se omiten claves, direcciones, nombres y carpetas. No se envía nada: lo copias tú.
settings-report-make = Ver el informe
settings-report-copy = Copiar el informe
settings-export = Tu libro de cuentas en un archivo
settings-export-about = Cada encargo con lo que ganó, como hoja de cálculo o con todos sus recibos.
settings-trace = Irse sin dejar rastro
settings-trace-about = Al desinstalar se detiene todo y se quita el programa. Tus ganancias y claves siguen en la carpeta de arriba hasta que las quites: ejecuta «idlewatt remove-data», que muestra lo que borrará y pregunta antes.

settings-roles = Papeles de este equipo
settings-role-provider = Trabajar para otros
settings-role-provider-about = Cuando este equipo está inactivo, dentro de tus límites.
settings-role-requester = Dejar que otros trabajen para mí
settings-role-requester-about = Necesario para «Usar la malla».
settings-role-index = Listar a otros
settings-role-index-about = Para un equipo siempre encendido: otros se encuentran a través de él.

settings-advanced = Todo lo demás
settings-advanced-about = Cada ajuste del servicio en segundo plano por su nombre en el archivo de ajustes. Los cambios valen al instante.
settings-advanced-search = Buscar ajustes
settings-advanced-none = Ningún ajuste se llama así.

settings-about = Acerca de
settings-version = Versión
settings-node = Este nodo
settings-licence = Licencia
settings-licence-value = MIT o Apache-2.0. Las fuentes son Inter, con la SIL Open Font License.
settings-made = Sin cuenta, sin monedero, sin correo. No se envía nada a sus autores.
