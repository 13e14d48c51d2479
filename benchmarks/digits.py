"""Teach the nets that look at single digits of scans, and measure what they believe.

    python -m benchmarks.digits teach --fonts /usr/share/fonts      # writes documents/scan/values/digit_nets.npz
    python -m benchmarks.digits measure --fonts /usr/share/fonts    # with other drawings than it was taught with
    python -m benchmarks.digits cross --fonts /usr/share/fonts      # taught with half of the families

For some thresholds: of whole digits the share that is believed (both nets are as sure as that) and how many of them
wrongly; of damaged digits and other characters, how many are believed to be the digit that was printed, and another.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.digit_prints import Family, families, prints
from pipeline.documents.scan.values import digit_nets
from pipeline.documents.scan.values.digit_nets import NONE, Glyph, features, forward

Arrays = NDArray[np.float32]
_HIDDEN = 96
_BATCH = 256
_PART = 4000
_RATE = 1e-3
_DROPPED = 0.2
_GRAIN = 0.1
_DECAY = 1e-5


def drawn(
    number: int, known: Sequence[Family], seed: int, *, damaged: bool
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """So many glyphs with their labels, and the digits that were printed."""
    glyphs: list[Glyph] = []
    labels: list[int] = []
    printed: list[int] = []
    for one in prints(np.random.default_rng(seed), known, damaged=damaged):
        glyphs += one.glyphs
        labels += one.labels
        printed += one.printed
        if len(glyphs) >= number:
            break
    return np.asarray(glyphs[:number]), np.asarray(labels[:number]), np.asarray(printed[:number])


def looked_at(glyphs: NDArray[np.uint8]) -> list[Arrays]:
    """The nets' inputs, made in parts: those of all glyphs at once would need gigabytes."""
    parts = [features(list(glyphs[start : start + _PART])) for start in range(0, len(glyphs), _PART)]
    return [np.concatenate(each) for each in zip(*parts, strict=True)]


def taught(inputs: Arrays, labels: NDArray[np.int64], seed: int, rounds: int) -> tuple[Arrays, ...]:
    """A net of one hidden layer: weights and biases of both layers, for inputs as they are.

    Adam with a falling rate, dropout, and grain on the inputs.
    """
    random = np.random.default_rng(seed)
    middle, spread = inputs.mean(axis=0), inputs.std(axis=0) + 0.05
    known = ((inputs - middle) / spread).astype(np.float32)
    count, wide = known.shape
    layers: list[Arrays] = [
        random.normal(0, np.sqrt(2 / wide), (wide, _HIDDEN)).astype(np.float32), np.zeros(_HIDDEN, np.float32),
        random.normal(0, np.sqrt(2 / _HIDDEN), (_HIDDEN, NONE + 1)).astype(np.float32), np.zeros(NONE + 1, np.float32),
    ]  # fmt: skip
    means, squares = [np.zeros_like(w) for w in layers], [np.zeros_like(w) for w in layers]
    step = 0
    for turn in range(rounds):
        rate, loss = _RATE * 0.5 * (1 + np.cos(np.pi * turn / rounds)) + _RATE / 100, 0.0
        order = random.permutation(count)
        for start in range(0, count - _BATCH + 1, _BATCH):
            own = order[start : start + _BATCH]
            batch = known[own] + random.standard_normal((_BATCH, wide), np.float32) * np.float32(_GRAIN)
            inner = batch @ layers[0] + layers[1]
            kept = (random.random(inner.shape) >= _DROPPED).astype(np.float32) / np.float32(1 - _DROPPED)
            hidden = np.maximum(inner, 0) * kept
            out = hidden @ layers[2] + layers[3]
            chance = np.exp(out - out.max(axis=1, keepdims=True))
            chance /= chance.sum(axis=1, keepdims=True)
            loss -= float(np.log(chance[np.arange(_BATCH), labels[own]] + 1e-9).sum())
            chance[np.arange(_BATCH), labels[own]] -= 1
            chance /= _BATCH
            back = (chance @ layers[2].T) * (inner > 0) * kept
            step += 1
            for n, slope in enumerate((batch.T @ back, back.sum(axis=0), hidden.T @ chance, chance.sum(axis=0))):
                slope = slope + (_DECAY * layers[n] if n % 2 == 0 else 0)
                means[n] = 0.9 * means[n] + 0.1 * slope
                squares[n] = 0.999 * squares[n] + 0.001 * slope * slope
                layers[n] -= rate * (means[n] / (1 - 0.9**step)) / (np.sqrt(squares[n] / (1 - 0.999**step)) + 1e-8)
        print(f"round {turn + 1}: {loss / count:.4f}", flush=True)
    # The inputs' scale goes into the first layer.
    scaled = layers[0] / spread[:, None]
    return (scaled.astype(np.float32), (layers[1] - middle @ scaled).astype(np.float32), layers[2], layers[3])


