"""Make fingerprints that are nobody's: ridges grown along a made-up orientation field.

    python tests/workers/synthesise_fingerprints.py FOLDER [--fingers 3] [--impressions 2]

writes FOLDER/finger-0-0.png (finger, impression), ... at 500 pixels per inch. The orientation field
is Sherlock and Monro's zero-pole model; ridges grow out of noise under Gabor filters, as in SFinGe
(Cappelli, Maio, Maltoni 2002); an impression is turned, shifted, stretched and worn by chance.
"""

from __future__ import annotations

import argparse
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

HEIGHT, WIDTH = 416, 320  # pixels
PERIOD = 9.0  # pixels from ridge to ridge
ORIENTATIONS = 24
GROWTH_STEPS = 10
LEFT_LOOP, RIGHT_LOOP, WHORL, ARCH = range(4)
FREQUENCIES = (0.34, 0.34, 0.27, 0.05)  # as people have them
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)


def finger(seed):
    """Return a finger's ridges: an array of -1 (valley) to 1 (ridge)."""
    rng = np.random.default_rng(seed)
    bins = np.rint(_orientation(rng) / np.pi * ORIENTATIONS).astype(int) % ORIENTATIONS
    ridges = rng.standard_normal((HEIGHT, WIDTH)) * 0.1
    for _ in range(GROWTH_STEPS):
        ridges = _grow(ridges, bins)
    return _vary_period(ridges, rng)


def impression(ridges, seed):
    """Return one print of a finger: an image, dark ridges on light ground."""
    rng = np.random.default_rng(seed)
    pressed = _moved(ridges, rng) + rng.uniform(-0.3, 0.3)
    worn = pressed + 0.5 * _smooth_noise(rng, 1.2) + 0.25 * _smooth_noise(rng, 25)
    ink = 1 / (1 + np.exp(-4 * worn))
    image = 245 - 200 * ink * _contact(rng) + rng.normal(0, 4, (HEIGHT, WIDTH))
    return (np.clip(image, 0, 255) // 16 * 17).astype(np.uint8)  # 16 greys: half the file


def _orientation(rng):
    """The ridges' direction at each pixel."""
    return (flow(rng)(X, Y) + 0.25 * _smooth_noise(rng, 45)) % np.pi


def flow(rng):
    """The ridges' direction by place: half the angle to the cores less that to the deltas."""
    pattern = rng.choice(len(FREQUENCIES), p=FREQUENCIES)
    x, y = WIDTH / 2 + rng.normal(0, 12), HEIGHT * 0.42 + rng.normal(0, 12)
    low, side = HEIGHT * rng.uniform(0.80, 0.95), WIDTH * rng.uniform(0.28, 0.42)
    if pattern == WHORL:
        gap, lean = rng.uniform(10, 30), rng.uniform(-10, 10)
        cores = [(x - lean, y - gap), (x + lean, y + gap)]
        deltas = [(x - side, low), (x + side, low + rng.uniform(-30, 30))]
    elif pattern == ARCH:
        cores, deltas = [(x, y + 60)], [(x, y + 60 + rng.uniform(30, 70))]
    else:
        cores, deltas = [(x, y)], [(x + (side if pattern == RIGHT_LOOP else -side), low)]

    def direction(right, down):
        to_cores, to_deltas = (
            sum(np.arctan2(y - down, right - x) for x, y in points) for points in (cores, deltas)
        )
        return (to_cores - to_deltas) / 2

    return direction


@cache
def _gabor_filters():
    """One filter per orientation, in the frequency domain."""
    y = np.fft.fftfreq(HEIGHT)[:, None] * HEIGHT
    x = np.fft.fftfreq(WIDTH)[None] * WIDTH
    window = np.exp(-(x**2 + y**2) / (2 * (0.4 * PERIOD) ** 2))
    filters = []
    for angle in np.arange(ORIENTATIONS) * np.pi / ORIENTATIONS:
        across = x * np.sin(angle) + y * np.cos(angle)
        wave = window * np.cos(2 * np.pi * across / PERIOD)
        wave -= window * wave.sum() / window.sum()
        filters.append(np.fft.rfft2(wave / np.abs(wave).sum()))
    return filters


def _grow(ridges, bins):
    spectrum = np.fft.rfft2(ridges)
    grown = np.empty_like(ridges)
    for bin_, gabor in enumerate(_gabor_filters()):
        here = bins == bin_
        grown[here] = np.fft.irfft2(spectrum * gabor, ridges.shape)[here]
    return np.tanh(1.5 * grown / grown.std())


def _vary_period(ridges, rng):
    """The distance from ridge to ridge differs from finger to finger and from place to place."""
    zoom = rng.uniform(0.88, 1.16)
    return _sample(
        ridges,
        (Y - HEIGHT / 2) * zoom + HEIGHT / 2 + 8 * _smooth_noise(rng, 50),
        (X - WIDTH / 2) * zoom + WIDTH / 2 + 8 * _smooth_noise(rng, 50),
    )


def _moved(ridges, rng):
    """The finger laid on the glass: turned, shifted, and its skin stretched."""
    turn = np.deg2rad(rng.uniform(-20, 20))
    down, right = rng.uniform(-30, 30, 2)
    y, x = Y - HEIGHT / 2, X - WIDTH / 2
    return _sample(
        ridges,
        y * np.cos(turn) - x * np.sin(turn) + HEIGHT / 2 + down + 2 * _smooth_noise(rng, 60),
        y * np.sin(turn) + x * np.cos(turn) + WIDTH / 2 + right + 2 * _smooth_noise(rng, 60),
    )


def _contact(rng):
    """Where the skin touches the glass: 1 inside a ragged ellipse, 0 outside."""
    tall, wide = HEIGHT * 0.46 * rng.uniform(0.75, 1), WIDTH * 0.46 * rng.uniform(0.75, 1)
    distance = ((Y - HEIGHT / 2) / tall) ** 2 + ((X - WIDTH / 2) / wide) ** 2
    return 1 / (1 + np.exp(25 * (distance + 0.06 * _smooth_noise(rng, 12) - 1)))


def _smooth_noise(rng, length):
    """Noise of unit variance that changes over ``length`` pixels."""
    y, x = np.fft.fftfreq(HEIGHT)[:, None], np.fft.rfftfreq(WIDTH)[None]
    blur = np.exp(-2 * (np.pi * length) ** 2 * (x**2 + y**2))
    noise = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((HEIGHT, WIDTH))) * blur)
    return noise / noise.std()


def _sample(image, y, x):
    """The image at places between its pixels (bilinear); 0 beyond its edge."""
    top = np.clip(np.floor(y).astype(int), 0, HEIGHT - 2)
    left = np.clip(np.floor(x).astype(int), 0, WIDTH - 2)
    down, right = y - top, x - left
    above = image[top, left] * (1 - right) + image[top, left + 1] * right
    below = image[top + 1, left] * (1 - right) + image[top + 1, left + 1] * right
    inside = (down >= 0) & (down <= 1) & (right >= 0) & (right <= 1)
    return np.where(inside, above * (1 - down) + below * down, 0.0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fingers", type=int, default=3)
    parser.add_argument("--impressions", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.fingers):
        ridges = finger([options.seed, number])
        for count in range(options.impressions):
            image = Image.fromarray(impression(ridges, [options.seed, number, count]))
            path = options.folder / f"finger-{number}-{count}.png"
            image.save(path, dpi=(500, 500), optimize=True)


if __name__ == "__main__":
    main()
