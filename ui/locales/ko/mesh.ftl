# The page "Use the mesh".

mesh-render = 장면 렌더링
mesh-render-about = 다른 사람들이 내 glTF 장면을 렌더링해요. 도착해서 검증된 만큼만 지급해요.
mesh-drop = .glb 또는 .gltf 파일을 여기에 놓으세요
mesh-drop-now = 놓으면 가져와요
mesh-drop-wrong = .glb 또는 .gltf 파일이 아니에요.
mesh-choose = 파일 선택
mesh-choose-other = 다른 파일
mesh-scene = 장면
mesh-quality = 품질
mesh-quality-draft = 초안
mesh-quality-good = 좋음
mesh-quality-fine = 고급
mesh-quality-exact = 정밀
mesh-quality-says = { $width } x { $height }, 픽셀당 { $spp } 샘플
mesh-width = 너비(픽셀)
mesh-height = 높이(픽셀)
mesh-spp = 픽셀당 샘플
mesh-output = 이미지 저장 위치
mesh-price = 최대 지급액
mesh-price-about = 10억 샘플당 크레딧. 비워 두면 가장 싼 곳의 가격이에요.
mesh-price-now = 지금 가장 싼 가격은 { $price }, 이 이미지에는 약 { $cost }.
mesh-price-none = 지금 렌더링을 제공하는 곳이 없어요. 그래도 시작할 수 있고, 제공자를 찾아볼게요.
mesh-start = 렌더링
mesh-stop = 멈추고 온 것 보관
mesh-again = 하나 더 렌더링
mesh-show-file = 파일 보기
mesh-checking = 장면을 살펴보는 중…
mesh-searching = 렌더링할 제공자를 찾는 중…
mesh-agreed = 제공자 { $provider }, 장치 { $device }, 10억 샘플당 { $price } 크레딧에 렌더링해요.
mesh-progress = 샘플의 { $share } 도착, 지금까지 { $cost } 크레딧.
mesh-provider-lost = { $provider } 연결 종료({ $reason }). 나머지는 다른 곳에 맡겨요.
mesh-unsupported = 지원하지 않아서 뺐어요: { $what }.
mesh-done = 끝났어요. { $cost } 크레딧이 들었어요.
mesh-cancelled = 멈췄어요. 도착한 것은 파일에 있고, { $cost } 크레딧이 들었어요.
mesh-bad-input = 장면을 렌더링할 수 없어요: { $what }
mesh-no-provider = 받는 곳이 없어요: { $what }
mesh-failed = 안 됐어요: { $what }
mesh-picture = 지금까지의 이미지

mesh-chat = 채팅
mesh-chat-about = 다른 사람의 컴퓨터가 답해요. 답하는 쪽은 입력한 내용을 볼 수 있어요.
mesh-model = 모델
mesh-model-says =
    { $count ->
       *[other] { $name } · { $size } · 초당 { $speed } 토큰 · 100만당 { $price } 크레딧 · { $count }곳에서 제공
    }
mesh-no-models = 지금 언어 모델을 제공하는 곳이 없어요.
mesh-no-models-about = 제공되는 모델은 여기에 저절로 나타나요. 직접 제공하려면 “idlewatt models add”로 선반에 올리고 설정에 이름을 적어 주세요.
mesh-message = 메시지
mesh-message-hint = 내용을 입력하세요
mesh-send = 보내기
mesh-chat-stop = 멈춤
mesh-clear = 새 대화
mesh-you = 나
mesh-thinking = 답할 곳을 찾는 중…
mesh-answered = { $provider } · { $tokens } 토큰 · { $cost } 크레딧
mesh-answered-free = { $provider } · { $tokens } 토큰

mesh-endpoint = 프로그램용
mesh-endpoint-about = OpenAI API를 쓰는 프로그램이라면 메시를 사용할 수 있어요. 이 컴퓨터의 프로그램만 접속할 수 있어요.
mesh-endpoint-on = 엔드포인트
mesh-endpoint-runs = 실행 중: { $address }
mesh-endpoint-off = 꺼져 있음
mesh-endpoint-broken = 실행되지 않아요: { $what }
mesh-language = 예제 언어
