// Opens pages of the web copy from the disk in Chromium and prints what happened on each.
//
//   node browse.mjs JOB.json   →   [{"path": "...", "said": [...], "asked": [...], ...}, ...]
//
// A job is {browser, folder, visits}. A visit is {path} with, where wanted, `width`, `scheme` (light,
// dark), `media` (print), `forced` (colours), `script` (false: JavaScript off), `typed` (into the
// search field), `clicks` (words of links, followed one after the other), `axe` (true: check for
// accessibility), `picture` (a file for a picture of the page).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const job = JSON.parse(readFileSync(process.argv[2], "utf8"));

// Run in the page: what can only be seen once it is laid out.
const SEEN = `({
  title: document.title,
  address: location.href,
  target: document.querySelector(":target")?.textContent ?? "",
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  font: getComputedStyle(document.body).fontFamily,
  focus: document.activeElement.id,
  paper: getComputedStyle(document.documentElement).backgroundColor,
  hidden: [...document.querySelectorAll("body *")].filter((e) => getComputedStyle(e).display === "none").map((e) => e.localName),
  pictures: [...document.images].map((i) => i.naturalWidth),
  status: document.getElementById("status")?.textContent ?? "",
  found: [...document.querySelectorAll("#found .name")].map((a) => [a.textContent, a.getAttribute("href")]),
  marked: [...document.querySelectorAll("mark")].map((m) => m.textContent),
  words: document.querySelector("main").innerText,
  text: document.querySelector("main").textContent,
})`;

// Axe is put in by the developer tools' way, which the page's Content-Security-Policy leaves alone.
async function faults(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("Runtime.evaluate", { expression: axe });
  const { result } = await tools.send("Runtime.evaluate", {
    expression: `axe.run({ preload: false, resultTypes: ["violations"] }).then((r) => JSON.stringify(r.violations.map(
      (v) => [v.id, v.nodes.map((n) => n.target.join(" "))])))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(result.value);
}

async function visit(browser, wanted) {
  const context = await browser.newContext({
    viewport: { width: wanted.width ?? 1280, height: 800 },
    javaScriptEnabled: wanted.script ?? true,
    colorScheme: wanted.scheme ?? "light",
    forcedColors: wanted.forced ?? "none",
    offline: true,
  });
  const page = await context.newPage();
  const said = [], asked = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("requestfailed", (request) => said.push(`failed: ${request.url()}`));
  page.on("request", (request) => asked.push(request.url()));
  const [path, query] = wanted.path.split("?");
  await page.goto(pathToFileURL(join(job.folder, path)).href + (query ? `?${query}` : ""));
  if (wanted.media) { await page.emulateMedia({ media: wanted.media }); }
  for (const words of wanted.clicks ?? []) {
    await page.locator("main").getByRole("link", { name: words, exact: true }).first().click();
    await page.waitForLoadState();
  }
  if (wanted.typed) {
    await page.locator("#q").pressSequentially(wanted.typed);
    await page.waitForURL((address) => address.searchParams.get("q") === wanted.typed);
  }
  const tools = await context.newCDPSession(page);
  const { result, exceptionDetails } = await tools.send("Runtime.evaluate", { expression: SEEN, returnByValue: true });
  if (exceptionDetails) { throw new Error(JSON.stringify(exceptionDetails)); }
  const violations = wanted.axe ? await faults(page) : [];
  if (wanted.picture) { await page.screenshot({ path: wanted.picture, fullPage: wanted.whole ?? true }); }
  await context.close();
  return { path: wanted.path, said, asked, violations, ...result.value };
}

const browser = await chromium.launch({ executablePath: job.browser, chromiumSandbox: false });
const results = [];
for (const wanted of job.visits) { results.push(await visit(browser, wanted)); }
await browser.close();
console.log(JSON.stringify(results));
