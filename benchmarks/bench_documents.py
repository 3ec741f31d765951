"""Seconds per document of one begroting: seven submissions of twenty lines, on one core.

Run: `.venv/bin/python benchmarks/bench_documents.py`. Chromium prints the same HTML in the same run as a yardstick;
where it is not installed that is said.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from builders.order import build_order  # noqa: E402 - the builder lies beside the tests
from jaarcyclus.documents import files, oplegnota, product, product_workbook  # noqa: E402 - idem
from jaarcyclus.printing import pdf  # noqa: E402 - idem


def main() -> None:
    """Print one line a document: what, seconds, and the size of what came out."""
    order = build_order(lines=20)
    html = product.write_product(order)
    _measure("import of WeasyPrint and a first page", lambda: pdf.render(_EMPTY, day=order.day))
    _measure("begroting.pdf", lambda: pdf.render(html, day=order.day))
    note = oplegnota.write_note(order, "bvr")
    _measure("oplegnota_bvr.pdf", lambda: pdf.render(note, day=order.day))
    _measure("begroting.xlsx", lambda: product_workbook.write_workbook(order))
    _measure("all documents of the version", lambda: b"".join(files.make_documents(order).values()))
    _measure_chromium(html)


_EMPTY = '<!doctype html><html lang="nl"><head><title>leeg</title></head><body>leeg</body></html>'


def _measure(name: str, make: Callable[[], bytes]) -> None:
    start, cpu = time.perf_counter(), time.process_time()
    content = make()
    print(  # noqa: T201 - a benchmark's output
        f"{name:<40} {time.perf_counter() - start:6.2f} s   {time.process_time() - cpu:6.2f} s CPU   "
        f"{len(content) / 1000:8.0f} kB"
    )


def _measure_chromium(html: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium, the same HTML: absent on this machine")  # noqa: T201 - idem
        return
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={target}", page.as_uri()]

        def print_page() -> bytes:
            subprocess.run(command, capture_output=True, check=True, timeout=120)
            return target.read_bytes()

        _measure("Chromium, begroting.pdf from the same HTML", print_page)


if __name__ == "__main__":
    main()
