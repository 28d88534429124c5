# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = Nem tudo foi verificado ainda; isso leva alguns segundos.
found-adapter-software = { $name } faria o trabalho, e é software: nenhuma placa foi encontrada. Instale o driver da placa.
found-adapter-broken = O driver gráfico falha. Atualize-o e reinicie o Idlewatt.
found-adapter-missing = Nenhuma placa de vídeo capaz de computar foi encontrada. Instale o driver dela.
found-adapter-wanted = Nenhuma placa de vídeo se chama { $name }, como pedem as configurações. Indique outra, ou nenhuma.
found-adapter-unmeasured = A placa foi encontrada, mas não medida. Reinicie o Idlewatt.
found-card-simulated = As medições de { $name } são encenadas por um script, para testes.
found-card-doubts = { $name } informa o que não pode ser verdade; isso é ignorado. Se continuar assim, reinicie o PC ou atualize o driver.
found-meters-failed = A placa não fornece medições, e sem elas nada é feito. Atualize o driver.
found-meters-absent = Nenhuma placa informa carga, potência ou temperatura: potência e energia são supostas, não medidas.
found-programs-unseen = Os programas em execução não podem ser vistos, e sem ver quando um jogo começa nada é feito.
found-source-failed = { $name } não pode ser lido. O que informaria não é levado em conta.
found-settings-unreadable = O arquivo de configurações não pode ser lido. Torne-o legível e reinicie o Idlewatt.
found-settings-aside = Algumas configurações não estavam certas. O que estava certo vale: ajuste o resto e permita o trabalho de novo. O arquivo antigo está guardado como { $path }.
found-listening-nowhere = Este PC não escuta em nenhum endereço. Verifique as configurações de rede e o firewall.
found-index-unset = Nenhum nó de índice está definido: ninguém encontra este PC, nem ele a ninguém. Coloque um nas configurações.
found-index-silent = Nenhum dos nós de índice responde (há { $count } definidos). Verifique a rede e os endereços deles.
found-books-wrong = Os livros não fecham. Guarde uma cópia de ledger.sqlite3 e relate isso.
found-books-unread = Os livros não podem ser lidos. Verifique o disco e reinicie o Idlewatt.

## What is wrong with a setting

fault-unknown = Essa configuração não existe.
fault-switch = Esperado: true ou false.
fault-whole = Esperado: um número inteiro.
fault-range = Esperado: de { $least } a { $most }.
fault-range-or-zero = Esperado: de { $least } a { $most }, ou 0.
fault-money = Esperado: créditos entre 0 e { $most }, por exemplo { $example }.
fault-energy = Esperado: quilowatts-hora com no máximo três casas decimais, por exemplo { $example }.
fault-word = Esperado: um de { $words }.
fault-nodes = Esperado: nomes de nós com 64 dígitos cada.
fault-many = Esperado: no máximo { $most } entradas.
fault-hours = “{ $text }” não são dias e horas.
fault-band = “{ $text }” não são dias, horas e um preço.
fault-sources = Um arquivo e um comando não podem ambos informar o preço.
fault-address = Esperado: um endereço que comece com https://.
fault-spoken = Este idioma não é falado aqui.
fault-unfit = Não pode ser lido: { $what }
fault-unwritten = O arquivo de configurações não pode ser usado: { $what }
