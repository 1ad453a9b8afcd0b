// Runs the web copy's search page as a browser would and prints what it finds.
//
//   node search.mjs FOLDER QUERY...   →   [{"status": "...", "found": [[name, address, lines]]}, ...]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Window } from "happy-dom";

const [folder, ...queries] = process.argv.slice(2);
const page = readFileSync(join(folder, "search.html"), "utf8");
const script = readFileSync(join(folder, "search.js"), "utf8");

function searched(query) {
  const window = new Window({ url: `https://okr.example/search.html?q=${encodeURIComponent(query)}` });
  const { document } = window;
  document.documentElement.innerHTML = page.slice(page.indexOf("<head>"), page.indexOf("</html>"));
  const run = new Function("document", "location", "URLSearchParams", "setTimeout", "clearTimeout", script);
  run(document, window.location, window.URLSearchParams, setTimeout, clearTimeout);
  const found = [...document.querySelectorAll("#found > li")].map((item) => [
    item.querySelector(".name").textContent,
    item.querySelector(".name").getAttribute("href"),
    [...item.querySelectorAll("li")].map((line) => line.textContent),
    [...item.querySelectorAll("mark")].map((mark) => mark.textContent),
    item.querySelectorAll("script, img, b").length,
  ]);
  return { status: document.getElementById("status").textContent, found };
}

console.log(JSON.stringify(queries.map(searched)));
process.exit(0);
