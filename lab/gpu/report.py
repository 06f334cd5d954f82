"""Seconds made into rates and shares of what the card does at most, and a table of them. Needs no torch."""

from plan import Measurement, Shape


def figures(m: Measurement, seconds: float, ceilings: dict) -> dict:
    """Tokens per second, and the share of the ceiling that bounds such work: bandwidth in decoding, else arithmetic."""
    shape, tokens = m.shape, m.batch if m.kind == "decode" else m.batch * m.length
    found = {"seconds": seconds, "tokens_per_s": tokens / seconds}
    if m.kind == "decode":
        # of the middle of the run: weights once, every sequence's keys and values
        read = 2 * shape.read_parameters + m.batch * shape.cache_bytes(m.length + m.new // 2)
        found["bandwidth_share"] = read / seconds / 1e9 / ceilings["gigabytes_per_s"]
    found["arithmetic_share"] = operations(m, shape) / seconds / 1e12 / ceilings["teraflops"]
    return found


def operations(m: Measurement, shape: Shape) -> float:
    """Multiplications and additions that the work needs; what a side computes twice counts once."""
    if m.kind == "decode":
        attended = 4 * shape.layers * shape.heads * shape.head_dim * (m.length + m.new // 2)
        return m.batch * (2 * shape.read_parameters + attended)
    layers = 2 * shape.layers * shape.layer_parameters * m.length + shape.attention_operations(m.length)
    head = 2 * shape.vocabulary * shape.hidden
    if m.kind == "prefill":
        return m.batch * (layers + head)
    # backward: the gradients of activations, and of all weights as much again where they are trained
    return m.batch * (layers + head * m.length) * (2 if m.trained == "adapter" else 3)


def table(report: dict) -> str:
    """For docs/gpu.md."""
    about = report["about"]
    lines = [f"{about['device']}, torch {about['torch']}, {about['date']}"]
    if report.get("ceilings"):
        most = report["ceilings"]
        lines.append(
            f"At most: {most['gigabytes_per_s']:,.0f} GB/s in a copy, read and written;"
            f" {most['teraflops']:,.1f} TFLOP/s in a bfloat16 product."
        )
    failed = [each for each in report.get("parity", []) if not each["ok"]]
    lines.append(f"Parity: {len(report.get('parity', []))} comparisons, {len(failed)} beyond their limits.")
    lines += [f"- {each['name']}: {each['value']:.3g}, limit {each['limit']:.3g}" for each in failed]
    lines += ["", "| work | side | tokens/s | ms a step | of the bandwidth | of the arithmetic | GB | |"]
    lines.append("|---|---|---:|---:|---:|---:|---:|---|")
    return "\n".join(lines + [row(each) for each in report["rates"]]) + "\n"


def row(rate: dict) -> str:
    cells = [f"{rate['name']}, {rate['length']}", rate["side"]]
    if "seconds" in rate:
        cells += [f"{rate['tokens_per_s']:,.0f}", f"{rate['seconds'] * 1e3:,.2f}"]
        shares = (rate.get("bandwidth_share"), rate.get("arithmetic_share"))
        cells += [f"{share:.0%}" if share is not None else "" for share in shares]
        cells += ["" if rate["peak_gb"] is None else f"{rate['peak_gb']:,.1f}", ""]
    else:
        cells += [""] * 5 + [rate["missing"]]
    return "| " + " | ".join(cells) + " |"
