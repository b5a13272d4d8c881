# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what is timed: a raw signal for the kernels, a session of pressure-pain trials for the jobs, files for the readers."""
import io
import struct
import zipfile

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


def write_wave(path, fractions, kind):
    """A sound file with one channel of fractions of full scale: pcm16, pcm24, pcm32 or float32."""
    bits = int(kind.lstrip("pcmfloat"))
    if kind == "float32":
        data = fractions.astype("<f4").tobytes()
    else:
        # 24 bits are the lower three bytes of 32.
        whole = np.round(fractions * 2.0 ** (bits - 1)).astype("<i2" if bits == 16 else "<i4")
        data = whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes() if bits == 24 else whole.tobytes()
    size = bits // 8
    form = struct.pack("<HHIIHH", 3 if kind == "float32" else 1, 1, RATE, RATE * size, size, bits)
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<I", 16) + form)
        file.write(b"data" + struct.pack("<I", len(data)))
        file.write(data)


def write_universal(path, values, binary):
    """A function of time of data set 58 in double precision: text in four columns of twenty, or 58b."""
    axis = "{:10d}    0    0    0 {:<20} {:<20}".format
    head = f"{58:6d}" + (f"b{1:6d}{2:6d}{11:12d}{8 * len(values):12d}{0:6d}{0:6d}{0:12d}{0:12d}" if binary else "")
    lines = [
        f"{-1:6d}", f"{head:<80}", "Hold", "NONE", "NONE", "NONE", "NONE",
        f"{1:5d}{0:10d}{0:5d}{0:10d} {'NONE':<10}{1:10d}{3:4d} {'NONE':<10}{0:10d}{0:4d}",
        f"{4:10d}{len(values):10d}{1:10d}{0:13.5E}{1 / RATE:13.5E}{0:13.5E}",
        axis(17, "Time", "s"), axis(13, "Force", "N"), axis(0, "NONE", "NONE"), axis(0, "NONE", "NONE")]
    with open(path, "wb") as file:
        file.write("\n".join(lines).encode() + b"\n")
        if binary:
            file.write(values.astype("<f8").tobytes())
        else:
            rows = values[: len(values) // 4 * 4].reshape(-1, 4)
            file.writelines(b"%20.11E%20.11E%20.11E%20.11E\n" % tuple(row) for row in rows.tolist())
            rest = values[len(rows) * 4 :].tolist()
            file.write(b"".join(b"%20.11E" % value for value in rest) + (b"\n" if rest else b""))
        file.write(b"%6d\n" % -1)


def phone(count, rate=200):
    """Stamps in seconds with the jitter of a phone, and three axes of walking about."""
    random = np.random.default_rng(4)
    stamps = (np.arange(count) + random.uniform(-0.05, 0.05, count)) / rate
    turn = 2 * np.pi * 1.9 * stamps
    axes = [along * np.cos(turn + phase) + mean + random.normal(0, 0.3, count)
            for along, phase, mean in ((1.5, 0, 0.4), (2.0, 1, 9.3), (1.0, 2, -2.7))]
    return stamps, axes


def write_phyphox(path, count):
    """The archive that phyphox sends: a table of ten digits with exponents, and notes about device and pauses."""
    def number(value):
        mantissa, exponent = f"{value:.9E}".split("E")
        return f"{mantissa}E{int(exponent)}"

    stamps, axes = phone(count)
    table = io.StringIO()
    table.write(",".join(f'"{name}"' for name in ("Time (s)", *(f"Acceleration {axis} (m/s^2)" for axis in "xyz"))) + "\n")
    table.writelines(",".join(map(number, row)) + "\n" for row in zip(stamps.tolist(), *(axis.tolist() for axis in axes)))
    clock = '"event","experiment time","system time","system time text"\n'
    for event, time in (("START", 0.0), ("PAUSE", stamps[-1] + 0.01)):
        clock += f'"{event}",{number(time)},{number(1.7e9 + time)},"made up"\n'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Accelerometer.csv", table.getvalue())
        archive.writestr("meta/device.csv", '"property","value"\n"deviceModel","made up"\n')
        archive.writestr("meta/time.csv", clock)


def write_sensor_logger(path, count):
    """Sensor Logger's table: nanoseconds since 1970, and singles written with the digits of doubles."""
    stamps, axes = phone(count)
    nanoseconds = np.round(stamps * 1e9).astype(np.int64)
    z, y, x = (axis.astype(np.float32).astype(float).tolist() for axis in reversed(axes))
    with open(path, "w") as file:
        file.write("time,seconds_elapsed,z,y,x\n")
        file.writelines(
            f"{1_700_000_000_123_456_789 + t},{t / 1e9!r},{a!r},{b!r},{c!r}\n"
            for t, a, b, c in zip(nanoseconds.tolist(), z, y, x))


def write_logger(path, count):
    """A microcontroller's lines: milliseconds of an uneven clock, a force with two digits, a button."""
    random = np.random.default_rng(5)
    stamps = np.cumsum(random.choice([9, 10, 11], count, p=[0.05, 0.9, 0.05]))
    force = 20 + 15 * np.sin(2 * np.pi * 0.03 * stamps / 1000) + random.normal(0, 0.05, count)
    button = (force > 34).astype(int)
    with open(path, "w", newline="") as file:
        file.write("millis,force (N),button\r\n")
        file.writelines(f"{t},{v:.2f},{b}\r\n" for t, v, b in zip(stamps.tolist(), force.tolist(), button.tolist()))
