# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = 아직 모두 살펴보지 않았어요. 몇 초 걸려요.
found-adapter-software = 카드를 찾지 못해 소프트웨어인 { $name }이(가) 일하게 돼요. 카드의 드라이버를 설치하세요.
found-adapter-broken = 그래픽 드라이버에 문제가 있어요. 업데이트한 뒤 Idlewatt를 다시 시작하세요.
found-adapter-missing = 연산할 수 있는 그래픽 카드를 찾지 못했어요. 드라이버를 설치하세요.
found-adapter-wanted = 설정에 적힌 { $name }(이)라는 그래픽 카드가 없어요. 다른 이름을 쓰거나 비워 두세요.
found-adapter-unmeasured = 카드를 찾았지만 측정하지 못했어요. Idlewatt를 다시 시작하세요.
found-card-simulated = { $name }의 측정값은 테스트용 스크립트가 재생하고 있어요.
found-card-doubts = { $name }이(가) 있을 수 없는 값을 알려서 뺐어요. 계속되면 PC를 다시 시작하거나 드라이버를 업데이트하세요.
found-meters-failed = 카드의 측정값이 오지 않고, 측정값 없이는 일하지 않아요. 드라이버를 업데이트하세요.
found-meters-absent = 부하, 전력, 온도를 알려 주는 카드가 없어요. 전력과 에너지는 측정이 아니라 추정이에요.
found-programs-unseen = 실행 중인 프로그램을 볼 수 없고, 게임이 시작되는 것을 볼 수 없으면 일하지 않아요.
found-source-failed = { $name }을(를) 읽을 수 없어요. 그 내용은 반영되지 않아요.
found-settings-unreadable = 설정 파일을 읽을 수 없어요. 읽을 수 있게 한 뒤 Idlewatt를 다시 시작하세요.
found-settings-aside = 일부 설정이 잘못되어 있었어요. 올바른 것은 유효해요. 나머지를 설정하고 다시 작업을 허용하세요. 이전 파일은 { $path }에 있어요.
found-listening-nowhere = 이 PC는 어떤 주소에서도 기다리고 있지 않아요. 네트워크 설정과 방화벽을 확인하세요.
found-index-unset = 색인 노드가 설정되지 않았어요. 아무도 이 PC를 찾을 수 없고 이 PC도 아무도 찾을 수 없어요. 설정에 추가하세요.
found-index-silent = 색인 노드가 하나도 응답하지 않아요(설정 { $count }개). 네트워크와 주소를 확인하세요.
found-books-wrong = 장부가 맞지 않아요. ledger.sqlite3의 사본을 보관하고 알려 주세요.
found-books-unread = 장부를 읽을 수 없어요. 디스크를 확인한 뒤 Idlewatt를 다시 시작하세요.

## What is wrong with a setting

fault-unknown = 그런 설정은 없어요.
fault-switch = true 또는 false를 입력하세요.
fault-whole = 정수를 입력하세요.
fault-range = { $least }에서 { $most } 사이로 입력하세요.
fault-range-or-zero = { $least }에서 { $most } 사이 또는 0을 입력하세요.
fault-money = 0에서 { $most } 사이의 크레딧을 입력하세요. 예: { $example }
fault-energy = 소수점 아래 세 자리까지의 킬로와트시를 입력하세요. 예: { $example }
fault-word = 다음 중 하나를 입력하세요: { $words }
fault-nodes = 64자리 노드 이름을 입력하세요.
fault-many = { $most }개까지만 입력하세요.
fault-hours = “{ $text }”은(는) 요일과 시간이 아니에요.
fault-band = “{ $text }”은(는) 요일, 시간, 가격이 아니에요.
fault-sources = 파일과 명령이 함께 가격을 알릴 수는 없어요.
fault-address = https://로 시작하는 주소를 입력하세요.
fault-spoken = 이 언어는 지원하지 않아요.
fault-unfit = 읽을 수 없어요: { $what }
fault-unwritten = 설정 파일을 쓸 수 없어요: { $what }
