"""The child process: reads a picture as JSON on stdin, writes a PNG to stdout, and ends. Imports nothing of the bot."""

import io
import json
import sys
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib_fontja
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

# Okabe and Ito's colours: told apart by everybody, and by hatches where they are printed in grey.
COLOURS = ("#0072B2", "#56B4E9", "#E69F00", "#D55E00", "#7F3C8D")
HATCHES = ("", "//", "..", "xx", "\\\\")
INK = "#222222"
INCHES = (13.0, 5.6)
DPI = 110


def main() -> None:
    """Draw what stands on stdin."""
    sys.stdout.buffer.write(paint(json.load(sys.stdin)))


def paint(picture: dict[str, Any]) -> bytes:
    """Return a picture, `bot.drawing.Picture` as a dictionary, as PNG."""
    matplotlib_fontja.japanize()
    figure = Figure(figsize=INCHES, dpi=DPI, facecolor="white", layout="constrained")
    figure.suptitle(picture["title"], fontsize=17, color=INK, x=0.01, ha="left")
    charts = picture["charts"]
    for axes, chart in zip(figure.subplots(1, len(charts), squeeze=False)[0], charts, strict=True):
        draw_chart(axes, chart, unit=picture["unit"], divisor=picture["divisor"])
    figure.supxlabel(picture["footer"], fontsize=13, color=INK, x=0.01, ha="left")
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def draw_chart(axes: Axes, chart: dict[str, Any], *, unit: str, divisor: int) -> None:
    """Draw stacked bars with the sum above each, and a mark across where there is one."""
    labels = [bar["label"] for bar in chart["bars"]]
    places = range(len(labels))
    bottoms = [0.0] * len(labels)
    for number, name in enumerate(chart["series"]):
        heights = [bar["parts"][number] / divisor for bar in chart["bars"]]
        axes.bar(
            places,
            heights,
            bottom=bottoms,
            label=name,
            color=COLOURS[number % len(COLOURS)],
            hatch=HATCHES[number % len(HATCHES)],
            edgecolor="white",
            width=0.62,
        )
        bottoms = [below + height for below, height in zip(bottoms, heights, strict=True)]
    marks = [(place, bar["mark"] / divisor) for place, bar in enumerate(chart["bars"]) if bar["mark"]]
    for index, (place, height) in enumerate(marks):
        label = chart["mark_label"] if index == 0 else "_"  # named once
        axes.hlines(height, place - 0.42, place + 0.42, colors=INK, linestyles="dashed", linewidth=1.6, label=label)
    tallest = max([*bottoms, *(height for _, height in marks), 0.0])
    for place, total in zip(places, bottoms, strict=True):
        axes.text(place, total + (tallest or 1) * 0.015, f"{total:,.0f}", ha="center", fontsize=12, color=INK)
    axes.set_title(chart["title"], fontsize=15, color=INK, loc="left")
    axes.set_xticks(list(places), labels, fontsize=12)
    axes.set_ylim(0, (tallest or 1) * 1.15)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_ylabel(unit, fontsize=12, color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    if len(chart["series"]) > 1 or marks:
        # Below the bars, where no bar can be behind it.
        axes.legend(fontsize=12, frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=2)


if __name__ == "__main__":
    main()
