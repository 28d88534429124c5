# The page "Use the mesh".

mesh-render = 渲染场景
mesh-render-about = 由别人渲染你的 glTF 场景；你只为收到并通过检验的部分付款。
mesh-drop = 将 .glb 或 .gltf 文件拖到这里
mesh-drop-now = 松开即可载入
mesh-drop-wrong = 这不是 .glb 或 .gltf 文件。
mesh-choose = 选择文件
mesh-choose-other = 换个文件
mesh-scene = 场景
mesh-quality = 质量
mesh-quality-draft = 草稿
mesh-quality-good = 良好
mesh-quality-fine = 精细
mesh-quality-exact = 精确
mesh-quality-says = { $width } x { $height }，每像素 { $spp } 次采样
mesh-width = 宽度（像素）
mesh-height = 高度（像素）
mesh-spp = 每像素采样数
mesh-output = 图片保存到
mesh-price = 最高出价
mesh-price-about = 每十亿次采样的积分；留空则按最低要价。
mesh-price-now = 目前最低要价 { $price }，这张图片约 { $cost }。
mesh-price-none = 目前没有人提供渲染。你仍然可以开始，会继续寻找。
mesh-start = 渲染
mesh-stop = 停止并保留已收到的部分
mesh-again = 再渲染一个
mesh-show-file = 显示文件
mesh-checking = 正在检查场景…
mesh-searching = 正在寻找渲染提供方…
mesh-agreed = { $provider } 用 { $device } 渲染，每十亿次采样 { $price } 积分。
mesh-progress = 已收到 { $share } 的采样，目前 { $cost } 积分。
mesh-provider-lost = { $provider } 已离开（{ $reason }）。其余部分交给别人。
mesh-unsupported = 不支持，已略过：{ $what }。
mesh-done = 完成，花费 { $cost } 积分。
mesh-cancelled = 已停止。收到的部分已存入文件，花费 { $cost } 积分。
mesh-bad-input = 场景无法渲染：{ $what }
mesh-no-provider = 没有人接手：{ $what }
mesh-failed = 没有成功：{ $what }
mesh-picture = 目前的图片

mesh-chat = 聊天
mesh-chat-about = 由别人的电脑作答。作答的一方能看到你写的内容。
mesh-model = 模型
mesh-model-says =
    { $count ->
       *[other] { $name } · { $size } · 每秒 { $speed } 个 token · 每百万 { $price } 积分 · { $count } 个提供方
    }
mesh-no-models = 目前没有人提供语言模型。
mesh-no-models-about = 有人提供的模型会自动出现在这里。要自己提供，请用“idlewatt models add”添加模型，并在设置中写明。
mesh-message = 消息
mesh-message-hint = 写点什么
mesh-send = 发送
mesh-chat-stop = 停止
mesh-clear = 新对话
mesh-you = 你
mesh-thinking = 正在寻找能作答的提供方…
mesh-answered = { $provider } · { $tokens } 个 token · { $cost } 积分
mesh-answered-free = { $provider } · { $tokens } 个 token

mesh-endpoint = 供程序使用
mesh-endpoint-about = 任何支持 OpenAI API 的程序都可以使用 Mesh。只有这台电脑上的程序能够接入。
mesh-endpoint-on = 端点
mesh-endpoint-runs = 运行于 { $address }
mesh-endpoint-off = 已关闭
mesh-endpoint-broken = 没有运行：{ $what }
mesh-language = 示例语言
