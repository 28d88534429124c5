# The page "Settings".

settings-general = 일반
settings-language = 언어
settings-language-system = 시스템과 같게({ $name })
settings-theme = 화면 모드
settings-theme-system = 시스템과 같게
settings-theme-light = 라이트
settings-theme-dark = 다크
settings-autostart = 컴퓨터와 함께 시작
settings-autostart-about = 로그인하면 Idlewatt가 트레이에서 조용히 시작돼요.

settings-notifications = 알림
settings-notifications-about = 적게 보내고, 시작한 뒤 첫 1분 동안은 보내지 않아요.
settings-notify-started = 작업 시작
settings-notify-started-about = 이 컴퓨터가 누군가를 위한 작업을 시작할 때.
settings-notify-stopped = 작업 양보
settings-notify-stopped-about = 컴퓨터를 쓰게 되어 작업이 멈출 때.
settings-notify-paid = 어제의 합계
settings-notify-paid-about = 하루에 최대 한 번: 전기 요금을 빼고 남은 금액.
settings-notify-attention = 확인이 필요한 일
settings-notify-attention-about = 작업할 수 없고 스스로 해결하지 못할 때.

settings-updates = 업데이트
settings-update-off = 업데이트를 알리는 곳이 아직 없어요. 아무것도 찾지 않고, 아무것도 보내지 않아요.
settings-update-newest = 최신 버전이에요.
settings-update-looking = 새 버전을 찾는 중…
settings-update-found = 새 버전 { $version } 사용 가능.
settings-update-waiting = 하고 있는 작업이 끝나는 대로 버전 { $version } 설치를 시작해요.
settings-update-installing = 버전 { $version } 설치 중: { $share }.
settings-update-failed = 업데이트를 확인하지 못했어요: { $what }
settings-update-look = 지금 확인
settings-update-install = 쉴 때 설치
settings-update-by-itself = 자동으로 확인
settings-update-by-itself-about = 하루에 한 번. 서명된 버전만 받고, 이전 버전은 받지 않으며, 작업을 중단하지 않아요.
settings-update-endpoint = 업데이트를 알리는 곳
settings-update-endpoint-about = HTTPS 주소. 비워 두면 없음.

settings-data = 내 데이터
settings-data-folder = 모두 한 폴더에 있어요
settings-log = 오늘의 로그
settings-reveal = 보기
settings-report = 도와줄 사람을 위한 보고서
settings-report-about = 버전, 확인된 사항, 설정, 로그의 끝부분이에요. 키, 주소, 이름, 폴더는 빠져요. 아무것도 보내지 않고, 직접 복사하는 거예요.
settings-report-make = 보고서 보기
settings-report-copy = 보고서 복사
settings-export = 장부를 파일로
settings-export-about = 모든 작업과 수익을 스프레드시트로, 또는 모든 영수증과 함께 저장해요.
settings-trace = 흔적 없이 떠나기
settings-trace-about = 제거하면 모든 것이 멈추고 프로그램이 지워져요. 수익과 키는 직접 지울 때까지 위 폴더에 남아요. “idlewatt remove-data”를 실행하면 무엇을 지울지 보여주고 먼저 물어봐요.

settings-roles = 이 컴퓨터의 역할
settings-role-provider = 다른 사람을 위한 작업
settings-role-provider-about = 이 컴퓨터가 쉴 때, 정해 둔 한도 안에서.
settings-role-requester = 다른 사람에게 작업 맡기기
settings-role-requester-about = “메시 사용”에 필요해요.
settings-role-index = 다른 노드 안내
settings-role-index-about = 항상 켜져 있는 컴퓨터용이에요. 다른 노드들이 이 컴퓨터를 통해 서로를 찾아요.

settings-advanced = 그 밖의 모든 것
settings-advanced-about = 백그라운드 프로그램의 모든 설정을 설정 파일의 이름 그대로 보여줘요. 바꾸면 바로 적용돼요.
settings-advanced-search = 설정 검색
settings-advanced-none = 그런 이름의 설정이 없어요.

settings-about = 정보
settings-version = 버전
settings-node = 이 노드
settings-licence = 라이선스
settings-licence-value = MIT 또는 Apache-2.0. 글꼴은 SIL Open Font License를 따르는 Inter예요.
settings-made = 계정도, 지갑도, 이메일도 없어요. 어디로도 정보를 보내지 않아요.