def teach(known: Sequence[Family], number: int, seed: int, rounds: int) -> list[tuple[Arrays, ...]]:
    """Both nets."""
    whole, digits_of, _ = drawn(number, known, seed, damaged=False)
    hit, labels_of, _ = drawn(number * 3 // 4, known, seed + 1, damaged=True)
    told = labels_of >= 0
    glyphs = np.concatenate([whole, hit[told]])
    labels = np.concatenate([digits_of, labels_of[told]])
    return [taught(each, labels, seed, rounds) for each in looked_at(glyphs)]


def save(nets: Sequence[Sequence[Arrays]], path: Path) -> None:
    """Weights as whole numbers of a byte with a step for each of the layer's outputs."""
    kept: dict[str, NDArray[np.generic]] = {}
    for name, net in zip(("raster", "edges"), nets, strict=True):
        for n, layer in enumerate(net):
            step = np.asarray(np.abs(layer).max(axis=0) / 127 if n % 2 == 0 else np.float32(1), np.float32)
            kept[f"{name}{n}_step"] = step
            kept[f"{name}{n}"] = np.round(layer / step).astype(np.int8) if n % 2 == 0 else layer.astype(np.float32)
    np.savez_compressed(path, **kept)


def measured(nets: Sequence[Sequence[Arrays]], known: Sequence[Family], number: int, seed: int) -> None:
    """Print what the nets believe."""
    for damaged in (False, True):
        glyphs, labels, printed = drawn(number, known, seed + damaged, damaged=damaged)
        sure = np.minimum(*(forward(net, each) for net, each in zip(nets, looked_at(glyphs), strict=True)))
        best, chance = sure[:, :NONE].argmax(axis=1), sure[:, :NONE].max(axis=1)
        for least in (0.8, 0.9, 0.95, 0.98):
            believed = chance >= least
            if not damaged:
                wrong = believed & (best != labels)
                print(
                    f"whole     at {least}: {len(labels)} digits, believed {believed.mean():.2%}, wrongly {wrong.sum()}"
                )
                continue
            none = labels == NONE
            own, other = (believed & none & (best == printed)).sum(), (believed & none & (best != printed)).sum()
            print(
                f"damaged   at {least}: {none.sum()} pieces, believed to be the digit that was printed "
                f"{own / none.sum():.2%}, another one {other} ({other / none.sum():.2%})"
            )


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("teach", "measure", "cross"))
    parser.add_argument("--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts")])
    parser.add_argument("--number", type=int, default=44_000, help="whole digits; three quarters as many damaged ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    known = families(options.fonts)
    print(f"{len(known)} families")
    if options.command == "teach":
        nets = teach(known, options.number, options.seed, options.rounds)
        save(nets, Path(digit_nets.__file__).with_name("digit_nets.npz"))
    elif options.command == "cross":
        nets = teach(known[::2], options.number, options.seed, options.rounds)
        measured(nets, known[1::2], options.number // 4, options.seed + 100)
    else:
        measured(digit_nets.nets(), known, options.number // 4, options.seed + 100)


if __name__ == "__main__":
    main()
