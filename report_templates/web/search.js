/* Finds words in the index that stands in this page. Nothing is sent anywhere. */
(function () {
  "use strict";
  var MOST = 100, LINES = 6;
  var index = JSON.parse(document.getElementById("index").textContent);
  var field = document.getElementById("q");
  var found = document.getElementById("found");
  var status = document.getElementById("status");

  function plain(text) { return text.normalize("NFKC").toLowerCase(); }

  var sheets = index.map(function (row) {
    return {
      name: row[0], note: row[1], place: row[2], path: row[3], lines: row[4],
      head: plain(row[0] + " " + row[1] + " " + row[2]),
      texts: row[4].map(function (line) { return plain(line[1] + " " + line[2]); })
    };
  });

  function marked(parent, text, words) {
    var flat = plain(text), at = 0;
    if (flat.length !== text.length) { parent.append(text); return; }
    while (at < text.length) {
      var next = -1, size = 0;
      words.forEach(function (word) {
        var place = flat.indexOf(word, at);
        if (place >= 0 && (next < 0 || place < next || (place === next && word.length > size))) {
          next = place; size = word.length;
        }
      });
      if (next < 0) { break; }
      parent.append(text.slice(at, next));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + size);
      parent.append(mark);
      at = next + size;
    }
    parent.append(text.slice(at));
  }

  function element(name, kind, parent) {
    var made = document.createElement(name);
    if (kind) { made.className = kind; }
    parent.append(made);
    return made;
  }

  function show(sheet, words) {
    var item = element("li", "", found);
    var name = element("a", "name", item);
    name.href = sheet.path;
    marked(name, sheet.name, words);
    item.append(" ");
    var said = [sheet.note, sheet.place].filter(Boolean).join(" · ");
    marked(element("span", "d", item), said, words);
    var list = element("ul", "", item), shown = 0;
    sheet.lines.forEach(function (line, number) {
      var hit = words.some(function (word) { return sheet.texts[number].indexOf(word) >= 0; });
      if (!hit || shown === LINES) { return; }
      shown += 1;
      var row = element("li", "", list);
      element("span", "no", row).textContent = line[0];
      row.append(" ");
      marked(row, line[1], words);
      if (line[2]) {
        row.append(" ");
        marked(element("span", "d", row), line[2], words);
      }
    });
    if (!shown) { list.remove(); }
  }

  function search() {
    var words = plain(field.value).split(/\s+/).filter(Boolean);
    found.textContent = "";
    status.textContent = "";
    if (!words.length) { return; }
    var hits = sheets.filter(function (sheet) {
      return words.every(function (word) {
        return sheet.head.indexOf(word) >= 0 ||
          sheet.texts.some(function (text) { return text.indexOf(word) >= 0; });
      });
    });
    function named(sheet) {
      var name = plain(sheet.name);
      return words.some(function (word) { return name.indexOf(word) >= 0; });
    }
    hits = hits.filter(named).concat(hits.filter(function (sheet) { return !named(sheet); }));
    hits.slice(0, MOST).forEach(function (sheet) { show(sheet, words); });
    var says = status.dataset;
    var words_of = !hits.length ? says.none : hits.length === 1 ? says.one :
      hits.length > MOST ? says.first : says.many;
    status.textContent = words_of.replace("#", hits.length);
  }

  /* The address holds what is looked for: going back, or sending it on, finds the same. */
  function keep() {
    var wanted = field.value.trim();
    try { history.replaceState(null, "", wanted ? "?q=" + encodeURIComponent(wanted) : location.pathname); }
    catch (error) { return; }
  }

  var timer = 0;
  field.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(function () { search(); keep(); }, 120);
  });
  field.form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(timer);
    search();
    keep();
  });
  field.value = field.value || new URLSearchParams(location.search).get("q") || "";
  search();
  if (!field.value) { field.focus(); }
}());
