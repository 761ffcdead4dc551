"""Which partner a name means, over 100,000 of them: times, memory, and companies that are not there."""

import gc
import random
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

import psutil

from domain.partner_index import PartnerIndex
from tests.bench.registry import Options, Row, at_most, benchmark

PARTNERS, PROBES, UNSEEN, LOOK_ALIKES = 100_000, 2_000, 10_000, 2_000
EXACT_MS, SUGGEST_MS, BUILD_SECONDS, MEMORY_MIB = 0.2, 5, 2, 60


def _words(text: str) -> list[str]:
    return text.split()


FORMS = ("株式会社", "株式会社", "株式会社", "有限会社", "合同会社", "一般社団法人", "医療法人")
HEADS = _words(
    "東洋 東海 日新 大和 三栄 共立 富士見 山手 北斗 南星 中央 第一 丸三 双葉 若葉 "
    "桜 松 竹 梅 青葉 泉 清水 旭 朝日 夕凪 白鳥 大鵬 "
    "アルファ ベータ シグマ オメガ ネクスト フロンティア グローバル アクア サン ムーン "
    "スター ブルー グリーン ハート リンク スマート ミライ "
    "さくら ひまわり たんぽぽ こまち みどり あおば つばさ いずみ はやて K&R ABC "
    "TNK ライジング クレスト ノース サウス イースト ウエスト"
)
MIDDLES = _words(
    "電機 電子 精工 精密 機械 製作 化学 薬品 食品 水産 酒造 製菓 物流 運輸 倉庫 "
    "建設 建材 住宅 不動産 印刷 出版 広告 デザイン 企画 情報 通信 "
    "システム ソフト データ クラウド メディカル ケア ライフ フーズ ファーム トレード "
    "エナジー マテリアル テック ラボ ワークス スタジオ"
)
TAILS = _words(
    "工業 商事 商会 産業 興業 物産 販売 サービス 東京 大阪 名古屋 九州 東北 北海道 "
    "西日本 東日本 ジャパン ホールディングス グループ "
    "パートナーズ コーポレーション エンジニアリング ソリューションズ 研究所 センター 製作所 本店 第二"
)


@benchmark("partners")
def partners(_: Options) -> list[Row]:
    """100,000 invented partners, many of them look-alikes. Times are processor time of one core."""
    names = companies(PARTNERS + UNSEEN)
    held, others = names[:PARTNERS], names[PARTNERS:]
    rows = list(enumerate(held))
    with ProcessPoolExecutor(1) as pool:
        seconds, mib, dict_mib = pool.submit(_cost, held).result()
    index = PartnerIndex.build((f"P{at}", name) for at, name in rows)
    rng = random.Random(5)
    probes = rng.sample(held, PROBES)
    for at, name in enumerate(probes):
        index.add_alias(f"{name}あだ名", f"P{at}")
    typos = [_typo(rng, name) for name in probes]
    plain = set(held)
    control = _p95(lambda name: name in plain, probes)
    unseen = [*others[: UNSEEN - LOOK_ALIKES], *_other_forms(held, set(held))[:LOOK_ALIKES]]
    accepted = [name for name in unseen if index.match(name).partner_id is not None]
    return [
        at_most("building the index of 100,000 partners", seconds, BUILD_SECONDS, "s"),
        at_most(
            "memory of the index of 100,000 partners", mib, MEMORY_MIB, "MiB", control=dict_mib, control_name="a dict"
        ),
        at_most("exact match, p95", _p95(index.match, probes), EXACT_MS, "ms", control=control, control_name="a set"),
        at_most("alias match, p95", _p95(index.match, [f"{name}あだ名" for name in probes]), EXACT_MS, "ms"),
        at_most("suggestions for a misspelt name, p95", _p95(index.match, typos), SUGGEST_MS, "ms"),
        at_most(
            "unseen companies accepted", len(accepted), 0, "",
            control=len(unseen), control_name=f"asked, {LOOK_ALIKES:,} differ in the legal form only",
        ),
    ]  # fmt: skip


def companies(number: int) -> list[str]:
    """Different names with their legal forms in front or behind, from one seed; no two share both core and form."""
    rng = random.Random(11)
    cores: dict[str, None] = {}
    while len(cores) < number:
        parts = [rng.choice(HEADS), rng.choice(MIDDLES), rng.choice(TAILS)]
        if rng.random() < 0.6:
            parts.insert(1, rng.choice(HEADS))
        cores["".join(parts)] = None
    return [core + form if rng.random() < 0.3 else form + core for core in cores for form in [rng.choice(FORMS)]]


def _cost(names: Sequence[str]) -> tuple[float, float, float]:
    """(processor seconds, MiB of the index, MiB of a dict of the names), in a process of its own."""
    process = psutil.Process()
    gc.collect()
    before = process.memory_info().rss
    plain = {f"P{at}": name for at, name in enumerate(names)}
    gc.collect()
    with_dict = process.memory_info().rss
    began = time.process_time()
    index = PartnerIndex.build(plain.items())
    seconds = time.process_time() - began
    gc.collect()
    after = process.memory_info().rss
    assert len(index) == len(names)
    return seconds, (after - with_dict) / (1 << 20), (with_dict - before) / (1 << 20)


def _p95(act: Callable[[str], object], names: Sequence[str]) -> float:
    taken = []
    for name in names:
        began = time.process_time()
        act(name)
        taken.append(time.process_time() - began)
    return statistics.quantiles(taken, n=20)[-1] * 1000


def _typo(rng: random.Random, name: str) -> str:
    at = rng.randrange(4, len(name))
    return name[:at] + rng.choice("工商山川本木") + name[at + 1 :]


def _other_forms(names: Sequence[str], held: set[str]) -> list[str]:
    """Names that differ from a known one only in the legal form or in its position."""
    found = []
    for name in names:
        form = next((form for form in FORMS if name.startswith(form) or name.endswith(form)), "")
        core = name.removeprefix(form) if name.startswith(form) else name.removesuffix(form)
        moved = core + form if name.startswith(form) else form + core
        other = ("合同会社" if form != "合同会社" else "有限会社") + core
        found.append(moved if len(found) % 2 else other)
    return [name for name in found if name not in held]
