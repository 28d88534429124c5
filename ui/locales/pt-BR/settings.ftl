# The page "Settings".

settings-general = Geral
settings-language = Idioma
settings-language-system = Como no sistema ({ $name })
settings-theme = Aparência
settings-theme-system = Como no sistema
settings-theme-light = Claro
settings-theme-dark = Escuro
settings-autostart = Iniciar com o computador
settings-autostart-about = O Idlewatt inicia oculto na bandeja quando você entra na sua conta.

settings-notifications = Notificações
settings-notifications-about = Poucas, e nenhuma no primeiro minuto após o início.
settings-notify-started = O trabalho começa
settings-notify-started-about = Quando esta máquina começa a trabalhar para alguém.
settings-notify-stopped = O trabalho dá lugar
settings-notify-stopped-about = Quando o trabalho para porque você precisa da máquina.
settings-notify-paid = A soma de ontem
settings-notify-paid-about = No máximo uma vez por dia: o que sobrou depois da eletricidade.
settings-notify-attention = Algo precisa de você
settings-notify-attention-about = Quando não consegue trabalhar e não se resolve sozinho.

settings-updates = Atualizações
settings-update-off = Ainda não há onde as atualizações sejam anunciadas. Nada é procurado, e nada é enviado.
settings-update-newest = Esta é a versão mais recente.
settings-update-looking = Procurando uma versão mais recente…
settings-update-found = A versão { $version } está disponível.
settings-update-waiting = A versão { $version } é instalada assim que a tarefa atual terminar.
settings-update-installing = Instalando a versão { $version }: { $share }.
settings-update-failed = Não foi possível procurar atualizações: { $what }
settings-update-look = Procurar agora
settings-update-install = Instalar quando ocioso
settings-update-by-itself = Procurar sozinho
settings-update-by-itself-about = Uma vez por dia. Só versões assinadas são aceitas, nunca mais antigas, e nenhuma tarefa é interrompida.
settings-update-endpoint = Onde as atualizações são anunciadas
settings-update-endpoint-about = Um endereço HTTPS. Vazio: em lugar nenhum.

settings-data = Seus dados
settings-data-folder = Tudo está em uma só pasta
settings-log = Log de hoje
settings-reveal = Mostrar
settings-report = Relatório para quem ajuda você
settings-report-about = Versão, constatações, configurações e o fim do log. Chaves, endereços, nomes e pastas ficam de fora. Nada é enviado: você copia.
settings-report-make = Ver o relatório
settings-report-copy = Copiar o relatório
settings-export = Seus registros em um arquivo
settings-export-about = Cada tarefa com o que rendeu, como planilha ou com todos os recibos.
settings-trace = Sair sem deixar rastro
settings-trace-about = Desinstalar encerra tudo e remove o programa. Seus ganhos e chaves ficam na pasta acima até você removê-los: execute “idlewatt remove-data”, que mostra o que vai apagar e pergunta antes.

settings-roles = Papéis desta máquina
settings-role-provider = Trabalhar para outros
settings-role-provider-about = Quando esta máquina está ociosa, dentro dos seus limites.
settings-role-requester = Deixar outros trabalharem para mim
settings-role-requester-about = Necessário para “Usar o mesh”.
settings-role-index = Listar outros
settings-role-index-about = Para uma máquina que está sempre ligada: por ela, os outros se encontram.

settings-advanced = Todo o resto
settings-advanced-about = Cada configuração do programa em segundo plano, pelo nome no arquivo de configurações. As mudanças valem na hora.
settings-advanced-search = Buscar configurações
settings-advanced-none = Nenhuma configuração tem esse nome.

settings-about = Sobre
settings-version = Versão
settings-node = Este nó
settings-licence = Licença
settings-licence-value = MIT ou Apache-2.0. As fontes são Inter, sob a SIL Open Font License.
settings-made = Sem conta, sem carteira, sem e-mail. Nenhum dado é enviado a quem fez o programa.
