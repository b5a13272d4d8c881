# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what is timed: a raw signal for the kernels and a session of pressure-pain trials for the jobs."""
import numpy as np

RATE = 1000
AREA_CM2 = 1.0
PERIOD_S = 30.0


def write_signal(path, count):
    """A hold of 50 kPa with tremor of 9 Hz, drift and noise."""
    random = np.random.default_rng(1)
    with open(path, "wb") as file:
        for start in range(0, count, 1_000_000):
            n = np.arange(start, min(start + 1_000_000, count))
            hold = 50 + 3 * np.sin(2 * np.pi * 9 * n / RATE) + 5 * np.sin(2 * np.pi * 0.01 * n / RATE)
            (hold + random.normal(0, 0.5, len(n))).tofile(file)


def write_session(path, hours):
    """One ramp every 30 s at 50 kPa/s, ended by the button between 200 and 500 kPa; four channels at 1 kHz."""
    random = np.random.default_rng(2)
    thresholds = []
    period = int(PERIOD_S * RATE)
    with open(path, "w") as file:
        file.write("Time (s),Force (N),Button,Rating (cm),Acceleration z (m/s^2)\n")
        for trial in range(int(hours * 3600 / PERIOD_S)):
            threshold = random.uniform(200, 500)
            thresholds.append(threshold)
            t = np.arange(period) / RATE
            # 5 s of idle, the ramp, a release of 0.2 s; 1 cm2, so that 1 N is 10 kPa.
            pressed = 5 + threshold / 50
            kpa = np.where(t < 5, 0, np.where(t < pressed + 0.15, 50 * (t - 5), 0))
            falling = (t >= pressed + 0.15) & (t < pressed + 0.35)
            kpa[falling] = 50 * (pressed + 0.15 - 5) * (1 - (t[falling] - pressed - 0.15) / 0.2)
            force = kpa / 10 * AREA_CM2 + random.normal(0, 0.02, period)
            button = ((t >= pressed) & (t < pressed + 0.4)).astype(int)
            rating = np.clip((t - 5) / 10, 0, 10) * (kpa > 0)
            shake = random.normal(0, 0.2, period) + 9.81
            stamps = t + trial * PERIOD_S
            file.writelines(
                f"{a:.3f},{b:.5f},{c},{d:.2f},{e:.6f}\n" for a, b, c, d, e in zip(stamps, force, button, rating, shake))
    return thresholds


def write_gun(path, seconds=60):
    """A massage gun of 41.3 Hz with three harmonics and noise, three axes at 1 kHz."""
    random = np.random.default_rng(3)
    t = np.arange(seconds * RATE) / RATE
    turn = 2 * np.pi * 41.3 * t
    along = 300 * np.cos(turn) + 60 * np.cos(2 * turn + 1) + 10 * np.cos(3 * turn + 2)
    axes = [share * along + random.normal(0, 3, len(t)) for share in (0.2, 0.3, 0.93)]
    with open(path, "w") as file:
        file.write("Time (s),Acceleration x (m/s^2),Acceleration y (m/s^2),Acceleration z (m/s^2)\n")
        file.writelines(f"{a:.3f},{x:.4f},{y:.4f},{z:.4f}\n" for a, x, y, z in zip(t, *axes))
