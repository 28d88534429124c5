"""Small vocabularies for models that have no use for a large one, in the two kinds that GGUF knows for text."""

import json

import gguf
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

SIZE = 512
CHAT = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + "
    "'\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


def cutter(pre):
    """How text is cut before it is merged, by GGUF's name for it."""
    if pre == "smollm":
        return [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    pattern = {"llama-bpe": LLAMA3, "qwen2": QWEN2}[pre]
    return [
        pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ]


def of_file(path):
    """What turns text into the tokens of a file with merges of bytes, special tokens in it included."""
    fields = gguf.GGUFReader(path).fields
    tokens = fields["tokenizer.ggml.tokens"].contents()
    merges = [tuple(merge.split(" ", 1)) for merge in fields["tokenizer.ggml.merges"].contents()]
    tokenizer = Tokenizer(models.BPE({token: number for number, token in enumerate(tokens)}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(cutter(fields["tokenizer.ggml.pre"].contents()))
    kinds = fields["tokenizer.ggml.token_type"].contents()
    special = [token for token, kind in zip(tokens, kinds) if kind == gguf.TokenType.CONTROL]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


class Bytes:
    """Merges of bytes, `gpt2`."""

    def __init__(self, pre, text, bos=False):
        self.pre, self.bos = pre, bos
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(cutter(pre))
        tokenizer.decoder = decoders.ByteLevel()
        alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
        trainer = trainers.BpeTrainer(
            vocab_size=SIZE, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False
        )
        tokenizer.train_from_iterator(text.splitlines(keepends=True), trainer)
        self.tokenizer = tokenizer

    def write(self, writer):
        vocab = self.tokenizer.get_vocab()
        tokens = sorted(vocab, key=vocab.get)
        assert len(tokens) == SIZE, len(tokens)
        kinds = [gguf.TokenType.CONTROL if token in SPECIAL else gguf.TokenType.NORMAL for token in tokens]
        merges = json.loads(self.tokenizer.to_str())["model"]["merges"]
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(self.pre)
        writer.add_token_list(tokens)
        writer.add_token_types(kinds)
        writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in merges])
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)
        writer.add_add_bos_token(self.bos)
        writer.add_chat_template(CHAT)

    def encode(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids


class Pieces:
    """Pieces with scores, `llama`. Bytes stand in for characters that no piece has."""

    def __init__(self, text, prefix=True):
        self.prefix, self.bos = prefix, True
        trained = Tokenizer(models.BPE())
        trained.pre_tokenizer = pre_tokenizers.Metaspace()
        special = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
        trainer = trainers.BpeTrainer(vocab_size=SIZE, special_tokens=special, show_progress=False)
        trained.train_from_iterator(text.splitlines(), trainer)
        vocab = trained.get_vocab()
        self.tokens = sorted(vocab, key=vocab.get)
        assert len(self.tokens) == SIZE, len(self.tokens)
        # Long pieces first, as training found them, characters last: the score is what decides which merge comes next.
        plain = self.tokens[259:]
        ranked = [piece for piece in plain if len(piece) > 1] + [piece for piece in plain if len(piece) == 1]
        self.scores = {piece: -float(rank) for rank, piece in enumerate(ranked)}
        merges = [
            (self.scores[piece], piece[:at], piece[at:])
            for piece in plain
            for at in range(1, len(piece))
            if piece[:at] in self.scores and piece[at:] in self.scores
        ]
        merges = [(left, right) for _, left, right in sorted(merges, key=lambda merge: -merge[0])]
        tokenizer = Tokenizer(models.BPE(vocab, merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
        steps = ([normalizers.Prepend("▁")] if prefix else []) + [normalizers.Replace(" ", "▁")]
        tokenizer.normalizer = normalizers.Sequence(steps)
        self.tokenizer = tokenizer

    def write(self, writer):
        kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
        kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * (SIZE - 259)
        writer.add_tokenizer_model("llama")
        writer.add_tokenizer_pre("default")
        writer.add_token_list(self.tokens)
        writer.add_token_scores([self.scores.get(token, 0.0) for token in self.tokens])
        writer.add_token_types(kinds)
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)
        writer.add_unk_token_id(0)
        writer.add_add_bos_token(True)
        writer.add_add_space_prefix(self.prefix)
        writer.add_chat_template("{% for message in messages %}{{ message['content'] }}{% endfor %}")

    def encode(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids
