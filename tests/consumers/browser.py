"""Opens report.html in headless Chromium: nothing runs that should not, nothing leaves the page, the filter filters.

usage: browser.py CHROMIUM RUN HOSTILE_RUN SCREENSHOTS
"""

import json
import pathlib
import sys

from playwright.sync_api import sync_playwright

MOST_BYTES = 5_000_000
MOST_MILLISECONDS = 20_000
# Letters of a picture as they come out on the page, however it was scaled.
LEAST_LETTERS = 9.0


class Page:
    """A page that records what it asks for, says and pops up."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.url = path.resolve().as_uri()
        self.page.goto(self.url)

    def close(self):
        assert not self.said, self.said
        others = [url for url in self.asked if url.split("#")[0] != self.url]
        assert not others, others
        self.context.close()


def listed(page):
    return page.locator("table.list tr[data-alert]:visible").count()


def await_open(page, alert):
    """Waits for the alert to open: the browser tells the page of a new address only after the key press has returned."""
    page.locator(f"#{alert['alert_id']}[open]").wait_for(state="attached", timeout=MOST_MILLISECONDS)


def check_filter(browser, path, alerts):
    opened = Page(browser, path)
    page = opened.page
    assert listed(page) == min(len(alerts), 200)
    firm = alerts[0]["chain"][-1]["name"]
    page.fill("#filter", firm.split()[-1].lower() + " " + firm.split()[-2])
    shown = listed(page)
    assert 1 <= shown < len(alerts), shown
    assert page.locator("#count").inner_text() == f"{shown} shown"
    assert page.locator("details.alert:visible").count() == shown
    page.fill("#filter", "no alert holds these words")
    assert listed(page) == 0
    page.fill("#filter", "")
    assert listed(page) == min(len(alerts), 200)
    # A link of the list opens its alert, also by keyboard; so does the address.
    page.locator("table.list tr[data-alert] a").first.focus()
    page.keyboard.press("Enter")
    await_open(page, alerts[0])
    page.goto(f"{opened.url}#{alerts[1]['alert_id']}")
    await_open(page, alerts[1])
    opened.close()


def check_without_scripts(browser, path, alerts):
    opened = Page(browser, path, java_script_enabled=False)
    page = opened.page
    assert page.locator("#search:visible").count() == 0, "a field that does nothing is not shown"
    assert listed(page) == min(len(alerts), 200)
    first = page.locator("details.alert").first
    first.locator("summary").click()
    first.locator("svg.chain:visible").wait_for(state="visible", timeout=MOST_MILLISECONDS)
    record = first.get_by_text(alerts[0]["shipments"][0][0]["record_id"], exact=False).first
    record.wait_for(state="visible", timeout=MOST_MILLISECONDS)
    opened.close()


def check_layout(browser, path, name, shots):
    for width in (1280, 480):
        for scheme in ("light", "dark"):
            opened = Page(browser, path, viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = opened.page
            page.locator("details.alert summary").first.click()
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} at {width}: the page is {wide} wide and scrolls sideways"
            clipped = page.evaluate(
                """() => [...document.querySelectorAll('svg text')].filter(text => {
                    const svg = text.ownerSVGElement.getBoundingClientRect(), box = text.getBoundingClientRect();
                    return box.width > 0 && (box.left < svg.left - 1 || box.right > svg.right + 1 || box.bottom > svg.bottom + 2);
                }).map(text => text.textContent)"""
            )
            assert not clipped, f"{name} at {width}: text runs out of its picture: {clipped[:5]}"
            check_pictures(page, f"{name} at {width}")
            page.screenshot(path=shots / f"{name}-{width}-{scheme}.png")
            page.screenshot(path=shots / f"{name}-{width}-{scheme}-whole.png", full_page=True)
            opened.close()
    opened = Page(browser, path)
    pdf = opened.page.pdf(path=shots / f"{name}.pdf", format="A4")
    assert pdf.startswith(b"%PDF")
    opened.close()


def check_pictures(page, where):
    """Pictures fit the page, none is scrolled sideways, and their letters can be read."""
    assert page.locator("details.alert[open] svg.chain:visible").count() == 1, where
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.scroll')].filter(box => box.querySelector(':scope > svg'))
            .filter(box => box.scrollWidth > box.clientWidth)
            .map(box => `${box.getAttribute('aria-label')}: ${box.scrollWidth} in ${box.clientWidth}`)"""
    )
    assert not cut, f"{where}: pictures scroll sideways: {cut[:5]}"
    least = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('svg text')].filter(text => text.getBoundingClientRect().width > 0)
            .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
    )
    assert least >= LEAST_LETTERS, f"{where}: letters of {least:.1f} px in a picture"


def check_hostile(browser, path, alerts):
    opened = Page(browser, path)
    page = opened.page
    for details in page.locator("details.alert summary").all()[:8]:
        details.click()
    assert page.title() == "Shipments that were likely diverted", page.title()
    text = page.locator("body").inner_text()
    # What a name holds is on the page, spelt out where it would turn or hide text. The first firm of the first alert bears
    # the script, so that it cannot have dropped out.
    names = "\n".join(firm["name"] for alert in alerts for firm in alert["chain"])
    seen = 0
    for held, shown in (
        ("<script>document.title='run';alert(1)</script>",) * 2,
        ("\u202e", "\\u{202e}"),
        ("\x1b[2J", "\\u{1b}[2J"),
        ("{{7*7}}",) * 2,
        ("=cmd|",) * 2,
    ):
        if held in names:
            seen += 1
            assert shown in text, f"{shown} is not shown"
    assert seen >= 3 and "<script>" in names, names
    assert page.locator("script").count() == 1 and page.locator("img").count() == 0
    assert "\u202e" not in page.content()
    opened.close()


def main(chromium, run, hostile, shots):
    shots = pathlib.Path(shots)
    shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, folder in (("sample", run), ("hostile", hostile)):
            path = pathlib.Path(folder) / "report.html"
            assert path.stat().st_size < MOST_BYTES, path.stat().st_size
            alerts = read_alerts(folder)
            check_filter(browser, path, alerts)
            check_without_scripts(browser, path, alerts)
            check_layout(browser, path, name, shots)
            if name == "hostile":
                check_hostile(browser, path, alerts)
            print(name, "report.html", path.stat().st_size, "bytes,", len(alerts), "alerts")
        browser.close()


def read_alerts(folder):
    """The alerts as the page lists them, from the tables of the run."""
    import polars

    folder = pathlib.Path(folder)
    names = dict(polars.read_parquet(folder / "entities.parquet", columns=["id", "name"]).iter_rows())
    alerts = []
    for row in polars.read_parquet(folder / "alerts.parquet").sort("rank").iter_rows(named=True):
        path = json.loads(row["path"])
        chain = [{"id": entity, "name": names[entity]} for entity in row["entity_ids"].split("|")]
        records = [[{"record_id": drawn["record_id"]} for drawn in leg["shipments"]] for leg in path["legs"]]
        alerts.append({"alert_id": row["alert_id"], "chain": chain, "path": path, "shipments": records})
    return alerts


if __name__ == "__main__":
    main(*sys.argv[1:])
